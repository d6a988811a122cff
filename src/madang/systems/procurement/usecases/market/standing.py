"""Where a tender stands: what everybody sees of it, and under lock what may still be done."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal
from madang.systems.procurement.domain.words import TenderState
from madang.systems.procurement.models import Tender
from madang.systems.procurement.usecases.market.wording import STATES


class NotInThisState(Refusal):
    """The tender stands elsewhere."""

    code = "procurement.tender_state"
    says = _("The tender {number} stands at “{state}”; this is done at “{wanted}”. Nothing was recorded.")


class ClosingPassed(Refusal):
    """Bids have closed."""

    code = "procurement.closing_passed"
    says = _("Bids for {number} have closed. Nothing of the notice changes any more. Nothing was recorded.")


def published() -> QuerySet[Tender]:
    """The tenders that everybody may see: all but drafts."""
    return Tender.objects.filter(published_at__isnull=False)


def locked(*, tender: Tender, state: TenderState) -> Tender:
    """The tender as it stands now, locked until the transaction ends. Raises NotInThisState."""
    held = Tender.objects.select_for_update().get(pk=tender.pk)
    if held.state != state:
        raise NotInThisState(number=held.number, state=STATES[TenderState(held.state)], wanted=STATES[state])
    return held


def locked_open(*, tender: Tender, now: datetime) -> tuple[Tender, datetime]:
    """The same of a tender that takes bids, and when it closes. Raises NotInThisState, ClosingPassed."""
    held = locked(tender=tender, state=TenderState.PUBLISHED)
    if held.closes_at is None or now >= held.closes_at:
        raise ClosingPassed(number=held.number)
    return held, held.closes_at
