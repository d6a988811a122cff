"""Whom a framework admits: the first of the ranking, as many as the notice said."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework.notify import catalogue, notify
from madang.framework.notify.catalogue import Template
from madang.framework.values import Party, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.procurement.models import Agreement, Award, Bid, Ranking, Tender
from madang.systems.procurement.usecases.award.rules_of import ground_of
from madang.systems.procurement.usecases.frameworks.room import terms_of

TEMPLATE = Template(
    "procurement/admitted",
    _("Admitted to a framework: {title}"),
    _(
        "Your business was admitted to lot {lot} of the framework {tender} as number {place}, from {starts_on} to {ends_on}. "
        "Orders come as contracts or mini-competitions."
    ),
    by_sms=True,
)


class TooFewMembers(Refusal):
    """The law asks for more."""

    code = "procurement.framework.too_few"
    says = _("Lot {lot} can admit {able} suppliers, and the law asks for {least} at least. Nothing was awarded.")


def register_messages() -> None:
    """Make the message known."""
    catalogue.register(TEMPLATE)


def most_winners(*, tender: Tender) -> int:
    """How many a lot of the tender goes to: one, or as many as its framework admits."""
    terms = terms_of(tender=tender)
    return terms.members_most if terms is not None else 1


def winners_of(*, ranking: Ranking, most: int) -> list[str]:
    """The numbers of the first bids, best first."""
    placed = [one for one in ranking.opening["ranking"] if 1 <= one["place"] <= most]
    return [str(one["bid"]) for one in sorted(placed, key=lambda one: int(one["place"]))]


def require_members(*, award_lot: int, tender: Tender, able: int) -> None:
    """Raises TooFewMembers where a framework's ground asks for more than can be admitted."""
    terms = terms_of(tender=tender)
    ground = ground_of(tender=tender) if terms else None
    if terms is None or ground is None:
        return
    if able < ground.members_least:
        raise TooFewMembers(lot=award_lot, able=able, least=ground.members_least)


def make_agreements(*, award: Award, ranking: Ranking, now: datetime) -> list[Agreement]:
    """The agreements of a final award, in the caller's transaction; none where its tender is no framework."""
    terms = terms_of(tender=award.tender)
    if terms is None:
        return []
    made = []
    for place, number in enumerate(winners_of(ranking=ranking, most=terms.members_most), start=1):
        bid = Bid.objects.select_related("offer", "supplier").get(number=number)
        made.append(
            Agreement.objects.create(
                number=f"F{timezone.localdate(now).year}-{random_symbols(count=8)}",
                award=award,
                lot=award.lot,
                bid=bid,
                supplier=bid.supplier,
                place=place,
                minor=bid.offer.minor,
                currency=bid.offer.currency,
                starts_on=terms.starts_on,
                ends_on=terms.ends_on,
                made_at=now,
            )
        )
        _tell(made[-1], award, now)
    return made


def _tell(one: Agreement, award: Award, now: datetime) -> None:
    values = {
        "title": award.tender.title,
        "tender": award.tender.number,
        "lot": award.lot.position,
        "place": one.place,
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
    }
    link = reverse("procurement:framework", args=[award.tender.number])
    party = Party.business(one.supplier.number)
    notify(party=party, template=TEMPLATE.name, values=values, link=link, now=now)
