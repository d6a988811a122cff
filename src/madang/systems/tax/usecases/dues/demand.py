"""A collector demands what is overdue, and records what was seized for it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import pack
from madang.framework.notify import notify
from madang.framework.values import Fault, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.tax.models import Demand, Due, Seizure, Taxpayer
from madang.systems.tax.usecases import queue
from madang.systems.tax.usecases.dues import collection_law
from madang.systems.tax.usecases.dues.arrears import overdue
from madang.systems.tax.usecases.dues.end_due import STANDING

KINDS = {
    "account": _("Bank account"),
    "wages": _("Wages"),
    "property": _("Land or building"),
    "vehicle": _("Vehicle"),
    "claim": _("Claim on somebody"),
}


class NotOverdue(Refusal):
    """Nothing to demand."""

    code = "tax.demand.not_overdue"
    says = _("{number} is not overdue, so nothing is demanded. Its last day is {day}.")


class NotDemanded(Refusal):
    """Seizure comes after the demand ran out."""

    code = "tax.seizure.not_demanded"
    says = _("Nothing was seized: no demand to {name} has run out yet. Send one, and wait for its last day.")


class SeizureIncomplete(Refusal):
    """What was seized is not said."""

    code = "tax.seizure.incomplete"
    says = _("The seizure was not recorded. Say what was seized.")
    status = 422


class SeizureOver(Refusal):
    """It ended before."""

    code = "tax.seizure.over"
    says = _("Seizure {number} ended before.")


def send_demand(*, due: Due, actor: Actor, now: datetime) -> Demand:
    """The letter for one overdue due, once (National Tax Collection Act art. 10). Raises Forbidden, NotOverdue."""
    require(actor, "tax.collect", due.taxpayer.office_code)
    today = timezone.localdate(now)
    with transaction.atomic():
        held = Due.objects.select_for_update(of=("self",)).select_related("taxpayer").get(pk=due.pk)
        if held.state not in STANDING or held.pay_by >= today:
            raise NotOverdue(number=held.number, day=held.pay_by)
        made, new = Demand.objects.get_or_create(
            due=held,
            defaults={
                "pay_by": today + timedelta(days=collection_law.number(name="demand_runs", on=today)),
                "sent_at": now,
                "sent_by": officer(actor),
            },
        )
        if new:
            queue.issue_demand(due=held.number)
            record(actor=actor, action="tax.demand", target=held.number, detail={"pay_by": str(made.pay_by)}, now=now)
    return made


def record_seizure(*, taxpayer: Taxpayer, kind: str, what: str, actor: Actor, now: datetime) -> Seizure:
    """What a collector seized after a demand ran out (art. 31). No bank is called.

    Raises Forbidden, SeizureIncomplete, NotDemanded.
    """
    require(actor, "tax.collect", taxpayer.office_code)
    today = timezone.localdate(now)
    if kind not in KINDS or not what.strip():
        raise SeizureIncomplete(faults=(Fault("what", str(SeizureIncomplete.says), SeizureIncomplete.code),))
    owed = list(overdue(on=today, party=taxpayer.party))
    if not any(Demand.objects.filter(due=one, pay_by__lt=today).exists() for one in owed):
        raise NotDemanded(name=taxpayer.name)
    with transaction.atomic():
        made = Seizure.objects.create(
            number=f"S{now:%Y}-{random_symbols(count=8)}",
            taxpayer=taxpayer,
            kind=kind,
            what=what.strip()[:300],
            minor=sum(one.minor for one in owed),
            currency=pack().currency,
            seized_at=now,
            seized_by=officer(actor),
        )
        values = {"number": made.number, "what": made.what}
        notify(party=taxpayer.party, template="tax/seized", values=values, link="/tax/dues/", now=now)
        record(actor=actor, action="tax.seize", target=made.number, detail={"taxpayer": str(taxpayer.party)}, now=now)
    return made


def release_seizure(*, seizure: Seizure, reason: str, actor: Actor, now: datetime) -> None:
    """It ends (art. 57). Raises Forbidden, SeizureIncomplete, SeizureOver."""
    require(actor, "tax.collect", seizure.taxpayer.office_code)
    if not reason.strip():
        raise SeizureIncomplete(faults=(Fault("reason", str(_("Say why it ends.")), SeizureIncomplete.code),))
    with transaction.atomic():
        held = Seizure.objects.select_for_update().get(pk=seizure.pk)
        if held.released_at:
            raise SeizureOver(number=held.number)
        held.released_at, held.release_reason = now, reason.strip()[:300]
        held.save(update_fields=["released_at", "release_reason"])
        record(actor=actor, action="tax.release_seizure", target=held.number, detail={}, now=now)
