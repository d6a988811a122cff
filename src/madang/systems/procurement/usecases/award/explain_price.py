"""A price that is abnormally low: the buyer asks, the bidder explains, the buyer decides."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import add_working_days, parameter
from madang.framework.ui import written
from madang.framework.values import Fault, Refusal
from madang.systems.procurement.models import AbnormallyLow, Bid, Lot
from madang.systems.procurement.usecases.award.rank_bids import low_prices
from madang.systems.procurement.usecases.award.reveal_reserve_price import require_opened
from madang.systems.procurement.usecases.award.review_qualification import require_undecided
from madang.systems.procurement.usecases.award.rules_of import KEY, day_of, end_of_day
from madang.systems.procurement.usecases.award.tell_bidders import tell_question


class NotLow(Refusal):
    """The rule does not ask for an explanation."""

    code = "procurement.price_not_low"
    says = _("The price of bid {bid} is not below the published mark, or was asked about before. Nothing was sent.")


class NothingAsked(Refusal):
    """No explanation is awaited."""

    code = "procurement.nothing_asked"
    says = _("No explanation of the price of this bid is awaited, or its term is over.")


class TooSoonToDecide(Refusal):
    """The bidder still has time."""

    code = "procurement.explanation_awaited"
    says = _("The bidder of {bid} has not explained yet and may do so until {until}. Decide after that.")


class ReasonsMissing(Refusal):
    """Nothing was written."""

    code = "procurement.words_missing"
    says = _("Nothing was recorded: write at least a sentence.")
    status = 422


def ask_explanation(*, bid: Bid, actor: Actor, now: datetime) -> AbnormallyLow:
    """Ask the bidder to explain a price that the published rule calls abnormally low.

    Raises Forbidden, NotOpenedYet, LotDecided, NotLow.
    """
    require(actor, "procurement.buy", bid.tender.buyer)
    require_opened(lot=bid.lot)
    days = int(parameter(f"{KEY}.abnormally_low.answer_days", on=day_of(tender=bid.tender)))
    last = add_working_days(start=timezone.localdate(now), days=days)
    with transaction.atomic():
        Lot.objects.select_for_update().get(pk=bid.lot_id)
        require_undecided(lot=bid.lot)
        rule = low_prices(lot=bid.lot).get(bid.number, "")
        if not rule or AbnormallyLow.objects.filter(bid=bid).exists():
            raise NotLow(bid=bid.number)
        made = AbnormallyLow.objects.create(
            bid=bid, rule=rule, asked_at=now, asked_by=officer(actor), answer_until=end_of_day(day=last)
        )
        detail = {"rule": rule, "until": str(last)}
        record(actor=actor, action="procurement.ask_explanation", target=f"bid:{bid.number}", detail=detail, now=now)
        tell_question(asked=made, now=now)
    return made


def give_explanation(*, bid: Bid, text: str, actor: Actor, now: datetime) -> AbnormallyLow:
    """The bidder's word, in time and before a decision. Raises Forbidden, ReasonsMissing, NothingAsked."""
    require(actor, "procurement.supply", bid.supplier.number)
    _require_words(text, "text")
    with transaction.atomic():
        held = AbnormallyLow.objects.select_for_update().filter(bid=bid, accepted=None, answer_until__gt=now).first()
        if held is None:
            raise NothingAsked
        held.explanation, held.explained_at = text.strip(), now
        held.save(update_fields=["explanation", "explained_at"])
        record(actor=actor, action="procurement.explain_price", target=f"bid:{bid.number}", detail={}, now=now)
    return held


def decide_explanation(*, bid: Bid, accepted: bool, reasons: str, actor: Actor, now: datetime) -> AbnormallyLow:
    """Accept the price, or exclude the bid, with reasons; before the bidder's word only when its term is over.

    Raises Forbidden, ReasonsMissing, LotDecided, NothingAsked, TooSoonToDecide.
    """
    require(actor, "procurement.buy", bid.tender.buyer)
    _require_words(reasons, "reasons")
    with transaction.atomic():
        Lot.objects.select_for_update().get(pk=bid.lot_id)
        require_undecided(lot=bid.lot)
        held = AbnormallyLow.objects.select_for_update().filter(bid=bid).first()
        if held is None:
            raise NothingAsked
        if held.explained_at is None and now < held.answer_until:
            raise TooSoonToDecide(bid=bid.number, until=written.moment(held.answer_until))
        held.accepted, held.reasons = accepted, reasons.strip()
        held.decided_at, held.decided_by = now, officer(actor)
        held.save(update_fields=["accepted", "reasons", "decided_at", "decided_by"])
        detail = {"accepted": accepted}
        record(actor=actor, action="procurement.decide_explanation", target=f"bid:{bid.number}", detail=detail, now=now)
    return held


def _require_words(text: str, place: str) -> None:
    if not text.strip():
        raise ReasonsMissing(faults=(Fault(place, str(_("Write at least a sentence.")), "procurement.words_missing"),))
