"""What bidders are told after the opening: an award, a question about their price, an award that became final."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from madang.framework.notify import catalogue, notify
from madang.framework.notify.catalogue import Template
from madang.framework.values import Money, Party
from madang.systems.procurement.domain.words import BidState
from madang.systems.procurement.models import AbnormallyLow, Award, Bid, Supplier
from madang.systems.procurement.usecases.award.rank_bids import latest_ranking
from madang.systems.procurement.usecases.frameworks.admit import most_winners, winners_of
from madang.systems.procurement.usecases.stages.which import bids_of

MESSAGES = (
    Template(
        "procurement/awarded",
        _("Award decided: {title}"),
        _(
            "Lot {lot} of tender {tender} was awarded to {winner} for {amount}.\n\nReasons: {reasons}\n\n"
            "Its page shows the ranking and how to compute it again. Bidders may complain until {until}."
        ),
        by_sms=True,
    ),
    Template(
        "procurement/award_final",
        _("Your award is final: {title}"),
        _("The award of lot {lot} of tender {tender} to your business is final. The buyer will send you the contract."),
        by_sms=True,
    ),
    Template(
        "procurement/explain_price",
        _("Please explain your price: {title}"),
        _(
            "The buyer finds your price for lot {lot} of tender {tender} unusually low. Explain it by {until}; "
            "without a word your bid may be excluded."
        ),
        by_sms=True,
    ),
)


def declare_messages() -> None:
    """Make the messages known."""
    for template in MESSAGES:
        catalogue.register(template)


def tell_award(*, award: Award, now: datetime) -> None:
    """Every bidder of the lot, in the caller's transaction."""
    came = Bid.objects.filter(bids_of(lot=award.lot), state__in=[BidState.OPENED.value, BidState.REFUSED.value])
    bidders = Supplier.objects.filter(pk__in=came.values("supplier"))
    values = {
        **_of(award),
        "winner": ", ".join(winner_names(award=award)),
        "amount": Money(award.minor, award.currency),
        "reasons": award.reasons,
        "until": award.standstill_until,
    }
    link = reverse("procurement:award", args=[award.tender.number])
    for supplier in bidders.order_by("pk"):
        notify(party=Party.business(supplier.number), template="procurement/awarded", values=values, link=link, now=now)


def winner_names(*, award: Award) -> list[str]:
    """Who wins by the award: one, or all that a framework admits."""
    ranking, most = latest_ranking(lot=award.lot), most_winners(tender=award.tender)
    if ranking is None or most == 1:
        return [award.supplier.name]
    names = dict(Bid.objects.filter(lot=award.lot).values_list("number", "supplier__name"))
    return [names[number] for number in winners_of(ranking=ranking, most=most)]


def tell_final(*, award: Award, now: datetime) -> None:
    """The winner, in the caller's transaction."""
    party = Party.business(award.supplier.number)
    link = reverse("procurement:award", args=[award.tender.number])
    notify(party=party, template="procurement/award_final", values=_of(award), link=link, now=now)


def tell_question(*, asked: AbnormallyLow, now: datetime) -> None:
    """The bidder whose price must be explained, in the caller's transaction."""
    bid = asked.bid
    values = {
        "title": bid.tender.title,
        "tender": bid.tender.number,
        "lot": bid.lot.position,
        "until": asked.answer_until,
    }
    link = reverse("procurement:explain", args=[bid.tender.number, bid.lot.position])
    party = Party.business(bid.supplier.number)
    notify(party=party, template="procurement/explain_price", values=values, link=link, now=now)


def _of(award: Award) -> dict[str, object]:
    return {"title": award.tender.title, "tender": award.tender.number, "lot": award.lot.position}
