"""From a proven address to an account, and from an account to what was bought before it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from storefront.accounts.codes import Address
from storefront.accounts.telling import tell_password_ended
from storefront.errors import DomainError
from storefront.locks import locked
from storefront.order.models import Order
from storefront.purchases.models import OrderGroup
from storefront.users.models import NO_LETTERS, User


def account_of(address: Address) -> User:
    """The account of a proven address, made when there is none. Two at the same moment are one account.

    Raises `DomainError` (`not-here`): staff sign in at the back office with their password, and closed accounts not
    at all.
    """
    user = _find(address)
    if user is None:
        try:
            with transaction.atomic():
                user = _make(address)
        except IntegrityError:
            user = _find(address)
    if user is None or not user.is_active or user.is_staff or user.has_perm("wagtailadmin.access_admin"):
        raise DomainError(_("Tài khoản này không đăng nhập ở đây."), code="not-here")
    if not address.is_phone and user.email_proven_at is None:
        _prove_email(user)
    return user


def _prove_email(user: User) -> None:
    """The first proof of an address ends every password and session somebody may have made without owning it.

    Whoever had one is told, by a letter and on screen (`password_ended` of the user given back).
    """
    had_password = user.has_usable_password()
    user.email_proven_at = timezone.now()
    user.set_unusable_password()
    user.save(update_fields=["email_proven_at", "password"])
    if had_password:
        user.password_ended = True  # type: ignore[attr-defined]
        transaction.on_commit(partial(tell_password_ended.enqueue, user.pk), robust=True)


def add_phone(user: User, address: Address) -> None:
    """Tie a proven telephone to an account. Raises `DomainError` (`phone-taken`) when it is another person's."""
    try:
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(phone=address.text)
    except IntegrityError as error:
        message = _("Số này đã thuộc một tài khoản khác. Hãy đăng xuất rồi đăng nhập bằng số ấy.")
        raise DomainError(message, code="phone-taken") from error


def purchases_of(address: Address) -> QuerySet:
    """Purchases of guests with this very telephone or e-mail."""
    own = {"phone": address.text} if address.is_phone else {"email__iexact": address.text}
    return OrderGroup.objects.filter(user=None, forgetting=None, **own).order_by("pk")


def take_purchases(user: Any, address: Address) -> int:
    """Tie those purchases to the account; how many. One that meanwhile became another's stays so."""
    with transaction.atomic():
        found = list(purchases_of(address).values_list("pk", flat=True))
        groups = [group.pk for group in locked(OrderGroup.objects.filter(pk__in=found, user=None))]
        count = OrderGroup.objects.filter(pk__in=groups).update(user=user)
        Order.objects.filter(group__in=groups, user=None).update(user=user)
    return count


def _find(address: Address) -> User | None:
    own = {"phone": address.text} if address.is_phone else {"email__iexact": address.text}
    return User.objects.filter(**own).order_by("pk").first()


def _make(address: Address) -> User:
    if address.is_phone:
        return User.objects.create_user(f"{address.text[1:]}@{NO_LETTERS}", None, phone=address.text)
    return User.objects.create_user(address.text, None)
