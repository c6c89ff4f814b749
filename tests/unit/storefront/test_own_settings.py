"""The suite keeps to its own settings, whatever the shell it is started from names."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings


def test_files_of_tests_go_to_a_folder_of_their_own() -> None:
    assert Path(settings.MEDIA_ROOT).is_relative_to(tempfile.gettempdir())


def test_settings_of_the_shell_do_not_reach_the_tests() -> None:
    shell = {**os.environ, "DJANGO_SETTINGS_MODULE": "storefront.settings.dev"}
    told = subprocess.run(  # noqa: S603 -- our own interpreter and file
        [sys.executable, "-m", "pytest", "-p", "no:xdist", "--co", "-v", __file__],
        cwd=settings.BASE_DIR,
        env=shell,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    assert "settings: storefront.settings.test" in told
