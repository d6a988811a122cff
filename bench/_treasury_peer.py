"""A child of treasury.py, in the peers' environment: plain postings by django-hordak in a scratch database."""

import json
import os
import sys
import time
from urllib.parse import unquote, urlsplit

from django.conf import settings

url = urlsplit(os.environ["DATABASE_URL"])
settings.configure(
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": url.path.lstrip("/"),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": url.hostname or "",
            "PORT": str(url.port or ""),
        }
    },
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "djmoney", "hordak"],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    SECRET_KEY="bench",
    CURRENCIES=("KRW",),
    DEFAULT_CURRENCY="KRW",
    HORDAK_DEFAULT_CURRENCY="KRW",
    HORDAK_CURRENCIES=["KRW"],
    HORDAK_DECIMAL_PLACES=0,
    USE_TZ=True,
)

import django

django.setup()

from django.core.management import call_command
from hordak.models import Account
from moneyed import Money


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    """`python _treasury_peer.py N`."""
    call_command("migrate", verbosity=0)
    bank = Account.objects.create(name="Bank", code="1", type="AS", currencies=["KRW"])
    payables = Account.objects.create(name="Payables", code="2", type="LI", currencies=["KRW"])
    _say("ready")
    sys.stdin.readline()
    count = int(sys.argv[1])
    began = time.perf_counter()
    for index in range(count):
        payables.transfer_to(bank, Money(1000 + index, "KRW"))
    _say(json.dumps({"done": count, "seconds": time.perf_counter() - began}))


if __name__ == "__main__":
    main()
