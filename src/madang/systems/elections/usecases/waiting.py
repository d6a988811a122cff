"""What waits for officials of elections, for the one worklist."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework.cases.other_work import Work
from madang.framework.identity.actor import Actor
from madang.framework.identity.officers import officer
from madang.framework.law import parameter
from madang.systems.elections.domain.words import State
from madang.systems.elections.models import (
    Credential,
    Election,
    JointStep,
    Observer,
    PostalVoter,
    ShuffleToCheck,
    TallyPart,
)
from madang.systems.elections.usecases.counting.count_paper import uncounted_stations
from madang.systems.elections.usecases.permissions import CREDENTIALS, MANAGER, STATION

MOST = 20
# What waits for no day of law is to be done within so many days.
SOON = timedelta(days=2)


def waiting_work(actor: Actor, now: datetime) -> Iterator[Work]:
    """For managers: steps that a colleague proposed, elections to be closed, observers, shuffles that were refused,
    ballots that broke; for the credential authority: lists that are missing; for polling officials: stations to be counted
    and ballots to be posted.
    """
    for duty, rows in ((MANAGER, _managing), (CREDENTIALS, _credentials), (STATION, _polling)):
        offices = actor.offices(duty)
        if offices:
            yield from rows(actor, offices, now)


def _work(one: Election, state: str, since: datetime, now: datetime, *, page: str = "desk_election") -> Work:
    due_on = timezone.localdate(since + SOON)
    return Work(
        number=one.uuid,
        title=one.title,
        office=one.office,
        state_title=state,
        since=since,
        due_on=due_on,
        late=due_on < timezone.localdate(now),
        url=reverse(f"elections:{page}", args=[one.uuid]),
    )


def _managing(actor: Actor, offices: tuple[str, ...], now: datetime) -> Iterator[Work]:
    mine = officer(actor)
    proposed = JointStep.objects.filter(election__office__in=offices, approved_by="").exclude(proposed_by=mine)
    for one in proposed.select_related("election").order_by("pk")[:MOST]:
        yield _work(one.election, _("A step waits for your approval"), one.proposed_at, now)
    over = Election.objects.filter(office__in=offices, state=State.READY.value, closes_at__lte=now)
    for held in over.exclude(steps__step="close").order_by("closes_at")[:MOST]:
        yield _work(held, _("To be closed"), held.closes_at, now)
    observers = Observer.objects.filter(election__office__in=offices, accredited_by="", ended_at=None)
    going = observers.exclude(election__state__in=[State.PUBLISHED.value, State.CANCELLED.value])
    for asked in going.exclude(proposed_by=mine).select_related("election").order_by("pk")[:MOST]:
        yield _work(asked.election, _("An observer waits for accreditation"), asked.applied_at, now, page="observers")
    refused = ShuffleToCheck.objects.filter(election__office__in=offices, election__state=State.CLOSED.value)
    for unfit in refused.exclude(refused="").select_related("election").order_by("pk")[:MOST]:
        yield _work(unfit.election, _("A trustee’s shuffle was refused"), unfit.handed_in_at, now)
    broken = TallyPart.objects.filter(election__office__in=offices, election__state=State.CLOSED.value)
    for part in broken.exclude(broken="").select_related("election").order_by("pk")[:MOST]:
        yield _work(part.election, _("A ballot on the board is not what was accepted"), part.election.closes_at, now)


def _credentials(_actor: Actor, offices: tuple[str, ...], now: datetime) -> Iterator[Work]:
    frozen = Election.objects.filter(office__in=offices, state=State.ROLL_FROZEN.value)
    given = Credential.objects.filter(election__in=frozen).values("election")
    for one in frozen.exclude(pk__in=given).order_by("opens_at")[:MOST]:
        yield _work(one, _("Credentials are missing"), one.announced_at or one.made_at, now)


def _polling(_actor: Actor, offices: tuple[str, ...], now: datetime) -> Iterator[Work]:
    counting = Election.objects.filter(office__in=offices, state__in=[State.CLOSED.value, State.COUNTED.value])
    for one in counting.order_by("closes_at")[:MOST]:
        if uncounted_stations(election=one):
            yield _work(one, _("Paper to be counted"), one.closes_at, now, page="paper_counts")
    waiting = PostalVoter.objects.filter(posted_at=None, handed_back_at=None).values("voter__election")
    ahead = Election.objects.filter(pk__in=waiting, office__in=offices, closes_at__gt=now)
    for one in ahead.order_by("opens_at")[:MOST]:
        days = parameter("elections.absentee.posted_before_days", on=timezone.localdate(one.opens_at))
        by = one.opens_at - timedelta(days=days)
        yield _work(one, _("Ballots to be posted"), by - SOON, now, page="post")
