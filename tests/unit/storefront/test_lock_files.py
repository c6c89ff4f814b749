"""Lock files name packages, versions and hashes; where they come from is each machine's own affair."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

LOCKS = ["requirements.lock", "requirements-dev.lock", "tests/services/lighthouse/package-lock.json"]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_holds_no_address(lock: str) -> None:
    text = Path(settings.BASE_DIR, lock).read_text(encoding="utf-8")
    assert re.findall(r"\w+://\S+", text) == []
