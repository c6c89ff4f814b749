"""The rule sets: a list of the eras, one era in full, one scoring sheet."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from catalogue.certification.permissions import can_read_ledger
from catalogue.certification.rule_pages import reading
from catalogue.certification.rules import RuleSet, load_rule_sets, rule_set_for, rule_set_named, rule_sets_on

TITLE = gettext_lazy("Bộ quy định")


class ReadersView(WagtailAdminTemplateMixin, TemplateView):
    """For those who may read the ledger."""

    header_icon = "list-ol"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_read_ledger(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def trail(self) -> list[dict[str, Any]]:
        """The pages above this one and this one."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, *self.trail()]


class RuleSetListView(ReadersView):
    """The eras, newest first, with what tells them apart."""

    template_name = "certification/rules/index.html"
    page_title = TITLE

    def trail(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": TITLE}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        newest, open_now = rule_set_for(today), rule_sets_on(today)
        eras = [
            {
                "rules": rules,
                "span": reading.span(rules),
                "who": reading.recognisers(rules),
                "applies": rules == newest,
                "lapsing": rules in open_now and rules != newest,
            }
            for rules in reversed(load_rule_sets())
        ]
        return super().get_context_data(**kwargs, eras=eras, today=today)


class EraView(ReadersView):
    """A page about one era, named in the address."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rules = rule_set_named(kwargs["code"])
        if rules is None:
            raise Http404
        self.rules: RuleSet = rules

    def trail(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("rules:index"), "label": TITLE},
            {"url": reverse("rules:era", args=[self.rules.code]), "label": self.rules.name},
        ]


class RuleSetView(EraView):
    """Everything the program knows of an era, each rule with its source."""

    template_name = "certification/rules/era.html"

    def get_page_title(self) -> str:
        return self.rules.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rules, newest = self.rules, load_rule_sets()[-1]
        return super().get_context_data(
            **kwargs,
            rules=rules,
            span=reading.span(rules),
            strips=reading.strips(rules),
            width=reading.WIDTH,
            competence=reading.competence_rows(rules),
            groups=reading.group_rows(rules, rule_set_for(timezone.localdate()) or newest),
            sets=reading.sets_by_group(rules),
        )


class SheetView(EraView):
    """The scoring sheet of one criteria set: parts, criteria, ladders, and the least each star asks for."""

    template_name = "certification/rules/sheet.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.tree = self.rules.tree(kwargs["number"])
        if self.tree is None:
            raise Http404
        self.set = next(one for one in self.rules.criteria_sets if one.number == self.tree.number)

    def get_page_title(self) -> str:
        return _("Bộ tiêu chí số %(number)s") % {"number": self.set.number}

    def get_page_subtitle(self) -> str:
        return self.set.name

    def trail(self) -> list[dict[str, Any]]:
        return [*super().trail(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            rules=self.rules,
            set=self.set,
            tree=self.tree,
            parts=[(part, reading.sheet_lines(part)) for part in self.tree.parts],
            least=reading.least_table(self.tree),
        )
