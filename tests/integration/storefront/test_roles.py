"""Role groups hold what their work needs and nothing else."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from storefront.users.roles import ROLES, ensure_roles, role_permissions
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_groups_hold_exactly_the_listed_rights_and_keep_them() -> None:
    groups = ensure_roles()
    assert ensure_roles() == groups
    assert sorted(Group.objects.filter(name__in=ROLES.values()).values_list("name", flat=True)) == sorted(
        ROLES.values()
    )
    for role, names in role_permissions().items():
        held = {f"{p.content_type.app_label}.{p.codename}" for p in groups[role].permissions.all()}
        assert held == names


def test_only_the_programme_office_writes_the_ledger() -> None:
    writers = {
        role
        for role, names in role_permissions().items()
        if any(name.startswith(("certification.add", "importing.add")) for name in names)
    }
    assert writers == {"programme_office"}


@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_enters_the_back_office(client: Client, role: str) -> None:
    client.force_login(make_user(role=role))
    assert client.get("/quan-tri/").status_code == 200


def test_a_producer_does_not(client: Client) -> None:
    client.force_login(make_user())
    answer = client.get("/quan-tri/", follow=True)
    assert answer.redirect_chain[0][0].startswith("/quan-tri/login/")
