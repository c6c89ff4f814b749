"""Which names are offered as nearly the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.importing.likeness import NearNames, bare, plain

WORDS = st.lists(st.text("abcdeghiklmnopqrstuvxy", min_size=3, max_size=7), min_size=2, max_size=4)


def found(kept: str, asked: str) -> bool:
    return NearNames([(1, kept)]).near(asked) == [1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTX Ba Làng", "Hợp tác xã Ba Làng"),
        ("Công ty TNHH Ba Làng", "Ba Làng"),
        ("Công ty TNHH MTV Thương mại Hoa Sen", "Công ty cổ phần Thương mại Hoa Sen"),
        ("HTX nông nghiệp Đồng Tiến", "HTX NN Đồng Tiến"),
        ("Hộ kinh doanh Nguyễn Văn Bình", "HKD Nguyễn Văn Binh"),
        ("HTX Quyết Thắng", "HTX Quyết Thăngg"),
        ("Hoa Sen Thanh Hóa", "Thanh Hóa Hoa Sen"),
        ("HTX Ba-Làng", "HTX Ba Làng."),
    ],
)
def test_producers_that_are_nearly_called_the_same(one, other):
    assert found(bare(one), bare(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTX Ba Làng", "HTX Hải Bình"),
        ("HTX Đồng Tiến 1", "HTX Đồng Tiến 2"),
        ("HTX 19/5", "HTX 19/8"),
        ("Công ty TNHH", "Công ty cổ phần An"),
        ("HTX An", "HTX Ân Phú"),
    ],
)
def test_producers_that_are_not(one, other):
    assert not found(bare(one), bare(other))


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("Nước mắm Ba Làng", "Mắm nước Ba Làng", True),
        ("Nước mắm Ba Làng", "Nước mắm Ba Lànng", True),
        ("Nước mắm 30 độ đạm", "Nước mắm 40 độ đạm", False),
        ("Trà sen", "Trà sâm", True),
        ("Mắm tôm", "Mắm tép đồng", False),
    ],
)
def test_products(one, other, near):
    assert found(plain(one), plain(other)) is near


@given(WORDS, st.data())
def test_a_name_with_one_letter_changed_or_words_turned_is_found(words, data):
    name = " ".join(words)
    names = NearNames([(1, name), (2, "zzzzzz wwwwww"), (3, "fffff jjjjj")])
    place = data.draw(st.integers(0, len(name) - 1))
    changed = f"{name[:place]}{name[place + 1 :]}" if name[place] != " " else name
    turned = " ".join(data.draw(st.permutations(words)))
    assert names.near(turned) == [1]
    if len(name) >= 7:
        assert names.near(changed) == [1]
