"""Seal the secrets of SePay and payOS anew under the first of OCOP_SECRETS_KEYS."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from storefront.gateways.models import BankHook
from storefront.locks import locked
from storefront.sealing import UnreadableSecretError, resealed


class Command(BaseCommand):
    help = (
        "Seals every kept secret under the first key of OCOP_SECRETS_KEYS. Run it after a new key was put first; "
        "the old one may go once it says that nothing is left. Safe to run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        changed, unreadable = 0, []
        with transaction.atomic():
            for hook in locked(BankHook.objects.all()):
                try:
                    sealed = resealed(hook.sealed_secret)
                except UnreadableSecretError:
                    unreadable.append(hook.pk)
                    continue
                if sealed is not None:
                    changed += BankHook.objects.filter(pk=hook.pk).update(sealed_secret=sealed)
        self.stdout.write(f"Đã niêm lại {changed} khoá.")
        if unreadable:
            numbers = ", ".join(map(str, unreadable))
            raise CommandError(f"Không khoá nào trong OCOP_SECRETS_KEYS mở được: {numbers}.")
