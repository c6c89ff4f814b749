from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import GroupPagePermission, Page, Workflow

pytestmark = pytest.mark.django_db


def test_ensure_site_prepares_a_new_installation_and_may_run_again():
    out = StringIO()

    call_command("ensure_site", stdout=out)
    before = (Page.objects.count(), GroupPagePermission.objects.count(), Workflow.objects.count())
    call_command("ensure_site", stdout=out)

    assert (Page.objects.count(), GroupPagePermission.objects.count(), Workflow.objects.count()) == before
    assert before[2] == 1
    assert "Sao Làng: 10 trang" in out.getvalue()
