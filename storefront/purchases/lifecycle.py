"""The life of an order as a table: who may move it from where to where. Pure but for the names of the states.

placed → confirmed → packed → handed over → delivered → completed
placed, confirmed, packed → cancelled    (by the shopper until it is packed; by others with a reason; by time)
handed over → returned                   (nobody took the parcel)
delivered, completed → return asked → return agreed → returned, or → return refused
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storefront.order.models import Order

_S = Order.Status


class Actor(TextChoices):
    """Who moves an order. `TIME` is a limit that ran out."""

    SHOPPER = "shopper", _("Người mua")
    PRODUCER = "producer", _("Chủ thể")
    OPERATOR = "operator", _("Đơn vị vận hành")
    CARRIER = "carrier", _("Bên vận chuyển")
    BANK = "bank", _("Ngân hàng")
    TIME = "time", _("Tự động theo hạn")


_A = Actor


@dataclass(frozen=True)
class Move:
    """One step of an order.

    `code` is stored and never changes; `label` is what a button says, `told` what a letter and the tracking page say.
    `by` names, for each actor who may make the move, the states it may be made in.
    """

    code: str
    label: str | Promise
    told: str | Promise
    becomes: str
    by: Mapping[str, frozenset[str]]
    asks_reason: frozenset[str] = frozenset()

    def is_open(self, *, actor: str, status: str) -> bool:
        """Whether `actor` may make this move with an order in `status`."""
        return status in self.by.get(actor, frozenset())


def _by(actors: set[str], *states: str) -> dict[str, frozenset[str]]:
    return dict.fromkeys(actors, frozenset(states))


CONFIRM = Move(
    "confirm",
    _("Xác nhận đơn"),
    _("Chủ thể đã xác nhận đơn và đang chuẩn bị hàng."),
    _S.CONFIRMED,
    _by({_A.PRODUCER, _A.OPERATOR}, _S.PLACED),
)
PACK = Move(
    "pack",
    _("Đã đóng gói"),
    _("Hàng đã đóng gói xong, chờ giao."),
    _S.PACKED,
    _by({_A.PRODUCER}, _S.CONFIRMED),
)
HAND_OVER = Move(
    "hand_over",
    _("Đã gửi đi"),
    _("Hàng đã rời tay chủ thể."),
    _S.HANDED_OVER,
    _by({_A.PRODUCER}, _S.CONFIRMED, _S.PACKED),
)
DELIVER = Move(
    "deliver",
    _("Đã nhận được hàng"),
    _("Hàng đã tới tay người mua."),
    _S.DELIVERED,
    _by({_A.PRODUCER, _A.SHOPPER, _A.CARRIER}, _S.HANDED_OVER),
)
COMPLETE = Move(
    "complete",
    _("Hài lòng, hoàn tất đơn"),
    _("Đơn đã hoàn tất. Cảm ơn bạn đã mua hàng của làng."),
    _S.COMPLETED,
    _by({_A.SHOPPER, _A.TIME}, _S.DELIVERED),
)
CANCEL = Move(
    "cancel",
    _("Huỷ đơn"),
    _("Đơn đã bị huỷ."),
    _S.CANCELLED,
    {
        _A.SHOPPER: frozenset({_S.PLACED, _S.CONFIRMED}),
        _A.PRODUCER: frozenset({_S.PLACED, _S.CONFIRMED, _S.PACKED}),
        _A.OPERATOR: frozenset({_S.PLACED, _S.CONFIRMED, _S.PACKED}),
        _A.TIME: frozenset({_S.PLACED}),
    },
    frozenset({_A.PRODUCER, _A.OPERATOR}),
)
COME_BACK = Move(
    "come_back",
    _("Không giao được, hàng quay về"),
    _("Hàng không giao được và đã quay về chủ thể."),
    _S.RETURNED,
    _by({_A.PRODUCER, _A.CARRIER}, _S.HANDED_OVER),
    frozenset({_A.PRODUCER}),
)
ASK_RETURN = Move(
    "ask_return",
    _("Xin trả hàng"),
    _("Người mua xin trả hàng."),
    _S.RETURN_ASKED,
    _by({_A.SHOPPER}, _S.DELIVERED, _S.COMPLETED),
    frozenset({_A.SHOPPER}),
)
AGREE_RETURN = Move(
    "agree_return",
    _("Đồng ý nhận lại"),
    _("Chủ thể đồng ý nhận lại hàng. Hãy gửi hàng về địa chỉ của chủ thể."),
    _S.RETURN_AGREED,
    _by({_A.PRODUCER, _A.OPERATOR}, _S.RETURN_ASKED),
)
REFUSE_RETURN = Move(
    "refuse_return",
    _("Từ chối trả hàng"),
    _("Chủ thể từ chối nhận lại hàng. Nếu không đồng ý, người mua có thể khiếu nại."),
    _S.RETURN_REFUSED,
    _by({_A.PRODUCER, _A.OPERATOR}, _S.RETURN_ASKED),
    frozenset({_A.PRODUCER, _A.OPERATOR}),
)
RECEIVE_RETURN = Move(
    "receive_return",
    _("Đã nhận lại hàng"),
    _("Chủ thể đã nhận lại hàng."),
    _S.RETURNED,
    _by({_A.PRODUCER}, _S.RETURN_AGREED),
)
KEEP_GOODS = Move(
    "keep_goods",
    _("Thôi, không trả nữa"),
    _("Người mua giữ lại hàng, không trả nữa."),
    _S.COMPLETED,
    _by({_A.SHOPPER}, _S.RETURN_ASKED, _S.RETURN_AGREED),
)

MOVES: dict[str, Move] = {
    move.code: move
    for move in (
        CONFIRM,
        PACK,
        HAND_OVER,
        DELIVER,
        COMPLETE,
        CANCEL,
        COME_BACK,
        AGREE_RETURN,
        RECEIVE_RETURN,
        REFUSE_RETURN,
        ASK_RETURN,
        KEEP_GOODS,
    )
}
#: The way of an order that meets no trouble, as the tracking page draws it.
STRAIGHT_WAY = (_S.PLACED, _S.CONFIRMED, _S.PACKED, _S.HANDED_OVER, _S.DELIVERED, _S.COMPLETED)
#: States in which an order wants nobody's attention any more.
ENDED = frozenset({_S.COMPLETED, _S.CANCELLED, _S.RETURNED, _S.RETURN_REFUSED})
#: States in which the goods are still with the producer, and stock is set aside for them.
SET_ASIDE = frozenset({_S.PLACED, _S.CONFIRMED, _S.PACKED})


def moves_open_to(actor: str, status: str) -> list[Move]:
    """The moves `actor` has with an order in `status`, the likeliest first."""
    return [move for move in MOVES.values() if move.is_open(actor=actor, status=status)]


#: The first event of every order.
PLACE = "place"
#: Events that move nothing: what is told of them.
NOTES: dict[str, str | Promise] = {
    PLACE: _("Đơn đã được đặt."),
    "paid": _("Đã nhận đủ tiền của đơn."),
    "paid_in_part": _("Đã nhận một phần tiền của đơn."),
    "paid_late": _("Tiền tới khi đơn đã huỷ. Chủ thể sẽ hoàn lại."),
    "bank_confirmed": _("Ngân hàng cũng báo khoản tiền mà chủ thể đã ghi."),
    "refunded": _("Chủ thể đã hoàn tiền."),
    "tracking": _("Có mã vận đơn."),
    "tracking_cancelled": _("Mã vận đơn trước đây không còn dùng."),
}


def told_of(code: str) -> str | Promise:
    """The sentence told of a move or a note."""
    move = MOVES.get(code)
    return move.told if move else NOTES[code]
