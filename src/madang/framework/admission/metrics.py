"""What Prometheus reads of the queues."""

from django.db import connection
from prometheus_client import CollectorRegistry, Gauge

from madang.framework.values import clock

_STATE = """
SELECT code, last_place, called, per_minute, (mode <> 'free')::int,
       (SELECT count(*) FROM admission_ticket WHERE door = code AND seen_at > %s - make_interval(mins => stay_minutes))
FROM admission_door
"""


def tell_queues(registry: CollectorRegistry) -> None:
    """Each door: does it queue, how many wait, how far it was called, the set rate, and who is inside."""
    gauges = [
        Gauge(f"madang_admission_{name}", words, ["door"], registry=registry)
        for name, words in (
            ("waiting", "Places that have not been called"),
            ("called", "The place up to which was called in this round"),
            ("per_minute", "How many the operator lets in each minute"),
            ("queues", "1 where a queue stands before the door"),
            ("inside", "Who is inside, by their last request"),
        )
    ]
    with connection.cursor() as cursor:
        cursor.execute(_STATE, [clock.now()])
        for door, last, called, per_minute, queues, inside in cursor.fetchall():
            for gauge, value in zip(gauges, (last - called, called, per_minute, queues, inside), strict=True):
                gauge.labels(door=door).set(value)
