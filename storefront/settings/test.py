"""Tests: fast hashes, mail in memory, no files left behind."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")

from storefront.settings.base import *  # noqa: F403
from storefront.settings.base import CACHES, REDIS_URL, TASKS

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="sao-lang-test-media-"))
PUBLIC_BASE_URL = WAGTAILADMIN_BASE_URL = "https://saolang.example"
if REDIS_URL:
    # Clearing a Redis cache empties its database: each worker has one of its own.
    _worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    CACHES["default"]["LOCATION"] = f"{REDIS_URL.rsplit('/', 1)[0]}/{_worker}"
else:
    CACHES["default"]["LOCATION"] = f"test-{os.getpid()}"
CACHES["pages"]["LOCATION"] = CACHES["default"]["LOCATION"] + ("" if REDIS_URL else "-pages")
CACHES["progress"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "progress"}
for _queue in ("imports", "letters"):
    TASKS[_queue]["BACKEND"] = "django_tasks.backends.immediate.ImmediateBackend"
# Large pictures wait for the tests that draw them.
TASKS["pictures"]["BACKEND"] = "django_tasks.backends.dummy.DummyBackend"
OCOP_DEMO_BANNER = False
# Tests of what is kept switch it on: their transactions end.
PAGE_CACHE = False
OCOP_SALES_MODE = "intermediary"
OCOP_RULES_FOLDER = ""
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# Tests of the search server choose it themselves; each worker has indexes of its own.
SEARCH_BACKEND = "catalogue.search.backends.database"
SEARCH_INDEX_PREFIX = f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}-{os.getpid()}"
