"""Production: every secret from outside, nothing of the demo. A start that lacks something names all of it at once."""

import json
import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from madang.site.settings.secrets import given
from madang.site.settings.storage import bucket, bucket_faults

NEEDED = {
    "MADANG_SECRET_KEY": "50 random characters or more; signs sessions",
    "MADANG_HOSTS": "the names under which people reach this site, comma between them",
    "DATABASE_URL": "postgresql://user:password@host:port/name of a PostgreSQL 15 or later",
    "MADANG_FIELD_KEYS": 'the ring of field keys: {"current": id, "keys": {id: 64 hex digits}, "index": 64 hex digits}',
    "MADANG_KEYS_PASSPHRASE": "opens the keystore with the agencies' seals",
    "MADANG_STORAGE_FOLDER": "the folder that keeps uploaded and issued files, or MADANG_S3_URL, a bucket that does; "
    "back it up with the database",
    "MADANG_PUBLIC_URL": "the address that is printed on every document for its verifier, such as https://madang.example.org",
}
SHORTEST_KEY = 50
MAKE_A_KEY = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"


def _faults() -> list[str]:
    """Everything that keeps production from starting."""
    found = [
        f"{name} is missing: {meaning} (or {name}_FILE, a file with it)"
        for name, meaning in NEEDED.items()
        if not given(name) and not (name == "MADANG_STORAGE_FOLDER" and bucket())
    ]
    found += bucket_faults()
    if 0 < len(given("MADANG_SECRET_KEY")) < SHORTEST_KEY:
        found.append(f"MADANG_SECRET_KEY is shorter than {SHORTEST_KEY} characters: make one with `{MAKE_A_KEY}`")
    if "*" in given("MADANG_HOSTS"):
        found.append("MADANG_HOSTS has a `*`: name each host, or others can make our mail point to a site of theirs")
    if os.environ.get("MADANG_DEMO"):
        found.append("MADANG_DEMO is set: everyone knows the demo's sign-ins, so production refuses them; unset it")
    if given("MADANG_FIELD_KEYS") and not _is_json(given("MADANG_FIELD_KEYS")):
        found.append(f"MADANG_FIELD_KEYS cannot be read: it is {NEEDED['MADANG_FIELD_KEYS']}")
    return found


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


if faults := _faults():
    raise ImproperlyConfigured("Madang cannot start in production:\n" + "\n".join(f"  - {fault}." for fault in faults))

# `base` reads it from there, also when it came in a file.
os.environ["DATABASE_URL"] = given("DATABASE_URL")

from madang.site.settings.base import *  # noqa: E402, F403

SECRET_KEY = given("MADANG_SECRET_KEY")
MADANG_FIELD_KEYS = json.loads(given("MADANG_FIELD_KEYS"))
MADANG_KEYS_PASSPHRASE = given("MADANG_KEYS_PASSPHRASE")
MADANG_STORAGE = bucket() or Path(given("MADANG_STORAGE_FOLDER"))
MADANG_DEMO = False
MADANG_PRODUCTION = True
ALLOWED_HOSTS = [host.strip() for host in given("MADANG_HOSTS").split(",")]
CSRF_TRUSTED_ORIGINS = [f"https://{'*' if host.startswith('.') else ''}{host}" for host in ALLOWED_HOSTS]

# The load balancer ends TLS and says so; a request that came without it is sent to https.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("MADANG_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("MADANG_MAIL_PORT", "25"))
EMAIL_HOST_USER = given("MADANG_MAIL_USER")
EMAIL_HOST_PASSWORD = given("MADANG_MAIL_PASSWORD")
EMAIL_USE_TLS = os.environ.get("MADANG_MAIL_TLS", "yes") == "yes"
DEFAULT_FROM_EMAIL = os.environ.get("MADANG_MAIL_FROM", f"no-reply@{ALLOWED_HOSTS[0].lstrip('.')}")
