"""The demo: everything on one machine, its keys made at the first start, its people fictional."""

import json
import secrets

from madang.site.settings.base import *  # noqa: F403
from madang.site.settings.base import MADANG_COUNTRY, VAR
from madang.site.settings.secrets import kept, new_field_keys

_SECRETS = VAR / "keys"
SECRET_KEY = kept(_SECRETS / "secret-key", lambda: secrets.token_urlsafe(50))
MADANG_FIELD_KEYS = json.loads(kept(_SECRETS / "field-keys.json", new_field_keys))
MADANG_KEYS_PASSPHRASE = kept(_SECRETS / "keys-passphrase", lambda: secrets.token_urlsafe(32))
# A seal names its country, so each country of the demo has keys of its own.
MADANG_KEYS = _SECRETS / MADANG_COUNTRY
MADANG_DEMO = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
# The demo is served over plain HTTP on this machine only; production's settings ask for all of these.
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]
