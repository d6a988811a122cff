"""May this supplier bid today? The one answer; bidding, award, contract and mall ask here."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from madang.framework.bulk.prepared import prepared
from madang.framework.values import Fault, Refusal
from madang.systems.procurement.domain import standing
from madang.systems.procurement.domain.clearance import Answered, Needed, Source
from madang.systems.procurement.domain.sanctions import SanctionState
from madang.systems.procurement.models import Sanction, Supplier
from madang.systems.procurement.usecases.supply import law

SAYS = {
    "procurement.supplier.suspended": _("The business register says that the business is suspended."),
    "procurement.supplier.closed": _("The business register says that the business is closed."),
    "procurement.supplier.sanctioned": _("A sanction bars the supplier today; the public list says until when."),
    "procurement.supplier.charges_missing": _(
        "Nobody asked yet whether charges are overdue. Ask on the company's page."
    ),
    "procurement.supplier.charges_unanswered": _(
        "A member did not answer whether charges are overdue. Ask again on the company's page."
    ),
    "procurement.supplier.charges_owes": _("Charges are overdue. Pay them, then ask again on the company's page."),
    "procurement.supplier.charges_expired": _(
        "The answer that no charge is overdue is too old. Ask again on the company's page."
    ),
    "procurement.supplier.tax_missing": _("The tax office was not asked yet. Ask on the company's page."),
    "procurement.supplier.tax_unanswered": _(
        "The tax office did not answer. Ask again later on the company's page; what is not known does not clear anybody."
    ),
    "procurement.supplier.tax_owes": _("Taxes are overdue. Pay them, then ask again on the company's page."),
    "procurement.supplier.tax_expired": _("The tax clearance has expired. Ask again on the company's page."),
}


# Sanctions that bar, then of each source the last row that answers and the last that does not.
_KNOWN = """
    SELECT 'sanction', NULL::boolean, from_on, until_on, NULL::bigint FROM procurement_sanction
    WHERE supplier_id = %s AND state = %s AND from_on IS NOT NULL AND until_on > %s
    UNION ALL (
        SELECT DISTINCT ON (source, clear IS NULL) source, clear, asked_on, valid_until, id FROM procurement_clearance
        WHERE supplier_id = %s ORDER BY source, clear IS NULL, id DESC
    )
"""


class MayNotSupply(Refusal):
    """Something stands against this supplier; the faults say what."""

    code = "procurement.supplier.may_not"
    says = _("{name} may not do this today.")


def why_not(*, supplier: Supplier, on: date, before: Needed = Needed.BID) -> tuple[str, ...]:
    """The permanent codes of what stands against a bid (or, `before` a payment, against paying) on a day; empty: nothing.

    Reads what is known here and asks nobody, so it may be called inside a transaction. `SAYS` has the sentences.
    """
    known = _known(supplier, on)
    return standing.why_not(
        state=supplier.state,
        sanctions=[standing.Barred(from_on=row[2], until_on=row[3]) for row in known if row[0] == "sanction"],
        answers={source: _counting(known, source) for source in Source},
        needed=law.needed(on=on),
        before=before,
        on=on,
    )


def in_force(*, on: date) -> QuerySet[Sanction]:
    """The sanctions that bar somebody on a day."""
    return Sanction.objects.filter(state=SanctionState.DECIDED.value, from_on__lte=on, until_on__gt=on)


def require_standing(*, supplier: Supplier, on: date) -> None:
    """Raise MayNotSupply with all that stands against it, unless nothing does."""
    faults = tuple(Fault("", str(SAYS[code]), code) for code in why_not(supplier=supplier, on=on))
    if faults:
        raise MayNotSupply(faults=faults, name=supplier.name)


def answered(*, supplier: Supplier, source: Source, on: date) -> Answered | None:
    """The answer that counts: the last one; where nobody answered since, the one before stands as long as it holds."""
    return _counting(_known(supplier, on), source)


def _known(supplier: Supplier, on: date) -> list[tuple[Any, ...]]:
    return prepared(statement=_KNOWN, values=(supplier.pk, SanctionState.DECIDED.value, on, supplier.pk))


def _counting(known: list[tuple[Any, ...]], source: Source) -> Answered | None:
    rows = sorted((row for row in known if row[0] == source.value), key=lambda row: row[-1])
    if not rows:
        return None
    before, last = rows[0], rows[-1]
    stands = last[1] is None and before[1] is not None and (not before[1] or before[3] >= last[2])
    _source, clear, asked_on, valid_until, _id = before if stands else last
    return Answered(clear=clear, on=asked_on, until=valid_until)
