"""Words for tiers, legal forms, groups and kinds of request."""

from __future__ import annotations

import pytest

from catalogue.certification.rules import load_rule_sets
from catalogue.importing import terms
from catalogue.importing.errors import CellError


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("Công ty TNHH", "company"),
        ("CTCP", "company"),
        ("company", "company"),
        ("Doanh nghiệp", "company"),
        ("DNTN", "private_enterprise"),
        ("Doanh nghiệp tư nhân", "private_enterprise"),
        ("HTX", "cooperative"),
        ("Hợp tác xã nông nghiệp", "cooperative"),
        ("Tổ hợp tác", "cooperative_group"),
        ("THT", "cooperative_group"),
        ("cooperative_group", "cooperative_group"),
        ("Trang trại", "farm"),
        ("Hộ kinh doanh", "household"),
        ("Hộ", "household"),
        ("Cơ sở", "household"),
        ("Hiệp hội", "association"),
        ("unknown", None),
        ("", None),
    ],
)
def test_a_legal_form_is_read(written, form):
    assert terms.read_legal_form(written) == form


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Công ty Yến Sào Xứ Thanh", "company"),
        ("HTX Bích Thao", "cooperative"),
        ("Tổ hợp tác dệt Làng Teng", "cooperative_group"),
        ("DNTN Linh Phương", "private_enterprise"),
        ("Hồng Hoa", None),
        ("Hội An Farm", None),
        ("Hộ sản xuất Mộc Việt", None),
    ],
)
def test_a_name_tells_the_form_only_without_doubt(name, form):
    assert terms.legal_form_in_name(name) == form


@pytest.mark.parametrize(
    ("written", "group"),
    [
        ("Thực phẩm", 1),
        ("thuc pham", 1),
        ("Ngành: Thực phẩm", 1),
        ("I. Thực phẩm", 1),
        ("2", 2),
        ("IV", 4),
        ("Vải và may mặc", 4),
        ("Thảo dược", 3),
        ("Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch", 6),
        (5, 5),
    ],
)
def test_a_group_is_read_by_name_and_number(written, group):
    assert terms.read_group(written) == group


def test_every_group_of_every_era_leads_to_today():
    for rules in load_rule_sets():
        for group in rules.groups:
            assert terms.read_group(group.name) == group.today, (rules.code, group.name)


def test_every_criteria_set_belongs_to_the_group_its_era_says():
    for rules in load_rule_sets():
        for criteria_set in rules.criteria_sets:
            assert terms.group_of_set(criteria_set.number) == criteria_set.group


@pytest.mark.parametrize(
    ("written", "tier"),
    [
        ("Tỉnh", "province"),
        ("cấp tỉnh", "province"),
        ("Cấp huyện", "district"),
        ("TW", "ministry"),
        ("Trung ương", "ministry"),
    ],
)
def test_a_tier_is_read(written, tier):
    assert terms.read_tier(written) == tier


@pytest.mark.parametrize(
    ("written", "kind"), [("Lần đầu", "first"), ("Nâng hạng", "upgrade"), ("Đánh giá lại", "renewal")]
)
def test_a_kind_of_request_is_read(written, kind):
    assert terms.read_request_kind(written) == kind


@pytest.mark.parametrize(
    ("read", "code"),
    [
        (terms.read_legal_form, "legal-form-unknown"),
        (terms.read_group, "group-unknown"),
        (terms.read_tier, "tier-unknown"),
        (terms.read_request_kind, "request-kind-unknown"),
        (terms.read_standing, "standing-unknown"),
    ],
)
def test_an_unknown_word_is_refused_and_quoted(read, code):
    with pytest.raises(CellError) as refused:
        read("xyz")
    assert refused.value.code == code
    assert "xyz" in str(refused.value)
