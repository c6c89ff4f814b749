"""A machine of one's own: the embedded database, mail on the console, a key made on first use."""

from __future__ import annotations

import os

from django.core.management.utils import get_random_secret_key

from storefront.settings.base import *  # noqa: F403
from storefront.settings.base import STATIC_ROOT, VAR_DIR, flag

VAR_DIR.mkdir(parents=True, exist_ok=True)
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
_key_file = VAR_DIR / "secret-key"
if not _key_file.exists():
    _key_file.touch(mode=0o600)
    _key_file.write_text(get_random_secret_key())
SECRET_KEY = os.environ.get("SECRET_KEY") or _key_file.read_text()

DEBUG = flag("DJANGO_DEBUG", False)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
OCOP_DEMO_BANNER = flag("OCOP_DEMO_BANNER", True)
COMPONENTS_PAGE = flag("COMPONENTS_PAGE", DEBUG)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
INTERNAL_IPS = ["127.0.0.1"]
