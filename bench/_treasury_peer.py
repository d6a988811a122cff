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
from django.db import transaction
from hordak.models import Account, Leg, Transaction
from moneyed import Money


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _alone(count: int, bank: Account, payables: Account) -> None:
    """Its own call, a transaction each."""
    for index in range(count):
        payables.transfer_to(bank, Money(1000 + index, "KRW"))


def _together(count: int, bank: Account, payables: Account) -> None:
    """Its own call, all in one transaction."""
    with transaction.atomic():
        _alone(count, bank, payables)


def _bulk(count: int, bank: Account, payables: Account) -> None:
    """Its tables filled by Django's bulk_create in one transaction, its triggers judging: the fastest way its API leaves."""
    with transaction.atomic():
        made = Transaction.objects.bulk_create([Transaction() for _index in range(count)], batch_size=5000)
        legs = []
        for index, one in enumerate(made):
            amount = Money(1000 + index, "KRW")
            legs.append(Leg(transaction=one, account=payables, credit=amount))
            legs.append(Leg(transaction=one, account=bank, debit=amount))
        Leg.objects.bulk_create(legs, batch_size=5000)


WAYS = {"alone": _alone, "together": _together, "bulk": _bulk}


def main() -> None:
    """`python _treasury_peer.py WAY N`."""
    way, count = WAYS[sys.argv[1]], int(sys.argv[2])
    call_command("migrate", verbosity=0)
    bank = Account.objects.create(name="Bank", code="1", type="AS", currencies=["KRW"])
    payables = Account.objects.create(name="Payables", code="2", type="LI", currencies=["KRW"])
    _say("ready")
    sys.stdin.readline()
    began, spent = time.perf_counter(), time.process_time()
    way(count, bank, payables)
    took = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - spent}
    _say(json.dumps({"done": count} | took))


if __name__ == "__main__":
    main()
