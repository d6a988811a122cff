"""Raise what a return or an assessment makes payable."""

from datetime import date, datetime

from django.db import transaction

from madang.framework.audit import record_many
from madang.framework.identity.actor import Actor
from madang.framework.law import pack
from madang.framework.money.models import Charge
from madang.framework.money.usecases import charge
from madang.framework.values import Money
from madang.framework.values.identifiers import random_symbols
from madang.systems.tax.domain.words import DueReason, Tax
from madang.systems.tax.models import Due, Taxpayer
from madang.systems.tax.usecases.dues.wording import titles_of

ACCOUNT = "revenue.taxes"


def account_of(*, tax: str) -> str:
    """The revenue account of a tax."""
    return f"{ACCOUNT}.{tax}"


def raise_due(
    *,
    taxpayer: Taxpayer,
    tax: Tax,
    period: str,
    reason: DueReason,
    source: str,
    minor: int,
    due_on: date,
    actor: Actor,
    now: datetime,
) -> Due:
    """Charge the taxpayer; the same source, reason, tax and day give the due that already stands.

    `minor` is more than nothing. To be called in the transaction that files or assesses.
    """
    known = Due.objects.filter(source=source, reason=reason.value, tax=tax.value, due_on=due_on).first()
    if known is not None:
        return known
    with transaction.atomic():
        due, entry = first_due(
            taxpayer=taxpayer,
            tax=tax,
            period=period,
            reason=reason,
            source=source,
            minor=minor,
            due_on=due_on,
            actor=actor,
            now=now,
        )
        record_many(actor=actor, entries=[entry], now=now)
    return due


def first_due(
    *,
    taxpayer: Taxpayer,
    tax: Tax,
    period: str,
    reason: DueReason,
    source: str,
    minor: int,
    due_on: date,
    actor: Actor,
    now: datetime,
    late_from: date | None = None,
) -> tuple[Due, tuple[str, str, dict[str, str]]]:
    """The due of a source that was made in this very transaction, so that nothing was raised for it before, with the entry for
    the trail, which the caller records beside its own in one go. In the caller's transaction.
    """
    number = f"T{now:%Y}-{random_symbols(count=8)}"
    owed = _charged(taxpayer, number, titles_of(tax=tax, period=period, reason=reason), tax, minor, actor, now)
    due = Due(
        number=number,
        taxpayer=taxpayer,
        tax=tax.value,
        period=period,
        reason=reason.value,
        source=source,
        minor=minor,
        currency=owed.currency,
        raised_on=now.date(),
        due_on=due_on,
        charge=owed.number,
        late_from=late_from,
    )
    due.save(force_insert=True)
    return due, ("tax.raise_due", due.number, {"tax": tax.value, "source": source})


def _charged(
    taxpayer: Taxpayer, number: str, titles: dict[str, str], tax: Tax, minor: int, actor: Actor, now: datetime
) -> Charge:
    country = pack()
    return charge(
        payer=taxpayer.party,
        amount=Money(minor, country.currency),
        purpose=f"tax.{tax.value}",
        titles=titles,
        reference=number,
        account=account_of(tax=tax.value),
        service="tax.file",
        now=now,
        actor=actor,
    )
