"""Roles by people's work, as groups of permissions.

Each app lists in its `permissions.py` what a role may do there (`ROLE_PERMISSIONS`: role → "app_label.codename").
Producers have no role here: they never enter the back office.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.contrib.auth.models import Group, Permission

ROLES = {
    "programme_office": "Văn phòng điều phối",
    "trade_department": "Sở Công Thương",
    "editor": "Biên tập viên",
    "operator": "Vận hành",
}
_EVERY_ROLE = ["wagtailadmin.access_admin"]


def role_permissions() -> dict[str, set[str]]:
    """Return what each role may do over all installed apps, as "app_label.codename"."""
    granted: dict[str, set[str]] = {role: set(_EVERY_ROLE) for role in ROLES}
    for app in apps.get_app_configs():
        if app.name.split(".")[0] not in {"storefront", "catalogue", "qr", "fairs", "cms"}:
            continue
        if find_spec(f"{app.name}.permissions") is None:
            continue
        rights = getattr(import_module(f"{app.name}.permissions"), "ROLE_PERMISSIONS", {})
        for role, names in rights.items():
            granted[role].update(names)
    return granted


def ensure_roles() -> dict[str, Group]:
    """Create the role groups, give them exactly these permissions, and return them by key. Safe to run again.

    Raises `LookupError` when a permission is named that does not exist: a misspelt right must not pass
    for a denied one.
    """
    by_name = {
        f"{right.content_type.app_label}.{right.codename}": right
        for right in Permission.objects.select_related("content_type")
    }
    groups = {}
    for role, names in role_permissions().items():
        missing = sorted(names - by_name.keys())
        if missing:
            raise LookupError(f"no such permission: {', '.join(missing)}")
        group, _created = Group.objects.get_or_create(name=ROLES[role])
        group.permissions.set(by_name[name] for name in names)
        groups[role] = group
    return groups
