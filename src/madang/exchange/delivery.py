"""Delivery of announced events: at least once, in batches, in order of announcement per recipient; listeners act once.

A system that is down is tried again after growing pauses; after `TRIES` an event is dead and waits for an operator.
"""

from datetime import datetime, timedelta

import msgspec
import structlog
from django.db import transaction
from django.utils import translation

from madang.contracts.message import EVERY_MEMBER
from madang.exchange import codec, members
from madang.exchange.models import Delivery, Heard, OutboxEvent
from madang.exchange.registry import event_type, listeners
from madang.exchange.transports import http
from madang.framework.values import Refusal

_logger = structlog.get_logger(__name__)
BATCH = 200
TRIES = 12
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(hours=1)


def hear(*, happening: bytes, system: str, now: datetime) -> str | None:
    """Let `system` act on one event, once, in the language of who caused it. Returns None when done (or done before), else why
    not."""
    try:
        message: codec.Happening = codec.decode(codec.Happening, happening)
        kind = event_type(message.envelope.contract)
        if kind is None:
            return None
        if kind.SENDER not in {message.envelope.sender, EVERY_MEMBER}:
            return f"{message.envelope.sender} may not announce {message.envelope.contract}"
        event = codec.decode(kind, message.body)
        with transaction.atomic(), translation.override(message.envelope.language or None):
            _seen, fresh = Heard.objects.get_or_create(
                event_id=message.envelope.id, system=system, defaults={"heard_at": now}
            )
            if fresh:
                for listener in listeners(message.envelope.contract, system):
                    listener(event, message.envelope)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        return f"unreadable: {error}"
    except Exception as error:
        _logger.exception("exchange.listener_failed", system=system)
        return f"{type(error).__name__}: {error}"
    return None


def pause_after(attempts: int) -> timedelta:
    """How long to wait before the next try."""
    return min(FIRST_PAUSE * int(2 ** max(0, attempts - 1)), LONGEST_PAUSE)


def _note(delivery: Delivery, *, error: str | None, now: datetime) -> None:
    delivery.attempts += 1
    delivery.last_error = error or ""
    if error is None:
        delivery.delivered_at = now
    elif delivery.attempts >= TRIES:
        delivery.dead_at = now
    else:
        delivery.next_at = now + pause_after(delivery.attempts)
    delivery.save(update_fields=["attempts", "last_error", "delivered_at", "dead_at", "next_at"])


def _deliver(deliveries: list[Delivery], *, recipient: str, now: datetime) -> list[str | None]:
    happenings = [bytes(delivery.event.happening) for delivery in deliveries]
    way = members.road(recipient)
    if way is None:
        if not members.runs_here(recipient):
            return [f"no road to {recipient}"] * len(happenings)
        return [hear(happening=happening, system=recipient, now=now) for happening in happenings]
    try:
        return http.deliver(happenings=happenings, system=recipient, road=way)
    except Refusal as refusal:
        return [f"{refusal.code}: {refusal}"] * len(happenings)


def deliver_batch(*, recipient: str, now: datetime) -> tuple[int, int]:
    """Deliver what waits for `recipient`, at most one batch. Returns (delivered, left for later).

    The rows are locked while they travel, so that two workers never carry the same event at once.
    """
    with transaction.atomic():
        waiting = list(
            Delivery.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(recipient=recipient, delivered_at=None, dead_at=None, next_at__lte=now)
            .select_related("event")
            .order_by("id")[:BATCH]
        )
        if not waiting:
            return 0, 0
        errors = _deliver(waiting, recipient=recipient, now=now)
        for delivery, error in zip(waiting, errors, strict=True):
            _note(delivery, error=error, now=now)
    failed = sum(error is not None for error in errors)
    return len(waiting) - failed, failed


def deliver_pending(*, now: datetime) -> int:
    """Deliver everything that is due, to everyone. Returns how many events arrived."""
    arrived = 0
    due = Delivery.objects.filter(delivered_at=None, dead_at=None, next_at__lte=now)
    for recipient in due.order_by("recipient").values_list("recipient", flat=True).distinct():
        while True:
            delivered, _failed = deliver_batch(recipient=recipient, now=now)
            arrived += delivered
            if delivered == 0:
                break
    return arrived


def replay(*, deliveries: list[int], now: datetime) -> int:
    """Give dead deliveries a fresh start. Returns how many."""
    return (
        Delivery.objects.filter(id__in=deliveries)
        .exclude(dead_at=None)
        .update(dead_at=None, attempts=0, next_at=now, last_error="")
    )


def recipients_of(deliveries: list[int]) -> tuple[str, ...]:
    """The systems that these deliveries go to."""
    return tuple(Delivery.objects.filter(id__in=deliveries).values_list("recipient", flat=True).distinct())


def forget_delivered(*, before: datetime) -> int:
    """Delete outbox events whose every delivery arrived before `before`. Returns how many."""
    settled = OutboxEvent.objects.filter(announced_at__lt=before).exclude(deliveries__delivered_at=None)
    return settled.delete()[0]
