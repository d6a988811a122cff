"""What Prometheus reads: requests by view, and on each reading the state of the queue and of what other rooms count."""

import os
from collections.abc import Callable

from django.db import DatabaseError, connection
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

REQUESTS = Counter("madang_requests", "Answered requests", ["method", "view", "status"])
SECONDS = Histogram(
    "madang_request_seconds",
    "Time from a request's arrival to its answer",
    ["view"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
# Set from PROMETHEUS_MULTIPROC_DIR when several web processes share one address.
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
Tell = Callable[[CollectorRegistry], None]
_others: list[Tell] = []


def also(tell: Tell) -> None:
    """Has `tell(registry)` add gauges at each reading, while the database answers."""
    if tell not in _others:
        _others.append(tell)


def count_request(*, method: str, view: str, status: int, seconds: float) -> None:
    """Notes one answered request."""
    REQUESTS.labels(method=method, view=view, status=str(status)).inc()
    SECONDS.labels(view=view).observe(seconds)


def exposition() -> bytes:
    """The metrics of all web processes in Prometheus' text format."""
    registry = REGISTRY
    if os.environ.get(SHARED_FOLDER):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry) + generate_latest(_queue())


def _queue() -> CollectorRegistry:
    """Jobs by status, counted now; `madang_database_up` is 0 where they cannot be counted."""
    now = CollectorRegistry()
    jobs = Gauge("madang_jobs", "Jobs in the queue by status", ["status"], registry=now)
    alive = Gauge("madang_database_up", "Whether the database answers", registry=now)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status")
            for status, count in cursor.fetchall():
                jobs.labels(status=status).set(count)
        for tell in _others:
            tell(now)
        alive.set(1)
    except DatabaseError:
        alive.set(0)
    return now
