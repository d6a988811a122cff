"""Production: every secret from outside, nothing of the demo. A start with something missing names all of it at once."""

import json
import os

from django.core.exceptions import ImproperlyConfigured

from madang.site.settings.secrets import given

NEEDED = {
    "MADANG_SECRET_KEY": "50 random characters or more; signs sessions",
    "MADANG_HOSTS": "the names under which people reach this site, comma between them",
    "DATABASE_URL": "postgresql://user:password@host:port/name of a PostgreSQL 15 or later",
    "MADANG_FIELD_KEYS": 'the ring of field keys: {"current": id, "keys": {id: 64 hexadecimal digits}, "index": 64 more}',
    "MADANG_KEYSTORE_PASSPHRASE": "opens the keystore with the agencies' seals",
    "MADANG_STORAGE_FOLDER": "the folder that keeps uploaded and issued files; back it up with the database",
}


def _faults() -> list[str]:
    """Everything that keeps production from starting."""
    found = [f"{name} is missing: {meaning} (or {name}_FILE, a file with it)" for name, meaning in NEEDED.items() if not given(name)]
    if 0 < len(given("MADANG_SECRET_KEY")) < 50:
        found.append("MADANG_SECRET_KEY is shorter than 50 characters: make one with `python -c 'import secrets; print(secrets.token_urlsafe(50))'`")
    if "*" in given("MADANG_HOSTS"):
        found.append("MADANG_HOSTS has a `*`: name each host, or anyone can point links in our mail to a site of their own")
    if os.environ.get("MADANG_DEMO"):
        found.append("MADANG_DEMO is set: the demo's sign-ins are known to everyone and production refuses them")
    if given("MADANG_FIELD_KEYS"):
        try:
            json.loads(given("MADANG_FIELD_KEYS"))
        except ValueError as fault:
            found.append(f"MADANG_FIELD_KEYS is not JSON: {fault}")
    return found


if missing := _faults():
    raise ImproperlyConfigured("Madang cannot start in production:\n" + "\n".join(f"  - {fault}." for fault in missing))

os.environ["DATABASE_URL"] = given("DATABASE_URL")

from pathlib import Path  # noqa: E402

from madang.site.settings.base import *  # noqa: E402, F403

SECRET_KEY = given("MADANG_SECRET_KEY")
MADANG_FIELD_KEYS = json.loads(given("MADANG_FIELD_KEYS"))
MADANG_KEYSTORE_PASSPHRASE = given("MADANG_KEYSTORE_PASSPHRASE")
MADANG_STORAGE = Path(given("MADANG_STORAGE_FOLDER"))
MADANG_DEMO = False
ALLOWED_HOSTS = [host.strip() for host in given("MADANG_HOSTS").split(",")]
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS]

# The load balancer ends TLS and says so; without it in front, every request is sent to https.
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
