"""What an office means to buy: planned, published, and then tendered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import pack
from madang.framework.values import Fault, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.procurement.domain.drafts import CLASS, LARGEST
from madang.systems.procurement.domain.words import Kind, Method, Step
from madang.systems.procurement.models import PlannedPurchase
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release
from madang.systems.procurement.usecases.market.law import ocid_of


class PlanUnfit(Refusal):
    """Something of the row stands against it."""

    code = "procurement.plan_unfit"
    says = _("The plan was not recorded: {says}")
    status = 422


SAYS = {
    "title": _("Write what is to be bought, in at most 200 characters."),
    "year": _("Plan for this year or one of the next five."),
    "month": _("Choose a month."),
    "estimated": _("Write a positive amount that a state could pay."),
    "unspsc": _("Choose a class, or none."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A purchase as the office plans it; the amount in smallest units."""

    year: int
    month: int
    title: str
    kind: Kind
    method: Method
    estimated: int
    unspsc: str = ""
    """The class; empty where the office does not know it yet."""


def plan_purchase(*, wanted: Wanted, office: str, actor: Actor, now: datetime) -> PlannedPurchase:
    """A row of an office's plan, not yet published. Raises PlanUnfit with every fault, Forbidden."""
    require(actor, "procurement.buy", office)
    today = timezone.localdate(now)
    wrong = []
    if not wanted.title.strip() or len(wanted.title) > 200:
        wrong.append("title")
    if not today.year <= wanted.year <= today.year + 5:
        wrong.append("year")
    if not 1 <= wanted.month <= 12:
        wrong.append("month")
    if not 0 < wanted.estimated <= LARGEST:
        wrong.append("estimated")
    if wanted.unspsc and not CLASS.fullmatch(wanted.unspsc):
        wrong.append("unspsc")
    if wrong:
        faults = tuple(Fault(place, str(SAYS[place]), f"procurement.plan_{place}") for place in wrong)
        raise PlanUnfit(faults=faults, says=" ".join(one.says for one in faults))
    with transaction.atomic():
        made = PlannedPurchase.objects.create(
            ocid=ocid_of(number=f"P{wanted.year}-{random_symbols(count=8)}", on=today),
            office=office,
            year=wanted.year,
            month=wanted.month,
            title=wanted.title.strip(),
            unspsc=wanted.unspsc,
            kind=wanted.kind.value,
            method=wanted.method.value,
            estimated=wanted.estimated,
            currency=pack().currency,
            made_at=now,
            made_by=officer(actor),
        )
        audit.record(actor=actor, action="procurement.plan", target=f"plan:{made.ocid}", detail={}, now=now)
    return made


def publish_plan(*, rows: Iterable[PlannedPurchase], actor: Actor, now: datetime) -> int:
    """Publish rows of a plan, those that are not yet; how many. Raises Forbidden."""
    count = 0
    with transaction.atomic():
        wanted = [one.pk for one in rows]
        for one in PlannedPurchase.objects.select_for_update().filter(pk__in=wanted, published_at=None).order_by("pk"):
            require(actor, "procurement.buy", one.office)
            one.published_at = now
            one.save(update_fields=["published_at"])
            audit.record(actor=actor, action="procurement.publish_plan", target=f"plan:{one.ocid}", detail={}, now=now)
            publish_release(ocid=one.ocid, step=Step.PLANNING, now=now)
            count += 1
    return count
