"""Everybody on the roll is told that an election is cancelled, and why: by jobs, some hundred voters each, so that a worker
that is killed tells nobody twice.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.notify import notify
from madang.framework.values import Party
from madang.systems.elections.domain.words import State
from madang.systems.elections.models import Election, Voter
from madang.systems.elections.usecases import queue

TEMPLATE = "elections/cancelled"
TOGETHER = 300
"""How many are told in one transaction: a second or two of work."""


@dataclass(frozen=True, kw_only=True)
class Telling:
    """How many of the roll are told."""

    done: int
    voters: int


def begin_telling(*, election: Election) -> None:
    """In the transaction that cancels. Of a draft nobody heard."""
    if election.announced_at is not None:
        queue.tell_cancelled(election=election.pk)


def tell_some(*, election: int, actor: Actor, now: datetime) -> int:
    """Tell the next of the roll, in its order, and have the rest told after; how many were told."""
    with transaction.atomic():
        held = Election.objects.select_for_update(no_key=True).get(pk=election)
        if held.state != State.CANCELLED:
            return 0
        waiting = Voter.objects.filter(election=held, number__gt=held.told_until).order_by("number")
        some = list(waiting[:TOGETHER])
        if not some:
            return 0
        for one in some:
            _tell(held, one, now)
        held.told_until = some[-1].number
        held.save(update_fields=["told_until"])
        if waiting.filter(number__gt=held.told_until).exists():
            queue.tell_cancelled(election=held.pk)
        detail = {"told": len(some), "until": held.told_until}
        record(actor=actor, action="elections.tell_cancelled", target=f"election:{held.uuid}", detail=detail, now=now)
    return len(some)


def telling(*, election: Election) -> Telling | None:
    """How far it is; None where nobody is to be told, or the roll is deleted."""
    if election.state != State.CANCELLED or election.announced_at is None:
        return None
    roll = Voter.objects.filter(election=election)
    voters = roll.count()
    return Telling(done=roll.filter(number__lte=election.told_until).count(), voters=voters) if voters else None


def _tell(election: Election, voter: Voter, now: datetime) -> None:
    notify(
        party=Party.person(voter.person),
        template=TEMPLATE,
        values={"election": election.title, "because": election.cancelled_because},
        link=reverse("elections:election", args=[election.uuid]),
        now=now,
    )
