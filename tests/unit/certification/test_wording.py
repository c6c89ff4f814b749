"""A status in plain words."""

from __future__ import annotations

from datetime import date

import pytest

from catalogue.certification.status import State, Status
from catalogue.certification.wording import STATE_LABELS, describe, level_of

ON = date(2026, 11, 21)
D1, D2 = date(2025, 1, 17), date(2028, 1, 17)


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (Status(State.IN_FORCE, 5, D1, D2), "5 sao OCOP, còn hạn đến 17/01/2028"),
        (Status(State.EXTENDED, 4, D1, D2), "4 sao OCOP, được gia hạn đến 17/01/2028"),
        (Status(State.EXPIRED, 4, D1, D2), "Sao đã hết hạn từ 17/01/2028, trước đó là 4 sao"),
        (
            Status(State.REVOKED, 4, D1, D2, revoked_on=date(2026, 3, 1)),
            "Đã bị thu hồi ngày 01/03/2026, trước đó là 4 sao",
        ),
        (
            Status(State.SUPERSEDED, 4, D1, D2, superseded_on=date(2026, 3, 1)),
            "4 sao OCOP, được thay bằng lần công nhận mới từ 01/03/2026",
        ),
        (
            Status(State.UNPROVEN, claimed_star=4),
            "Chưa có minh chứng: được nêu là 4 sao nhưng chưa thấy quyết định công nhận còn hạn",
        ),
        (
            Status(State.UNPROVEN),
            "Chưa có minh chứng: được nêu là sản phẩm OCOP nhưng chưa thấy quyết định công nhận",
        ),
        (Status(State.NEVER), "Tính đến 21/11/2026 chưa được công nhận sao OCOP"),
    ],
    ids=lambda value: value.state.value if isinstance(value, Status) else "",
)
def test_describe(status, sentence):
    assert describe(status, ON) == sentence


def test_every_state_has_a_label():
    assert set(STATE_LABELS) == set(State)


@pytest.mark.parametrize(
    ("tier", "words"),
    [("ministry", "cấp quốc gia"), ("province", "cấp tỉnh"), ("district", "cấp huyện"), ("", "")],
)
def test_level_of(tier, words):
    assert level_of(tier) == words
