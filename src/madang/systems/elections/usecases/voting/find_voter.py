"""Officials look voters up on the roll: at a station, and to send ballots by post. Whoever is shown is told of the look."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from madang.framework import audit
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Party
from madang.systems.elections.models import Election, PostalVoter, Voter
from madang.systems.elections.usecases.name import SYSTEM
from madang.systems.elections.usecases.voting.hand_out_paper import require_paper

AT_STATION = declare(gettext_noop("Looking you up on the roll at a polling station"))
BY_POST = declare(gettext_noop("Sending you a ballot by post"))
MOST = 10
MOST_POSTED = 200
SHORTEST_NAME = 2


def find_voters(*, election: Election, typed: str, actor: Actor, now: datetime) -> tuple[Voter, ...]:
    """Who has the roll's number that was typed, or the whole name; at most ten.

    Raises Forbidden, and what `require_paper` does.
    """
    require(actor, "elections.serve_station", election.office)
    require_paper(election=election)
    typed = typed.strip()[:140]
    roll = Voter.objects.filter(election=election).order_by("number")
    if typed.isascii() and typed.isdigit():
        found = tuple(roll.filter(number=int(typed[:9]))[:MOST])
    elif len(typed) >= SHORTEST_NAME:
        found = tuple(roll.filter(name=typed)[:MOST])
    else:
        found = ()
    _tell(found, AT_STATION, election, actor, now)
    return found


def postal_voters(*, election: Election, actor: Actor, now: datetime) -> tuple[PostalVoter, ...]:
    """To whom ballots are still to be posted, in the roll's order; at most 200. Raises Forbidden."""
    require(actor, "elections.serve_station", election.office)
    waiting = PostalVoter.objects.filter(voter__election=election, posted_at=None, handed_back_at=None)
    found = tuple(waiting.select_related("voter").order_by("voter__number")[:MOST_POSTED])
    _tell([one.voter for one in found], BY_POST, election, actor, now)
    return found


@transaction.atomic
def _tell(found: Iterable[Voter], purpose: str, election: Election, actor: Actor, now: datetime) -> None:
    shown = list(found)
    if not shown:
        return
    detail = {"numbers": [one.number for one in shown]}
    audit.record(actor=actor, action="elections.look", target=f"election:{election.uuid}", detail=detail, now=now)
    for one in shown:
        look = audit.Look(system=SYSTEM, subject=Party.person(one.person), what="elections.voter", purpose=purpose)
        audit.looked(actor=actor, look=look, now=now)
