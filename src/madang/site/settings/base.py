"""What holds in every deployment. `demo`, `test` and `production` choose the rest."""

import json
import os
from pathlib import Path

from madang.framework.ops.logs import logging_settings
from madang.site.settings.country import country_head
from madang.site.settings.database import database_from_url
from madang.site.settings.secrets import given
from madang.site.settings.storage import bucket

ROOT = Path(__file__).resolve().parents[4]
VAR = Path(os.environ.get("MADANG_VAR", ROOT / "var"))

MADANG_COUNTRY = os.environ.get("MADANG_COUNTRY", "kr")
MADANG_MEMBER = os.environ.get("MADANG_MEMBER", "madang")
# The demo is loaded in this order: offices seal with certified keys from the first document on.
ALL_SYSTEMS = (
    "signatures",
    "population",
    "businesses",
    "civil",
    "portal",
    "digital_identity",
    "treasury",
    "mobile_id",
    "mandates",
    "procurement",
    "tax",
    "customs",
    "elections",
)
SYSTEMS = tuple(filter(None, os.environ.get("MADANG_SYSTEMS", ",".join(ALL_SYSTEMS)).split(",")))
# Where systems run that are not in this process: system -> (base URL, member name).
ROADS: dict[str, dict[str, str]] = json.loads(os.environ.get("MADANG_ROADS", "{}"))
MADANG_STORAGE = bucket() or VAR / "storage"
MADANG_KEYS = VAR / "keys"
# Certificates (PEM) of the makers whose security keys are trusted to be what they say; without any, officials look.
MADANG_PASSKEY_MAKERS = os.environ.get("MADANG_PASSKEY_MAKERS", "")
# The wallet providers (a JSON Web Key Set) who are believed when they say that a wallet guards its key.
MADANG_WALLET_PROVIDERS = os.environ.get("MADANG_WALLET_PROVIDERS", "")
# Where the status lists of mobile IDs are served, if not by this deployment itself.
MADANG_STATUS_SERVICE = os.environ.get("MADANG_STATUS_SERVICE", "")
# The exchange's own folder of keys and directory, where it is not `exchange` in the folder above.
MADANG_EXCHANGE_KEYS = os.environ.get("MADANG_EXCHANGE_KEYS", "")
# Who may read /metrics from another machine: a bearer of this token. Without it, this machine alone.
MADANG_METRICS_TOKEN = given("MADANG_METRICS_TOKEN")

FRAMEWORK = (
    "jobs",
    "protect",
    "audit",
    "identity",
    "storage",
    "bulk",
    "notify",
    "money",
    "documents",
    "cases",
    "ui",
    "ops",
    "admission",
)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "django_cotton",
    "django_htmx",
    *(f"madang.framework.{room}" for room in FRAMEWORK),
    "madang.exchange",
    *(f"madang.systems.{system}" for system in SYSTEMS),
]

MIDDLEWARE = [
    "madang.framework.ops.middleware.RequestMiddleware",
    "madang.framework.identity.lean.LeanMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "madang.framework.ui.middleware.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "madang.framework.ui.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "madang.framework.identity.middleware.ActorMiddleware",
    "madang.framework.identity.middleware.AccessMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "madang.framework.ui.middleware.RefusalMiddleware",
    "madang.framework.identity.middleware.StepUpMiddleware",
]

ROOT_URLCONF = "madang.site.urls"
WSGI_APPLICATION = "madang.site.wsgi.application"
AUTH_USER_MODEL = "identity.Account"
LOGIN_URL = "identity:sign_in"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "madang.framework.ui.context.page",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n"],
        },
    }
]

DATABASES = {"default": database_from_url(os.environ.get("DATABASE_URL", ""))}

PASSWORD_HASHERS = ["madang.framework.identity.passwords.PasswordHasher"]
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "madang.framework.protect.uploads.LimitedUploadHandler",
]
# Printed on every document: where its verifier goes.
MADANG_PUBLIC_URL = os.environ.get("MADANG_PUBLIC_URL", "http://127.0.0.1:8000")
# How many proxies of ours stand before the web process; each adds the address it saw.
MADANG_TRUSTED_PROXIES = int(os.environ.get("MADANG_TRUSTED_PROXIES", "0"))
# Browsers keep cookies by host, not by port: members on one host must not overwrite each other's.
SESSION_COOKIE_NAME = f"madang-session-{MADANG_MEMBER}"
CSRF_COOKIE_NAME = f"madang-csrf-{MADANG_MEMBER}"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
# The page where a person lands after signing in.
MADANG_START_PAGES = {"resident": "portal:me", "official": "portal:desk"}
CSRF_FAILURE_VIEW = "madang.framework.ui.errors.csrf_failure"

LANGUAGES = [("ko", "한국어"), ("en", "English")]
_COUNTRY = country_head(MADANG_COUNTRY)
# For those whose browser asks for no language of ours: the country's first one that has a catalogue.
LANGUAGE_CODE = os.environ.get("MADANG_LANGUAGE") or next(
    (code for code in _COUNTRY.get("languages", ()) if code in dict(LANGUAGES)), "en"
)
TIME_ZONE = _COUNTRY.get("time_zone", "UTC")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
# Collected files lie there compressed, too: output.css is 584 kB as it comes and 47 kB on the way.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
STATICFILES_DIRS = [
    ("krds", ROOT / "node_modules" / "krds-uiux" / "resources"),
    ("htmx", ROOT / "node_modules" / "htmx.org" / "dist"),
    ("jsqr", ROOT / "node_modules" / "jsqr" / "dist"),
    ("noble", ROOT / "node_modules" / "@noble" / "ed25519"),
    ("qrcode", ROOT / "node_modules" / "qrcode-generator" / "dist"),
    ("fonts", ROOT / "node_modules" / "pretendard-gov" / "dist" / "web" / "static" / "woff2"),
]
EMAIL_FILE_PATH = VAR / "mail"
LOGGING = logging_settings(level=os.environ.get("MADANG_LOG_LEVEL", "INFO"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
