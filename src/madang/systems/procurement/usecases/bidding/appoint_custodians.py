"""Begin the ceremony of a tender."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import parameter
from madang.framework.values import Fault
from madang.framework.values.identifiers import new_key
from madang.systems.procurement.domain.custodians import Custodian, why_not_together
from madang.systems.procurement.domain.words import TenderState
from madang.systems.procurement.models import Ceremony, CustodianKey, OpeningStep, Seat, Tender
from madang.systems.procurement.usecases.bidding.refusals import CeremonyBegan, CustodiansUnfit


def appoint_custodians(*, tender: Tender, keys: Sequence[CustodianKey], actor: Actor, now: datetime) -> Ceremony:
    """The tender's bids are sealed for these keys from now on. Raises CeremonyBegan, CustodiansUnfit, Forbidden."""
    require(actor, "procurement.buy", tender.buyer)
    today = timezone.localdate(now)
    wanted: int = parameter("procurement.bidding.custodians", on=today)
    threshold: int = parameter("procurement.bidding.threshold", on=today)
    taken = tender.state not in {TenderState.DRAFT.value, TenderState.PUBLISHED.value}
    if taken or (tender.closes_at is not None and tender.closes_at <= now):
        raise CeremonyBegan

    given = [Custodian(officer=one.officer, office=one.office) for one in keys]
    faults = why_not_together(custodians=given, wanted=wanted, threshold=threshold, buyer=tender.buyer)
    if any(one.ended_at is not None for one in keys):
        faults = (*faults, "procurement.custodians.key_ended")
    if faults:
        says = fault_words(wanted=wanted, threshold=threshold)
        raise CustodiansUnfit(faults=tuple(Fault(place="keys", says=says[code], code=code) for code in faults))

    return begin_ceremony(tender=tender, keys=keys, actor=actor, now=now)


def begin_ceremony(*, tender: Tender, keys: Sequence[CustodianKey], actor: Actor, now: datetime) -> Ceremony:
    """Record it; who calls has checked the custodians and the tender. Raises CeremonyBegan."""
    threshold: int = parameter("procurement.bidding.threshold", on=timezone.localdate(now))
    with transaction.atomic():
        Tender.objects.select_for_update().get(pk=tender.pk)
        if Ceremony.objects.filter(tender=tender).exists():
            raise CeremonyBegan
        made = Ceremony.objects.create(
            key=new_key(),
            tender=tender,
            threshold=threshold,
            keys=[one.public for one in keys],
            began_at=now,
            began_by=officer(actor),
        )
        Seat.objects.bulk_create(
            Seat(ceremony=made, position=position, key=one) for position, one in enumerate(keys, start=1)
        )
        OpeningStep.objects.create(
            ceremony=made, at=now, what="began", who=actor.name[:120], count=len(keys), detail={"threshold": threshold}
        )
        detail = {"tender": tender.number, "keys": made.keys, "threshold": threshold}
        record(actor=actor, action="procurement.begin_ceremony", target=f"ceremony:{made.key}", detail=detail, now=now)
    return made


def fault_words(*, wanted: int, threshold: int) -> dict[str, str]:
    """What speaks against custodians, in the reader's language."""
    return {
        "procurement.custodians.number": _("Choose {count} custodians.").format(count=wanted),
        "procurement.custodians.twice": _("Each custodian holds one key only."),
        "procurement.custodians.one_office": _(
            "Fewer than {count} custodians may come from the buyer's own office, so that it never opens bids alone."
        ).format(count=threshold),
        "procurement.custodians.threshold": _(
            "The law in force lets a lost custodian lose bids. Correct the parameters before anybody bids."
        ),
        "procurement.custodians.key_ended": _("One of the keys has been replaced. Choose the custodian's new key."),
    }
