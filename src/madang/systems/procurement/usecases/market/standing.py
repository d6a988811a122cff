"""Where a tender stands, under lock."""

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


def locked(*, tender: Tender, state: TenderState) -> Tender:
    """The tender as it stands now, locked until the transaction ends. Raises NotInThisState."""
    held = Tender.objects.select_for_update().get(pk=tender.pk)
    if held.state != state:
        raise NotInThisState(number=held.number, state=STATES[TenderState(held.state)], wanted=STATES[state])
    return held
