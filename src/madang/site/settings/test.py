"""Settings the tests run on: a real PostgreSQL, fixed keys, fast password hashing nowhere but here."""

import os

os.environ.setdefault("DATABASE_URL", "postgresql://madang@127.0.0.1:54320/madang")

from madang.site.settings.base import *  # noqa: F403

SECRET_KEY = "test-only-" + "0" * 40  # noqa: S105
MADANG_FIELD_KEYS = {"current": "t1", "keys": {"t1": "11" * 32}, "index": "22" * 32}
ALLOWED_HOSTS = ["*"]
MADANG_DEMO = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
