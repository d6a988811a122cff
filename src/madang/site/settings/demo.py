"""The demo: everything on one machine, its keys made at the first start, its people fictional."""

import json
import secrets

from madang.site.settings.base import *  # noqa: F403
from madang.site.settings.base import MADANG_KEYS
from madang.site.settings.secrets import kept, new_field_keys

SECRET_KEY = kept(MADANG_KEYS / "secret-key", lambda: secrets.token_urlsafe(50))
MADANG_FIELD_KEYS = json.loads(kept(MADANG_KEYS / "field-keys.json", new_field_keys))
MADANG_KEYSTORE_PASSPHRASE = kept(MADANG_KEYS / "keystore-passphrase", lambda: secrets.token_urlsafe(32))
MADANG_DEMO = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
# The demo is served over plain HTTP on this machine only; production's settings ask for all of these.
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]
