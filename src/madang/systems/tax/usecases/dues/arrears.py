"""What is overdue."""

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from madang.contracts.tax_v1 import TaxClearance
from madang.framework.values import Party
from madang.systems.tax.domain.collection import Debt, DebtKind
from madang.systems.tax.domain.words import DueReason
from madang.systems.tax.models import Due
from madang.systems.tax.usecases.dues import collection_law
from madang.systems.tax.usecases.dues.end_due import STANDING


def standing(*, party: Party | None = None) -> QuerySet[Due]:
    """What is owed and not paid, what is due first at the top."""
    found = Due.objects.filter(state__in=STANDING).select_related("taxpayer")
    if party is not None:
        found = found.filter(of_party(party))
    return found.order_by(Coalesce("deferred_until", "due_on"), "pk")


def of_party(party: Party) -> Q:
    """Rows of this taxpayer."""
    return Q(taxpayer__party_kind=party.kind.value, taxpayer__party_key=party.key)


def overdue(*, on: date, party: Party | None = None) -> QuerySet[Due]:
    """What should have been paid before that day."""
    return standing(party=party).filter(Q(deferred_until__lt=on) | Q(deferred_until=None, due_on__lt=on))


def debt_of(*, due: Due) -> Debt:
    """The due as the law's order of payments sees it."""
    kind = DebtKind.PENALTY if DueReason(due.reason).added else DebtKind.TAX
    return Debt(number=due.number, kind=kind, minor=due.minor, due_on=due.due_on)


def clearance_of(*, party: Party, now: datetime) -> TaxClearance:
    """Whether anything is overdue, and how long that may be relied on: no longer than until the next sum falls due.

    National Tax Collection Act arts. 107, 108; Enforcement Decree art. 96 (1).
    """
    today = timezone.localdate(now)
    if overdue(on=today, party=party).exists():
        return TaxClearance(clear=False, as_of=today)
    ends = today + timedelta(days=collection_law.number(name="clearance_days", on=today))
    following = standing(party=party).first()
    return TaxClearance(clear=True, as_of=today, valid_until=min(ends, following.pay_by) if following else ends)
