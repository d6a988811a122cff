"""Customs say what import tax was paid: it becomes an import tax invoice of the importer."""

from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Sum

from madang.framework.audit import record
from madang.framework.identity.actor import system_actor
from madang.framework.values import Money, Party, PartyKind
from madang.systems.tax.models import ImportInvoice
from madang.systems.tax.usecases.name import SYSTEM


def take_import(
    *, declaration: str, importer: Party, office: str, base: Money, tax: Money, paid_on: date, now: datetime
) -> ImportInvoice | None:
    """The row with what is new since the last word; None where nothing is, so that a word heard twice does nothing.

    `base` and `tax` are all that is paid on the declaration now.
    """
    if importer.kind is not PartyKind.BUSINESS:
        return None
    with transaction.atomic(), connection.cursor() as cursor:
        # Two words about one declaration come one after the other.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"tax.import:{declaration}"])
        before = ImportInvoice.objects.filter(declaration=declaration)
        sums = before.aggregate(base=Sum("base_minor"), tax=Sum("tax_minor"))
        new_base, new_tax = base.minor - (sums["base"] or 0), tax.minor - (sums["tax"] or 0)
        if not new_base and not new_tax:
            return None
        made = ImportInvoice.objects.create(
            declaration=declaration[:32],
            place=before.count() + 1,
            importer=importer.key,
            office=office[:64],
            base_minor=new_base,
            tax_minor=new_tax,
            currency=tax.currency,
            written_on=paid_on,
            heard_at=now,
        )
        detail = {"base": new_base, "tax": new_tax}
        record(
            actor=system_actor(SYSTEM), action="tax.take_import", target=f"import:{made.number}", detail=detail, now=now
        )
    return made


def imports_of(*, party: Party, period_from: date, period_until: date) -> tuple[int, int]:
    """What the tax on imports is reckoned on, and the tax, paid from the first day on and before `period_until`."""
    rows = ImportInvoice.objects.filter(importer=party.key, written_on__gte=period_from, written_on__lt=period_until)
    sums = rows.aggregate(base=Sum("base_minor"), tax=Sum("tax_minor"))
    return int(sums["base"] or 0), int(sums["tax"] or 0)
