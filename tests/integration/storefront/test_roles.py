"""Role groups hold what their work needs and nothing else."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
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


@pytest.mark.parametrize("role", sorted(ROLES))
def test_oscars_dashboard_is_for_staff_alone(client: Client, role: str) -> None:
    officer = make_user(role=role)
    client.force_login(officer)
    pages = ["", "orders/", "users/", "catalogue/", "partners/", "offers/", "reports/"]
    assert {page: client.get(f"/dashboard/{page}").status_code for page in pages} == dict.fromkeys(pages, 403)

    officer.is_staff = officer.is_superuser = True
    officer.save()
    assert client.get("/dashboard/orders/").status_code == 200
    assert client.get("/dashboard/").status_code == 200


def test_a_producers_login_is_kept_out_of_oscars_dashboard(client: Client) -> None:
    producer = make_user()
    producer.user_permissions.add(Permission.objects.get(codename="dashboard_access"))
    client.force_login(producer)
    assert client.get("/dashboard/orders/").status_code == 403
