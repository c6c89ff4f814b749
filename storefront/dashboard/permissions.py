"""Who enters Oscar's dashboard: staff only, whatever else they may do in the officers' back office."""

from __future__ import annotations

from typing import ClassVar

from oscar.apps.dashboard import permissions


class DashboardPermission(permissions.DashboardPermission):
    """A right over a model counts in the dashboard for staff alone; officers with the same right work elsewhere."""

    partner_dashboard_access: ClassVar = ["is_staff", "partner.dashboard_access"]

    @classmethod
    def get(cls, app_label: str, *codenames: str) -> list[str]:
        return ["is_staff", *super().get(app_label, *codenames)]
