"""What names voters goes when its term is over; the board, which names nobody, stays, and so do the figures of the roll."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law import parameter
from madang.systems.elections.domain.ending import RecordsLaw, names_kept_until
from madang.systems.elections.domain.words import Kind, State
from madang.systems.elections.models import Credential, Election, PollingRecord, PostalVoter, Voter
from madang.systems.elections.usecases.counting.results import turnout_of


def names_until(*, election: Election) -> date | None:
    """The last day on which the election's roll names voters; None while it is not over."""
    ended_at = election.published_at or election.cancelled_at
    if ended_at is None:
        return None
    ended_on = timezone.localdate(ended_at)
    law = RecordsLaw(
        public_years=parameter("elections.records.public_years", on=ended_on),
        other_days=parameter("elections.records.other_days", on=ended_on),
    )
    return names_kept_until(kind=Kind(election.kind), ended_on=ended_on, law=law)


def purge_due(*, actor: Actor, now: datetime) -> int:
    """Delete what names voters of every election whose term is over; of how many. Only the machinery may. Raises Forbidden."""
    require(actor, "elections.purge_names", "")
    done = 0
    over = Election.objects.filter(purged_at=None, state__in=[State.PUBLISHED.value, State.CANCELLED.value])
    for one in over.order_by("pk"):
        until = names_until(election=one)
        if until is None or timezone.localdate(now) <= until:
            continue
        with transaction.atomic():
            held = Election.objects.select_for_update(no_key=True).get(pk=one.pk)
            if held.purged_at is None:
                purge_held(election=held, actor=actor, now=now)
                held.save()
                done += 1
    return done


def purge_held(*, election: Election, actor: Actor, now: datetime) -> None:
    """The same for one election that the caller holds and saves, in the caller's transaction. The report is in the trail."""
    turnout = turnout_of(election=election)
    roll = Voter.objects.filter(election=election)
    election.roll_figures = {
        "voters": turnout.voters,
        "online": turnout.online,
        "paper": turnout.paper,
        "post": turnout.post,
        "weight": roll.aggregate(sum=Sum("weight"))["sum"] or 0,
    }
    election.purged_at = now
    report = {
        "polling_records": PollingRecord.objects.filter(voter__election=election).delete()[0],
        "postal_voters": PostalVoter.objects.filter(voter__election=election).delete()[0],
        "credentials": Credential.objects.filter(election=election, voter__isnull=False).update(voter=None),
        "entries": roll.delete()[0],
    }
    target = f"election:{election.uuid}"
    record(actor=actor, action="elections.purge_names", target=target, detail=report, now=now)
