"""Tell everybody whom a tender concerns: who was invited, who asked, who has bid."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from madang.framework.notify import notify
from madang.framework.notify.catalogue import Template
from madang.framework.values import Party
from madang.systems.procurement.domain.words import BidState
from madang.systems.procurement.models import Tender

TEMPLATES = (
    Template(
        "procurement/invited",
        _("Invited to bid: {title}"),
        _("Your business may bid for {number}, {title}. Bids close on {closes_at}."),
    ),
    Template(
        "procurement/answered",
        _("A question was answered: {title}"),
        _("A question about {number}, {title}, was answered. Everybody reads question and answer on its page."),
    ),
    Template(
        "procurement/corrected",
        _("Corrected: {title}"),
        _("The notice of {number}, {title}, was corrected. Read what changed; bids now close on {closes_at}."),
    ),
    Template(
        "procurement/extended",
        _("More time to bid: {title}"),
        _("Bids for {number}, {title}, now close later, on {closes_at}. The page says why."),
        by_sms=True,
    ),
    Template(
        "procurement/cancelled",
        _("Cancelled: {title}"),
        _("The tender {number}, {title}, was cancelled. The page says why. No bid will be opened."),
    ),
)


def tell(*, tender: Tender, template: str, now: datetime) -> int:
    """Write to each business once, in the caller's transaction; how many were told."""
    told = sorted(concerned(tender=tender))
    values = {"number": tender.number, "title": tender.title, "closes_at": tender.closes_at}
    for number in told:
        notify(
            party=Party.business(number),
            template=template,
            values=values,
            link=f"/procurement/tenders/{tender.number}/",
            now=now,
        )
    return len(told)


def concerned(*, tender: Tender) -> set[str]:
    """The numbers of the businesses that were invited, that asked, or whose bid stands."""
    invited = tender.invitations.values_list("supplier__number", flat=True)
    asked = tender.questions.values_list("asker", flat=True)
    bid = tender.bids.exclude(state=BidState.WITHDRAWN.value).values_list("supplier__number", flat=True)
    return {*invited, *asked, *bid}
