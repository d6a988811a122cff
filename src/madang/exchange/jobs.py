"""What the exchange does later: carry events, make and sign heads, forget what is settled."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from madang.exchange import delivery, heads, keys
from madang.framework.jobs import absorb, every, job, later
from madang.framework.values import clock

KEEP_DELIVERED = timedelta(days=30)


@job(queue="exchange", retry=0)
def carry_events(recipient: str) -> None:
    """Deliver what waits for one system, for all that were announced meanwhile too."""
    absorb(carry_events, recipient=recipient)
    while delivery.deliver_batch(recipient=recipient, now=clock.now())[0]:
        pass


def wake(recipients: Iterable[str]) -> None:
    """Have a worker carry events to these systems.

    Each announcement brings its own job, visible when the event is; the first to run does the work of all. A job shared
    by several could start before the last event's transaction ends, miss it, and leave it to the minute's round.
    """
    for recipient in recipients:
        later(carry_events, recipient=recipient)


def replay(*, deliveries: list[int], now: datetime) -> int:
    """Give dead deliveries a fresh start and wake their carriers. Returns how many."""
    with transaction.atomic():
        count = delivery.replay(deliveries=deliveries, now=now)
        wake(delivery.recipients_of(deliveries))
    return count


@every("* * * * *")
def carry_what_is_due() -> None:
    """Deliver what failed before and is due again."""
    delivery.deliver_pending(now=clock.now())


@every("* * * * *")
def make_heads() -> None:
    """Make a Merkle head over the new entries and sign every head that has no signature yet."""
    heads.make_head(now=clock.now())
    heads.sign_heads(now=clock.now())


@every("17 3 * * *")
def forget_settled() -> None:
    """Delete outbox events that everybody received a month ago, and replies kept for repetition."""
    before = clock.now() - KEEP_DELIVERED
    delivery.forget_delivered(before=before)
    heads.forget_kept(before=before)


@every("*/10 * * * *")
def ask_standings() -> None:
    """How the members' certificates stand; while the trust services are silent, what they said last counts."""
    keys.refresh_standings()
