"""One account for each role, with a password made at random and told once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import transaction

from catalogue.producers.models import Producer
from cms.permissions import ensure_editor_permissions
from cms.workflows import ensure_story_workflow
from storefront.users.roles import ROLES, ensure_roles

# A reserved domain: mail to it goes nowhere.
_DOMAIN = "saolang.example"
_ADDRESSES = {
    "programme_office": "van-phong",
    "trade_department": "so-cong-thuong",
    "editor": "bien-tap",
    "operator": "van-hanh",
}
_PRODUCER = "chu-the"


@dataclass(frozen=True)
class Account:
    """An account as it was made: its password is known to nobody afterwards."""

    email: str
    password: str
    role: str


@transaction.atomic
def ensure_accounts(producer: Producer) -> list[Account]:
    """Make role groups, their rights on pages, the story workflow and missing accounts; return the new accounts.

    `producer` is the one whose login is made. The operator's account alone is staff and a superuser:
    Oscar's dashboard shows who bought what and where they live.
    """
    groups = ensure_roles()
    ensure_editor_permissions(
        editors=groups["editor"], office=groups["programme_office"], trade=groups["trade_department"]
    )
    ensure_story_workflow(groups["editor"])
    made = []
    for role, name in _ADDRESSES.items():
        account = _make(name, role=ROLES[role], is_staff=role == "operator", is_superuser=role == "operator")
        if account:
            get_user_model().objects.get(email=account.email).groups.add(groups[role])
            made.append(account)
    account = _make(_PRODUCER, role=f"Chủ thể: {producer.name}")
    if account:
        producer.users.add(get_user_model().objects.get(email=account.email))
        made.append(account)
    return made


def _make(name: str, *, role: str, **rights: bool) -> Account | None:
    users = get_user_model().objects
    email = f"{name}@{_DOMAIN}"
    if users.filter(email=email).exists():
        return None
    password = secrets.token_urlsafe(9)
    user = users.create_user(email=email, password=password)
    user.first_name = role[:150]
    for right, granted in rights.items():
        setattr(user, right, granted)
    user.save()
    return Account(email, password, role)
