"""Tell the public what happened to a tender."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from madang.framework.values.identifiers import random_symbols
from madang.systems.procurement.domain.words import Step
from madang.systems.procurement.models import Release
from madang.systems.procurement.usecases.disclosure.draw_release import Drawer, Earlier


def publish_release(*, ocid: str, step: Step, now: datetime) -> Release:
    """Write the release of one step, in the transaction of the change that it tells of: every use case that changes what the
    public may know calls this last. The body is drawn from the rows as they then stand.
    """
    return publish_releases(steps=[(ocid, step, now)])[0]


def publish_releases(*, steps: Sequence[tuple[str, Step, datetime]]) -> list[Release]:
    """The same of many (ocid, step, instant), in as many queries as of one."""
    if not connection.in_atomic_block:
        raise RuntimeError("A release is written in the transaction of its change.")
    if not steps:
        return []
    ocids = sorted({ocid for ocid, _step, _at in steps})
    chains: dict[str, list[Earlier]] = defaultdict(list)
    for ocid, key, told, at in (
        Release.objects.filter(ocid__in=ocids).order_by("at", "pk").values_list("ocid", "key", "step", "at")
    ):
        chains[ocid].append(Earlier(key=key, step=Step(told), at=at))
    drawer = Drawer(ocids=ocids, now=max(at for _ocid, _step, at in steps))
    made = []
    for ocid, step, at in steps:
        key = f"{ocid}-{at:%Y%m%dT%H%M%SZ}-{random_symbols(count=6)}"
        body = drawer.draw(ocid=ocid, key=key, step=step, now=at, earlier=chains[ocid])
        chains[ocid].append(Earlier(key=key, step=step, at=at))
        made.append(Release(ocid=ocid, key=key, step=step.value, at=at, body=body))
    return Release.objects.bulk_create(made)
