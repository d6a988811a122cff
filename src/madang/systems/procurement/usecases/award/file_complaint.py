"""A bidder complains about an award; that keeps it pending until the reviewer decided."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.cases.usecases import open_case
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law import pack
from madang.framework.ui import written
from madang.framework.values import Fault, Party, Refusal
from madang.systems.procurement.domain.words import AwardState, BidState, Step
from madang.systems.procurement.models import Award, Bid, Complaint, Supplier
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release
from madang.systems.procurement.usecases.permissions import REVIEWER
from madang.systems.procurement.usecases.stages.which import bids_of

PROCEDURE = "procurement.complaint"


class ComplaintTooLate(Refusal):
    """The standstill is over, or the award is final or cancelled."""

    code = "procurement.complaint_too_late"
    says = _(
        "The complaint was not taken: complaints about award {award} were open until {until}. A court may still be asked."
    )


class NotABidder(Refusal):
    """Only who bid and did not win may complain."""

    code = "procurement.not_a_bidder"
    says = _("The complaint was not taken: only a business that bid for this lot and did not win it may complain.")
    status = 403


class AlreadyComplained(Refusal):
    """One complaint a bidder."""

    code = "procurement.already_complained"
    says = _("Your business complained about award {award} before; the case is {case}.")


class GroundMissing(Refusal):
    """Nothing was written."""

    code = "procurement.ground_missing"
    says = _("The complaint was not taken: write what is wrong and what you ask for.")
    status = 422


def file_complaint(*, award: Award, supplier: Supplier, ground: str, actor: Actor, now: datetime) -> Complaint:
    """Open the case at the reviewer's office; from now on the award stays pending (State Contracts Act arts. 28, 29).

    Raises Forbidden, GroundMissing, NotABidder, ComplaintTooLate, AlreadyComplained.
    """
    require(actor, "procurement.supply", supplier.number)
    if not ground.strip():
        raise GroundMissing(
            faults=(Fault("ground", str(_("Write at least a sentence.")), "procurement.words_missing"),)
        )
    with transaction.atomic():
        # Locked, so that the award does not become final in this very moment.
        held = Award.objects.select_for_update().get(pk=award.pk)
        _require_open(held, supplier, now)
        made = Complaint.objects.create(award=held, supplier=supplier, ground=ground.strip(), filed_at=now)
        party = Party.business(supplier.number)
        case = open_case(
            procedure=PROCEDURE,
            applicant=party,
            subject=party,
            office=reviewing_office(),
            data={"complaint": made.pk},
            actor=actor,
            now=now,
            application=f"procurement:complaint:{made.pk}",
            applicant_name=supplier.name,
        )
        made.case = case.number
        made.save(update_fields=["case"])
        detail = {"award": held.number, "case": case.number}
        record(actor=actor, action="procurement.complain", target=f"award:{held.number}", detail=detail, now=now)
        publish_release(ocid=held.tender.ocid, step=Step.AWARD_UPDATE, now=now)
    return made


def reviewing_office() -> str:
    """The first office that is competent for complaints."""
    return str(next(office["code"] for office in pack().data("offices") if REVIEWER in office["duties"]))


def _require_open(award: Award, supplier: Supplier, now: datetime) -> None:
    bids = Bid.objects.filter(
        bids_of(lot=award.lot), supplier=supplier, state__in=[BidState.OPENED.value, BidState.REFUSED.value]
    )
    if award.supplier_id == supplier.pk or not bids.exists():
        raise NotABidder
    before = Complaint.objects.filter(award=award, supplier=supplier).first()
    if before is not None:
        raise AlreadyComplained(award=award.number, case=before.case)
    if award.state != AwardState.PENDING.value or now >= award.standstill_until:
        raise ComplaintTooLate(award=award.number, until=written.moment(award.standstill_until))
