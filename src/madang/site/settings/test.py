"""Settings the tests run on: a real PostgreSQL, fixed keys, and files in a folder that goes away afterwards."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("DATABASE_URL", "postgresql://madang@127.0.0.1:54320/madang")
if "MADANG_VAR" not in os.environ:
    os.environ["MADANG_VAR"] = tempfile.mkdtemp(prefix="madang-test-")
    atexit.register(shutil.rmtree, os.environ["MADANG_VAR"], ignore_errors=True)

from madang.site.settings.base import *  # noqa: F403

# `./madang test` names a database that has all tables already; without one each run migrates.
DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ.get("TEST_TEMPLATE") or None}  # noqa: F405
SECRET_KEY = "test-only-" + "0" * 40
MADANG_FIELD_KEYS = {"current": "t1", "keys": {"t1": "11" * 32}, "index": "22" * 32}
MADANG_KEYS_PASSPHRASE = "test-only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
MADANG_DEMO = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Tests serve static files from where they lie; whitenoise warns of a missing folder at each client.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
