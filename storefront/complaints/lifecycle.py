"""The states of a complaint and who may move it where. Pure: the one table both pages and writers read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    RECEIVED = "received", _("Đã nhận")
    WITH_PRODUCER = "with_producer", _("Chủ thể đang trả lời")
    ANSWERED = "answered", _("Đã trả lời")
    ESCALATED = "escalated", _("Cơ quan quản lý xem lại")
    CLOSED = "closed", _("Đã đóng")


class Party(TextChoices):
    SHOPPER = "shopper", _("Người khiếu nại")
    PRODUCER = "producer", _("Chủ thể")
    OFFICE = "office", _("Cơ quan quản lý")
    SYSTEM = "system", _("Hệ thống")


#: States in which somebody owes an answer; only then a deadline can be missed.
AWAITING = (State.RECEIVED, State.WITH_PRODUCER, State.ESCALATED)


@dataclass(frozen=True)
class Move:
    """One thing that can be done. `becomes` empty: the state stays. `told` is said to everybody else."""

    code: str
    label: Any
    told: Any
    open_to: tuple[str, ...]
    leaves: tuple[str, ...]
    becomes: str = ""
    asks_text: bool = True
    restarts: bool = False


_OPEN = (State.RECEIVED, State.WITH_PRODUCER, State.ANSWERED, State.ESCALATED)
RECEIVE = Move("receive", _("Nhận"), _("Đã nhận khiếu nại."), (Party.SHOPPER,), (), State.RECEIVED)
SEND = Move(
    "send",
    _("Chuyển cho chủ thể trả lời"),
    _("Đã chuyển cho chủ thể trả lời."),
    (Party.OFFICE, Party.SYSTEM),
    (State.RECEIVED, State.ANSWERED, State.ESCALATED),
    State.WITH_PRODUCER,
    asks_text=False,
)
ANSWER = Move(
    "answer",
    _("Trả lời"),
    _("Đã có trả lời."),
    (Party.PRODUCER, Party.OFFICE),
    AWAITING,
    State.ANSWERED,
)
ADD = Move("add", _("Nói thêm"), _("Có thêm thông tin."), (Party.SHOPPER,), _OPEN)
ESCALATE = Move(
    "escalate",
    _("Chưa thoả đáng, nhờ cơ quan quản lý xem lại"),
    _("Được chuyển lên cơ quan quản lý xem lại."),
    (Party.SHOPPER, Party.OFFICE),
    (State.ANSWERED, State.WITH_PRODUCER),
    State.ESCALATED,
    restarts=True,
)
SETTLE = Move(
    "settle",
    _("Đã được giải quyết, đóng lại"),
    _("Người khiếu nại cho biết đã được giải quyết. Khiếu nại đã đóng."),
    (Party.SHOPPER,),
    _OPEN,
    State.CLOSED,
    asks_text=False,
)
CLOSE = Move(
    "close",
    _("Đóng khiếu nại"),
    _("Khiếu nại đã đóng."),
    (Party.OFFICE,),
    (State.RECEIVED, State.ANSWERED, State.ESCALATED),
    State.CLOSED,
)
MOVES = {move.code: move for move in (RECEIVE, SEND, ANSWER, ADD, ESCALATE, SETTLE, CLOSE)}


def moves_open_to(party: str, state: str) -> list[Move]:
    """What `party` may do with a complaint in `state`, in the order it is offered."""
    return [move for move in MOVES.values() if party in move.open_to and state in move.leaves]
