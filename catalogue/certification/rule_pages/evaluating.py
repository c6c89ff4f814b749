"""A council's points are entered: by part, and by criterion where the sheet of the product's set is known."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.certification import ledger
from catalogue.certification.checks import show_score
from catalogue.certification.errors import LedgerError
from catalogue.certification.forms import LedgerForm, date_field
from catalogue.certification.models import LedgerEntry, Tier
from catalogue.certification.rule_pages.reading import sheet_lines
from catalogue.certification.rules import CriteriaTree, RuleSet, rule_set_for
from catalogue.certification.views import EnteringView

_PARTS = ("part_a", "part_b", "part_c")


def points_field(label: Any, *, top: Decimal | int = 100, help_text: Any = "") -> forms.DecimalField:
    """Points as a council averages them, "2,5"; the ledger refuses more than `top`, with the reason."""
    field = forms.DecimalField(
        label=label, required=False, min_value=0, max_digits=5, decimal_places=2, localize=True
    )
    field.help_text = help_text or _("Nhiều nhất %(top)s.") % {"top": show_score(Decimal(top))}
    return field


class EvaluationForm(LedgerForm):
    """What a council found. No star comes of it: only a decision gives one."""

    evaluated_on = date_field(_("Ngày đánh giá"))
    council = forms.CharField(label=_("Hội đồng"), max_length=200)
    tier = forms.ChoiceField(label=_("Cấp"), choices=Tier.choices, initial=Tier.PROVINCE)
    round_name = forms.CharField(
        label=_("Đợt đánh giá"), max_length=120, required=False, help_text=_("Ví dụ: Đợt 1 năm 2026")
    )
    criteria_set = forms.TypedChoiceField(
        label=_("Bộ tiêu chí"), coerce=int, empty_value=None, required=False
    )
    score = points_field(
        _("Tổng điểm"), help_text=_("Điểm bình quân, ví dụ 69,5. Để trống nếu đã chấm đủ từng tiêu chí.")
    )
    proposed_star = forms.TypedChoiceField(
        label=_("Hạng sao đề nghị"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("Không ghi")), *((star, f"{star} ★") for star in range(1, 6))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules: RuleSet | None = rule_set_for(timezone.localdate())
        self.tree: CriteriaTree | None = self.rules and self.rules.tree(self.product.criteria_set)
        sets = self.rules.criteria_sets if self.rules else ()
        numbered = [(one.number, f"{one.number}. {one.name}") for one in sets]
        self.fields["criteria_set"].choices = [("", _("Không ghi")), *numbered]
        self.fields["criteria_set"].initial = self.product.criteria_set
        maxima = self.rules.part_maxima if self.rules else {}
        for name in _PARTS:
            part = name[-1].upper()
            label = _("Điểm phần %(part)s") % {"part": part}
            self.fields[name] = points_field(label, top=maxima.get(part, 100))
        for code, leaf in self.tree.leaves().items() if self.tree else ():
            self.fields[self.name_of(code)] = points_field(f"{code}. {leaf.name}", top=leaf.top)

    @staticmethod
    def name_of(code: str) -> str:
        """The name of a criterion's field: "c-4-1"."""
        return f"c-{code.replace('.', '-')}"

    @property
    def basics(self) -> list[forms.BoundField]:
        """The fields above the points."""
        return [self[name] for name in ("evaluated_on", "council", "tier", "round_name", "criteria_set")]

    @property
    def results(self) -> list[forms.BoundField]:
        """The sums and the star."""
        return [self[name] for name in (*_PARTS, "score", "proposed_star")]

    @property
    def sheet(self) -> list[tuple[Any, list[dict[str, Any]]]]:
        """The parts of the sheet; each criterion with its field, headings without."""
        if self.tree is None:
            return []
        return [
            (
                part,
                [
                    {
                        "line": line,
                        "field": None if line.criterion.criteria else self[self.name_of(line.criterion.code)],
                    }
                    for line in sheet_lines(part)
                ],
            )
            for part in self.tree.parts
        ]

    def points(self) -> dict[str, Decimal]:
        """The points filled in, by code of the criterion."""
        leaves = self.tree.leaves() if self.tree else {}
        told = {code: self.cleaned_data.get(self.name_of(code)) for code in leaves}
        return {code: points for code, points in told.items() if points is not None}

    def enter(self) -> LedgerEntry:
        told, points = self.cleaned_data, self.points()
        score = told["score"]
        if score is None and self.tree and points and not self.tree.missing(points):
            score = sum(points.values(), Decimal(0))
        if score is None:
            raise LedgerError("score-missing", field="score")
        named = ("evaluated_on", "council", "tier", "round_name", "criteria_set", "proposed_star", *_PARTS)
        return ledger.record_evaluation(
            self.product,
            score=score,
            criteria_points=points or None,
            **{name: told[name] for name in named},
            **self.origin,
        )


class EvaluateView(EnteringView):
    """The form of one product."""

    act = "evaluate"
    page_title = _("Ghi đánh giá")
    form_class = EvaluationForm
    template_name = "certification/rules/evaluate.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rules, tree = context["form"].rules, context["form"].tree
        sheet = reverse("rules:sheet", args=[rules.code, tree.number]) if tree else ""
        return {**context, "rules": rules, "sheet_url": sheet}
