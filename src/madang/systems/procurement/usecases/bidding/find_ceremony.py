"""Find what is public of a tender's bidding."""

from typing import Any

from madang.systems.procurement.domain.words import TenderState
from madang.systems.procurement.formats.base64url import encode
from madang.systems.procurement.models import Ceremony, Tender
from madang.systems.procurement.usecases.bidding.refusals import NoSuchTender


def tender_of(*, number: str) -> Tender:
    """A tender that was published. Raises NoSuchTender."""
    found = Tender.objects.filter(number=number).exclude(state=TenderState.DRAFT.value).first()
    if found is None:
        raise NoSuchTender
    return found


def ceremony_of(*, number: str) -> Ceremony:
    """The ceremony of a tender that was published. Raises NoSuchTender."""
    found = (
        Ceremony.objects.select_related("tender")
        .filter(tender__number=number)
        .exclude(tender__state=TenderState.DRAFT.value)
        .first()
    )
    if found is None:
        raise NoSuchTender
    return found


def ceremony_told(*, ceremony: Ceremony) -> dict[str, Any]:
    """What a client needs to seal a bid for this tender."""
    return {
        "ceremony": ceremony.key,
        "tender": ceremony.tender.number,
        "threshold": ceremony.threshold,
        "keys": [encode(data=bytes.fromhex(one)) for one in ceremony.keys],
        "closes_at": ceremony.tender.closes_at,
        "opens_at": ceremony.tender.opens_at,
    }
