"""Disclosure in the demonstration: releases of what other rooms loaded as history, and the screens over the opened bids."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from madang.systems.procurement.domain.words import Step, TenderState
from madang.systems.procurement.models import Award, Contract, Release
from madang.systems.procurement.usecases.disclosure.find_indicators import find_indicators
from madang.systems.procurement.usecases.disclosure.publish_release import publish_releases
from madang.systems.procurement.usecases.market.standing import published

ENDED = {
    TenderState.OPENED.value: Step.TENDER_UPDATE,
    TenderState.CANCELLED.value: Step.TENDER_CANCELLATION,
    TenderState.FAILED.value: Step.TENDER_UPDATE,
}


def load_disclosure_demo(*, now: datetime) -> int:
    """Release each step of tenders and contracts that nothing was released of, and look for patterns; how many releases.

    Nobody kept how such rows stood before, so each release tells them as they stand; its date is that of the step.
    """
    known = set(Release.objects.values_list("ocid", flat=True))
    steps = sorted((one for one in _steps() if one[0] not in known and one[2] <= now), key=lambda one: one[2])
    with transaction.atomic():
        made = publish_releases(steps=steps)
    find_indicators(now=now)
    return len(made)


def _steps() -> Iterator[tuple[str, Step, datetime]]:
    for one in published():
        if one.published_at is None:
            continue
        yield one.ocid, Step.TENDER, one.published_at
        if one.state in ENDED:
            yield one.ocid, ENDED[one.state], one.ended_at or one.opens_at or one.published_at
    for ocid, at in Award.objects.values_list("tender__ocid", "decided_at"):
        yield ocid, Step.AWARD, at
    for contract in Contract.objects.filter(signed_at__isnull=False):
        yield contract.ocid, Step.CONTRACT, contract.signed_at or contract.made_at
        if contract.ended_at:
            yield contract.ocid, Step.CONTRACT_TERMINATION, contract.ended_at
