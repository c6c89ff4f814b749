"""Inputs written quickly are Django's, letter by letter."""

from __future__ import annotations

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from storefront.quick_inputs import QuickInputs

VALUES = [None, "", 0, 7, True, 'Bà "Tư" & <con\'s>', mark_safe("a&amp;b"), gettext_lazy("<Giỏ>"), ("a", 1)]
ATTRIBUTES = [
    None,
    {
        "id": "id_a",
        "required": True,
        "disabled": False,
        "maxlength": 40,
        "data-x": "\"<'&>",
        "title": mark_safe("&lt;"),
    },
]
WIDGETS = [
    forms.TextInput, forms.EmailInput, forms.NumberInput, forms.URLInput, forms.HiddenInput, forms.PasswordInput,
    forms.CheckboxInput, forms.DateInput, forms.Textarea, forms.FileInput, forms.SearchInput, forms.TelInput,
]  # fmt: skip


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: widget.__name__)
def test_an_input_is_the_same(widget):
    for value in VALUES:
        for attributes in ATTRIBUTES:
            quick, slow = (
                widget().render('na"me', value, attributes, renderer=renderer)
                for renderer in (QuickInputs(), DjangoTemplates())
            )
            assert quick == slow
            assert type(quick) is type(slow)


@pytest.mark.parametrize("widget", [forms.RadioSelect, forms.CheckboxSelectMultiple])
def test_options_are_the_same_alone_and_together(widget):
    made = widget(choices=[("a", "Gửi <xe>"), ("b'", gettext_lazy("Nhận")), (3, "Ba")])
    for renderer in (QuickInputs(), DjangoTemplates()):
        made.seen = getattr(made, "seen", [])
        parts = list(made.subwidgets("way", ["a"], {"id": "id_way"}))
        made.seen.append(
            [made.render("way", ["a"], {"id": "id_way"}, renderer=renderer)]
            + [made._render(part["template_name"], {"widget": {**part, "wrap_label": wrap}}, renderer)
               for part in parts for wrap in (True, False)]
        )  # fmt: skip
    assert made.seen[0] == made.seen[1]
    assert len(made.seen[0]) == 7
