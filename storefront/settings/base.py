"""Settings that are the same everywhere. The only reader of environment variables (table: docs/settings.md)."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from storefront.settings.oscar import *  # noqa: F403
from storefront.settings.oscar import INSTALLED_SHOP_APPS, SHOP_MIGRATION_MODULES


def flag(name: str, default: bool) -> bool:
    """Return an environment variable as yes or no: 1, true, yes, on count as yes."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def listed(name: str, default: str = "") -> list[str]:
    """Return a comma-separated environment variable as a list without blanks."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def chosen(name: str, default: str, among: set[str]) -> str:
    """Return an environment variable that must be one of a few words."""
    word = os.environ.get(name, "").strip() or default
    if word not in among:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(sorted(among))}, not {word!r}")
    return word


BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))

DEBUG = False
SITE_ID = 1
ROOT_URLCONF = "storefront.urls"
WSGI_APPLICATION = "storefront.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/quan-tri/login/"
LOGIN_REDIRECT_URL = "/"

INSTALLED_APPS = [
    "storefront.apps.StorefrontConfig",
    "storefront.users",
    "storefront.places",
    "storefront.pictures",
    "catalogue.producers",
    "catalogue.certification",
    "catalogue.importing",
    "catalogue.programme",
    "storefront.holds",
    "storefront.offers",
    "storefront.delivery",
    "storefront.purchases",
    "storefront.transfers",
    "storefront.complaints",
    "storefront.reviews",
    "storefront.privacy",
    "storefront.gateways",
    "storefront.contacts",
    "storefront.gifts",
    "storefront.accounts",
    "storefront.api",
    "storefront.evidence",
    "storefront.portal",
    "storefront.machines",
    "storefront.orderdesk",
    "qr",
    "fairs",
    "cms",
    "storefront.newsletters",
    *INSTALLED_SHOP_APPS,
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "leaflet",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "storefront.page_cache.middleware.PageCache",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "storefront.same_origin.OriginOrToken",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "storefront.wrong_method.WrongMethodPage",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "storefront.basket.middleware.BasketMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "oscar.core.context_processors.metadata",
                "storefront.page_context.shop_identity",
            ],
            # Sentences, addresses and files that are always the same are written once (storefront.kept_tags).
            "libraries": {"i18n": "storefront.kept_tags", "static": "storefront.kept_tags"},
            "builtins": ["storefront.kept_tags"],
        },
    },
]

FORM_RENDERER = "storefront.quick_inputs.QuickInputs"

# SQLite is the embedded default; writers take turns (IMMEDIATE) and wait up to 20 s for theirs.
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", f"sqlite:///{VAR_DIR / 'sao-lang.sqlite3'}"), conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # A connection that died with its server is noticed before it is used.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # The ledger's questions are many small index look-ups: compiling them costs more than they do.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
    # What a page asks in the same words each time (storefront.prepared) is planned once in a connection.
    if os.environ.get("DATABASE_PREPARED", "1") != "0":
        DATABASES["default"]["OPTIONS"].setdefault("prepare_threshold", 5)
MIGRATION_MODULES = {**SHOP_MIGRATION_MODULES}

REDIS_URL = os.environ.get("REDIS_URL", "")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "sao-lang"}
}

CACHES["progress"] = (
    {**CACHES["default"], "KEY_PREFIX": "progress"}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": VAR_DIR / "progress"}
)

# Pages of visitors without a basket or a session, kept to the end of the minute (docs/performance.md).
PAGE_CACHE = flag("PAGE_CACHE", True)
PAGE_CACHE_IS_SHARED = bool(REDIS_URL)
# How long nginx or a delivery network may take a page as fresh (seconds); never past the minute.
PAGE_SHARED_SECONDS = int(os.environ.get("PAGE_SHARED_SECONDS", "10"))
# Pages one process keeps without Redis: 50 KB each.
PAGE_CACHE_ENTRIES = int(os.environ.get("PAGE_CACHE_ENTRIES", "1000"))
CACHES["pages"] = (
    {**CACHES["default"], "KEY_PREFIX": "pages"}
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": PAGE_CACHE_ENTRIES},
    }
)

# Wagtail's own small tasks run at once; long imports wait for a worker (docs/operations.md).
TASKS_BACKEND = os.environ.get("TASKS_BACKEND", "django_tasks_db.DatabaseBackend")
# Letters leave with the request unless a worker is there to take them.
LETTERS_BACKEND = os.environ.get("LETTERS_BACKEND", "django_tasks.backends.immediate.ImmediateBackend")
# Large pictures are drawn in their sizes with the upload unless a worker is there to do it.
PICTURES_BACKEND = os.environ.get("PICTURES_BACKEND", "django_tasks.backends.immediate.ImmediateBackend")
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "imports": {"BACKEND": TASKS_BACKEND},
    "letters": {"BACKEND": LETTERS_BACKEND},
    "pictures": {"BACKEND": PICTURES_BACKEND},
}

# Without a search server the database answers; with one it answers while that is away (docs/search.md).
ELASTICSEARCH_URL = os.environ.get("ELASTICSEARCH_URL", "")
ELASTICSEARCH_API_KEY = os.environ.get("ELASTICSEARCH_API_KEY", "")
ELASTICSEARCH_CA_CERTS = os.environ.get("ELASTICSEARCH_CA_CERTS", "")
SEARCH_BACKEND = f"catalogue.search.backends.{'elasticsearch' if ELASTICSEARCH_URL else 'database'}"
SEARCH_INDEX_PREFIX = os.environ.get("SEARCH_INDEX_PREFIX", "sao-lang")
SEARCH_TIMEOUT_SECONDS = float(os.environ.get("SEARCH_TIMEOUT_SECONDS", "0.5"))
# Who tells search of places that carry a product, and of what there is to read.
SEARCH_OUTLET_SOURCES = listed("SEARCH_OUTLET_SOURCES", "fairs.search.outlets_of")
SEARCH_READING_SOURCES = listed("SEARCH_READING_SOURCES", "cms.search.readings_of")

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "storefront" / "locale"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["storefront.formats"]
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_TIME_FORMAT = "%H:%M"

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", VAR_DIR / "static"))
STATICFILES_FINDERS = [
    "storefront.styles.BundleFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", VAR_DIR / "media"))
SERVE_MEDIA = flag("SERVE_MEDIA", True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

WAGTAIL_SITE_NAME = "Sao Làng"
WAGTAILADMIN_BASE_URL = os.environ.get("PUBLIC_BASE_URL", "http://127.0.0.1:8000")
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.editor_search"}}
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 12 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "storefront.pictures.forms.LibraryImageForm"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []

# What is printed on labels: choose it before the first label and never change it (docs/operations.md).
PUBLIC_BASE_URL = os.environ.get("PUBLIC_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
OCOP_DEMO_BANNER = flag("OCOP_DEMO_BANNER", False)
# The page of all components, /_components/: for whoever designs, never in production.
COMPONENTS_PAGE = False
OCOP_RULES_FOLDER = os.environ.get("OCOP_RULES_FOLDER", "")
OCOP_OPERATOR = {
    "name": os.environ.get("OCOP_OPERATOR_NAME", "Sở Công Thương (đơn vị vận hành)"),
    "address": os.environ.get("OCOP_OPERATOR_ADDRESS", ""),
    "phone": os.environ.get("OCOP_OPERATOR_PHONE", ""),
    "email": os.environ.get("OCOP_OPERATOR_EMAIL", ""),
    "tax_code": os.environ.get("OCOP_OPERATOR_TAX_CODE", ""),
    "bank_bin": os.environ.get("OCOP_OPERATOR_BANK_BIN", ""),
    "bank_account": os.environ.get("OCOP_OPERATOR_BANK_ACCOUNT", ""),
    "bank_holder": os.environ.get("OCOP_OPERATOR_BANK_HOLDER", ""),
}
# Who sells: nobody here, each producer, or the operator (storefront/sales_mode.py).
OCOP_SALES_MODE = chosen("OCOP_SALES_MODE", "intermediary", {"catalogue", "intermediary", "direct"})
# How many days a question to a producer is kept.
OCOP_ENQUIRY_DAYS = int(os.environ.get("OCOP_ENQUIRY_DAYS", "180"))
# VNPay, for an operator that sells: without a code, secret and address it is not offered.
OCOP_VNPAY_TMN_CODE = os.environ.get("OCOP_VNPAY_TMN_CODE", "")
OCOP_VNPAY_HASH_SECRET = os.environ.get("OCOP_VNPAY_HASH_SECRET", "")
OCOP_VNPAY_URL = os.environ.get("OCOP_VNPAY_URL", "")
OCOP_VNPAY_MINUTES = int(os.environ.get("OCOP_VNPAY_MINUTES", "15"))
# Buying: how long a transfer is waited for, how long goods may be given back, how people are told.
OCOP_TRANSFER_HOURS = int(os.environ.get("OCOP_TRANSFER_HOURS", "24"))
OCOP_RETURN_DAYS = int(os.environ.get("OCOP_RETURN_DAYS", "7"))
# The most a promotion takes off, in percent of the price just before it; the longest one lasts, in days (0: no limit).
OCOP_PROMOTION_CAP = int(os.environ.get("OCOP_PROMOTION_CAP", "50"))
OCOP_PROMOTION_DAYS = int(os.environ.get("OCOP_PROMOTION_DAYS", "120"))
# The staff's desk: when an order is late, and how near its limit an unpaid one is shown.
OCOP_CONFIRM_HOURS = int(os.environ.get("OCOP_CONFIRM_HOURS", "24"))
OCOP_SEND_DAYS = int(os.environ.get("OCOP_SEND_DAYS", "3"))
OCOP_LIMIT_NEAR_HOURS = int(os.environ.get("OCOP_LIMIT_NEAR_HOURS", "6"))
# Minutes stock is held from the opening of a checkout, and the longest it is however often renewed.
OCOP_HOLD_MINUTES = int(os.environ.get("OCOP_HOLD_MINUTES", "15"))
OCOP_HOLD_LONGEST_MINUTES = int(os.environ.get("OCOP_HOLD_LONGEST_MINUTES", "60"))
# Complaints: working days to the answer, days nobody works (ISO dates), and the authority people may turn to.
OCOP_COMPLAINT_DAYS = int(os.environ.get("OCOP_COMPLAINT_DAYS", "7"))
OCOP_REVIEW_REMINDER_DAYS = int(os.environ.get("OCOP_REVIEW_REMINDER_DAYS", "7"))
OCOP_HOLIDAYS = frozenset(date.fromisoformat(day) for day in listed("OCOP_HOLIDAYS"))
OCOP_AUTHORITY = {
    "name": os.environ.get("OCOP_AUTHORITY_NAME", ""),
    "address": os.environ.get("OCOP_AUTHORITY_ADDRESS", ""),
    "phone": os.environ.get("OCOP_AUTHORITY_PHONE", ""),
    "email": os.environ.get("OCOP_AUTHORITY_EMAIL", ""),
}
# Personal data: orders and what belongs to them are kept this long, then names, telephones and addresses are blanked.
OCOP_KEEP_ORDERS_DAYS = int(os.environ.get("OCOP_KEEP_ORDERS_DAYS", "1096"))
# Products taken out of the shop: the law wants what was shown kept a year at least; 0 keeps it for good.
OCOP_KEEP_LISTINGS_DAYS = int(os.environ.get("OCOP_KEEP_LISTINGS_DAYS", "366"))
if 0 < OCOP_KEEP_LISTINGS_DAYS < 365 or OCOP_KEEP_LISTINGS_DAYS < 0:
    raise ImproperlyConfigured("OCOP_KEEP_LISTINGS_DAYS must be 0 (for good) or at least 365")
# Passphrases that seal secrets of others in the database, the newest first; none: SECRET_KEY does.
OCOP_SECRETS_KEYS = listed("OCOP_SECRETS_KEYS")
# Delivery: who tells where goods may be fetched, and the carrier whose service is called ("" calls none).
OCOP_PICK_UP_SOURCES = listed("OCOP_PICK_UP_SOURCES", "fairs.pick_up.places_for")
OCOP_CARRIER = os.environ.get("OCOP_CARRIER", "")
OCOP_CARRIER_URL = os.environ.get("OCOP_CARRIER_URL", "").rstrip("/")
OCOP_CARRIER_KEY = os.environ.get("OCOP_CARRIER_KEY", "")
# A shopper waits this long for the carrier's quote (seconds), then the producer's own table holds; an answer is kept.
OCOP_CARRIER_PATIENCE = float(os.environ.get("OCOP_CARRIER_PATIENCE", "2"))
OCOP_CARRIER_QUOTE_SECONDS = int(os.environ.get("OCOP_CARRIER_QUOTE_SECONDS", "21600"))
OCOP_CHANNELS = listed("OCOP_CHANNELS", "storefront.channels.letters.LetterChannel")
OCOP_MESSAGE_GATEWAY_URL = os.environ.get("OCOP_MESSAGE_GATEWAY_URL", "")
OCOP_MESSAGE_GATEWAY_KEY = os.environ.get("OCOP_MESSAGE_GATEWAY_KEY", "")
# How many of our own proxies stand in front: scans read the visitor's network from behind them.
TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXY_COUNT", "0"))
MAP_TILE_URL = os.environ.get("MAP_TILE_URL", "")

DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Sao Làng <khong-tra-loi@sao-lang.invalid>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_ENGINE = "storefront.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CONTENT_SECURITY_POLICY = {
    # The back offices bring inline scripts of their own; people reach them only signed in.
    "EXCLUDE_URL_PREFIXES": ("/quan-tri/", "/en/quan-tri/", "/dashboard/", "/en/dashboard/"),
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", *listed("CSP_IMG_SRC")],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [SELF],
        # A form that starts a payment is answered with the way to the gateway.
        "form-action": [SELF, *([OCOP_VNPAY_URL] if OCOP_VNPAY_URL else [])],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "storefront.log_lines.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django_tasks": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        # A line for every question to the search server; that it is away is said once, by catalogue.search.
        "elastic_transport": {"level": "ERROR"},
    },
}

# W003 asks for Django's own class by name; `OriginOrToken` is one of its kind.
# … and `i18n` and `static` are ours on purpose (storefront.kept_tags); a test holds that no other library stands twice.
SILENCED_SYSTEM_CHECKS = ["security.W003", "templates.W003"]
