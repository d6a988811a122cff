"""An evaluator's scores of a lot, sealed until all are in."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Fault, Refusal
from madang.systems.procurement.domain.panel import Sheet, sealed_as, sheet_faults
from madang.systems.procurement.models import Lot, SealedScore
from madang.systems.procurement.usecases.award.declare_interest import seat_of
from madang.systems.procurement.usecases.award.opening_of import opened_bids
from madang.systems.procurement.usecases.award.reveal_reserve_price import require_opened
from madang.systems.procurement.usecases.award.rules_of import criteria_of


class NotDeclared(Refusal):
    """No declaration of interests yet."""

    code = "procurement.not_declared"
    says = _("Declare first that no interest ties you to a bidder; then score.")


class AlreadySealed(Refusal):
    """Scores are given once."""

    code = "procurement.scores_sealed"
    says = _("Your scores of lot {lot} are sealed already. Nothing was changed: sealed scores stand.")


class SheetFaulty(Refusal):
    """Scores are missing or out of range."""

    code = "procurement.sheet_faulty"
    says = _("The scores were not sealed: give whole points from 0 to the criterion's most for every bid. {says}")
    status = 422


def submit_scores(*, lot: Lot, sheet: Sheet, actor: Actor, now: datetime) -> SealedScore:
    """Seal the actor's scores. Their hash is public at once; the scores are read by nobody before all evaluators' are in.

    Raises Forbidden, NotOnPanel, NotOpenedYet, NotDeclared, SheetFaulty with every fault, AlreadySealed.
    """
    require(actor, "procurement.evaluate", lot.tender.number)
    member = seat_of(tender=lot.tender, actor=actor)
    require_opened(lot=lot)
    if member.state != "declared":
        raise NotDeclared
    bids = [bid.number for bid in opened_bids(lot=lot)]
    faults = sheet_faults(sheet=sheet, bids=bids, criteria=criteria_of(tender=lot.tender))
    if faults:
        found = tuple(
            Fault(place, str(_("Not a number of points for this criterion.")), "procurement.points") for place in faults
        )
        raise SheetFaulty(faults=found, says=", ".join(faults))

    nonce = secrets.token_hex(16)
    with transaction.atomic():
        Lot.objects.select_for_update().get(pk=lot.pk)
        if SealedScore.objects.filter(member=member, lot=lot).exists():
            raise AlreadySealed(lot=lot)
        plain = {bid: dict(scores) for bid, scores in sheet.items()}
        sealed = SealedScore.objects.create(
            member=member,
            lot=lot,
            sha256=sealed_as(nonce=nonce, sheet=plain),
            sealed={"nonce": nonce, "sheet": plain},
            sealed_at=now,
        )
        detail = {"lot": lot.position, "evaluator": member.label, "sha256": sealed.sha256}
        record(
            actor=actor, action="procurement.seal_scores", target=f"tender:{lot.tender.number}", detail=detail, now=now
        )
    return sealed
