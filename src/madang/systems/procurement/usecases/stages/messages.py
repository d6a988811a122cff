"""What bidders of two-stage tenders are told."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from madang.framework.notify import catalogue, notify
from madang.framework.notify.catalogue import Template
from madang.framework.values import Party
from madang.systems.procurement.models import TechnicalJudgement

FIT, UNFIT = "procurement/technically_fit", "procurement/technically_unfit"
MESSAGES = (
    Template(
        FIT,
        _("Technically fit: {title}"),
        _(
            "Your technical bid for lot {lot} of tender {tender} was found fit with {points} of 100 points. Your price counts."
        ),
    ),
    Template(
        UNFIT,
        _("Technically unfit: {title}"),
        _(
            "Your technical bid for lot {lot} of tender {tender} was found unfit: {points} of 100 points, at least {least} "
            "were needed.\n\nReasons: {reasons}\n\nNo price of yours is opened for this lot. When the lot is awarded you may "
            "complain."
        ),
        by_sms=True,
    ),
)


def register_messages() -> None:
    """Make the messages known."""
    catalogue.register(*MESSAGES)


def tell_judged(*, judged: TechnicalJudgement, points: str, now: datetime) -> None:
    """The bidder, in the caller's transaction; `points` as people read them."""
    bid = judged.bid
    values = {
        "title": bid.tender.title,
        "tender": bid.tender.number,
        "lot": bid.lot.position,
        "points": points,
        "least": judged.least,
        "reasons": judged.reasons,
    }
    notify(
        party=Party.business(bid.supplier.number),
        template=FIT if judged.fit else UNFIT,
        values=values,
        link=reverse("procurement:stages", args=[bid.tender.number]),
        now=now,
    )
