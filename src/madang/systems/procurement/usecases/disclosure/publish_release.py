"""Tell the public what happened to a tender."""

from datetime import datetime

from django.db import connection

from madang.framework.values.identifiers import random_symbols
from madang.systems.procurement.domain.words import Step
from madang.systems.procurement.models import Release


def publish_release(*, ocid: str, step: Step, now: datetime) -> Release:
    """Write the release of one step, in the transaction of the change that it tells of: every use case that changes what the
    public may know calls this last. The body is drawn from the rows as they then stand.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A release is written in the transaction of its change.")
    key = f"{ocid}-{now:%Y%m%dT%H%M%SZ}-{random_symbols(count=6)}"
    return Release.objects.create(ocid=ocid, key=key, step=step.value, at=now, body={})
