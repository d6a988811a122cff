"""Note that the service is up."""

from datetime import datetime, timedelta

from django.db import transaction

from madang.systems.procurement.models import UpTime

# A beat comes each minute; one that is late by another is no outage.
TOLERANCE = timedelta(seconds=150)


def beat(*, now: datetime) -> UpTime:
    """The stretch in which the service is up goes on until `now`; after a longer silence a new one begins, and what lies
    between was an outage.
    """
    with transaction.atomic():
        last = UpTime.objects.select_for_update().order_by("-until").first()
        if last is None or now - last.until > TOLERANCE:
            return UpTime.objects.create(since=now, until=now)
        if now > last.until:
            last.until = now
            last.save(update_fields=["until"])
    return last
