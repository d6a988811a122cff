"""What a reviewer's decision on a complaint does to the award."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from madang.framework.audit import record
from madang.framework.cases import procedures
from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case, Decision
from madang.framework.cases.procedures import Procedure
from madang.framework.identity.actor import Actor
from madang.framework.ui import written
from madang.framework.values import Money, Refusal
from madang.systems.procurement.domain.words import AwardState, Step
from madang.systems.procurement.models import Award, Complaint
from madang.systems.procurement.usecases.award.file_complaint import PROCEDURE
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release
from madang.systems.procurement.usecases.office_names import office_name
from madang.systems.procurement.usecases.permissions import REVIEWER

DECIDED_IN = "procurement.award.complaint.decided_in"


class AwardAlreadyFinal(Refusal):
    """The award is not pending any more."""

    code = "procurement.award_not_pending"
    says = _("Award {award} is not pending any more, so the complaint changes nothing. Nothing was recorded.")


def register_procedures() -> None:
    """Complaints, decided by the reviewers."""
    procedures.register(
        Procedure(
            code=PROCEDURE,
            title=_("Complaint about an award"),
            decided_by=REVIEWER,
            days=DECIDED_IN,
            describe=facts_of,
            on_decision=decide_complaint,
            may_withdraw=False,
        )
    )


def facts_of(case: Case) -> Iterable[tuple[object, object]]:
    """What the reviewer must know: the award, its reasons, and what the bidder says."""
    complaint = Complaint.objects.select_related("award__tender", "award__lot", "award__supplier").get(
        pk=case.data["complaint"]
    )
    award = complaint.award
    yield _("Tender"), f"{award.tender.title} ({award.tender.number})"
    yield _("Lot"), f"{award.lot.position}. {award.lot.title}"
    yield pgettext("office", "Buyer"), office_name(code=award.tender.buyer)
    yield _("Awarded to"), f"{award.supplier.name}, {written.money(Money(award.minor, award.currency))}"
    yield _("Reasons of the award"), award.reasons
    yield _("Complaint"), complaint.ground
    yield _("What the ranking is recomputed from"), f"opening-{award.tender.number}-{award.lot.position}.json"


def decide_complaint(*, case: Case, decision: Decision, actor: Actor, now: datetime) -> None:
    """In the transaction of the case's decision: upheld, the award is cancelled and the lot can be decided anew; dismissed, its
    standstill goes on. Raises AwardAlreadyFinal.
    """
    complaint = Complaint.objects.select_for_update().get(pk=case.data["complaint"])
    award = Award.objects.select_for_update().select_related("tender").get(pk=complaint.award_id)
    upheld = decision.outcome == Outcome.GRANTED
    if upheld and award.state == AwardState.ACTIVE.value:
        raise AwardAlreadyFinal(award=award.number)
    complaint.state = "upheld" if upheld else "dismissed"
    complaint.reasons, complaint.decided_at = decision.reasons, now
    complaint.save(update_fields=["state", "reasons", "decided_at"])
    if upheld and award.state == AwardState.PENDING.value:
        award.state = AwardState.CANCELLED.value
        award.save(update_fields=["state"])
    detail = {"award": award.number, "state": complaint.state}
    record(actor=actor, action="procurement.decide_complaint", target=f"award:{award.number}", detail=detail, now=now)
    step = Step.AWARD_CANCELLATION if upheld else Step.AWARD_UPDATE
    publish_release(ocid=award.tender.ocid, step=step, now=now)
