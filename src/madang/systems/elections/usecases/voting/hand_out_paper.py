"""A polling official hands a paper ballot to a voter: who has it does not vote online. Who voted online gets it only where
paper overrides; given back before it goes into the urn, it leaves all as it was.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.ui import written
from madang.framework.values import Refusal
from madang.systems.elections.domain.words import POSTAL_STATION, Channel, Kind, State
from madang.systems.elections.models import Election, PollingRecord, Station, Voter
from madang.systems.elections.usecases.append_to_board import lock_board
from madang.systems.elections.usecases.group_of_election import group_of_election
from madang.systems.elections.usecases.voting.by_post import postal_voter_of

WAYS = {Channel.ONLINE: _("online"), Channel.PAPER: _("on paper"), Channel.POST: _("by post")}


class NoSuchVoter(Refusal):
    """The roll has no such number."""

    code = "elections.no_such_voter"
    says = _("No ballot was recorded: the roll has no number {number}.")
    status = 404


class VotedBefore(Refusal):
    """Voted already, by either way."""

    code = "elections.voted_before"
    says = _("Hand out no ballot: number {number} of the roll voted already ({way}, {at}).")


class NoPaperForRankings(Refusal):
    """Rankings on paper are not counted here."""

    code = "elections.no_paper_for_rankings"
    says = _("Hand out no ballot: this election asks for rankings or grades, which are taken online alone.")


class NoPaperForSurveys(Refusal):
    """Handing out would show who answers."""

    code = "elections.no_paper_for_surveys"
    says = _("Hand out no ballot: a survey with secrecy is answered online alone, and nobody sees who answered.")


class NoPaperForWeights(Refusal):
    """A paper ballot counts once."""

    code = "elections.no_paper_for_weights"
    says = _(
        "Hand out no ballot: the vote of number {number} counts more than once, and a paper ballot would count once."
    )


class PostalBallotOut(Refusal):
    """The voter votes by post."""

    code = "elections.postal_ballot_out"
    says = _(
        "Hand out no ballot: number {number} votes by post. Who brings the postal ballot unused hands it in first and then "
        "votes here."
    )


class StationClosed(Refusal):
    """Not the time of voting."""

    code = "elections.station_closed"
    says = _("Hand out no ballot: the election is open from {opens} to {closes}.")


class NothingToGiveBack(Refusal):
    """The voter has no paper, or what was handed out stands."""

    code = "elections.nothing_to_give_back"
    says = _(
        "Nothing was recorded: number {number} has no ballot of a station that could be given back in this election. A "
        "ballot in the urn stays there."
    )


class StationUnnamed(Refusal):
    """Nobody would know which box it lies in."""

    code = "elections.station_unnamed"
    says = _("Hand out no ballot yet: write the name of a polling station of this election.")
    status = 422


def require_paper(*, election: Election) -> None:
    """Raises NoPaperForSurveys, NoPaperForRankings where the election takes no paper."""
    if election.kind == Kind.SURVEY:
        raise NoPaperForSurveys
    if group_of_election(election=election).embeds:
        raise NoPaperForRankings


def require_station(*, election: Election, station: str) -> str:
    """The name as it is kept. Raises StationUnnamed where it is empty, or none of those that the election names."""
    name = station.strip()[:60]
    named = Station.objects.filter(election=election)
    known = named.filter(name=name).exists() or not named.exists()
    if not name or name == POSTAL_STATION or not known:
        raise StationUnnamed
    return name


def hand_out_paper(*, election: Election, number: int, station: str, actor: Actor, now: datetime) -> PollingRecord:
    """Record it; the first way of voting stands, or, where paper overrides, paper.

    Raises Forbidden, StationClosed, StationUnnamed, NoPaperForRankings, NoPaperForSurveys, NoPaperForWeights, NoSuchVoter,
    VotedBefore, PostalBallotOut.
    """
    require(actor, "elections.serve_station", election.office)
    if not election.is_open(now):
        raise _closed(election)
    name = require_station(election=election, station=station)
    require_paper(election=election)
    with transaction.atomic():
        voter = _held(election, number)
        _require_free(voter, overrides=election.paper_overrides)
        if lock_board(election=election).election.state != State.READY:
            raise _closed(election)
        after_online = voter.channel == Channel.ONLINE
        voter.channel, voter.voted_at = Channel.PAPER.value, voter.voted_at or now
        voter.save(update_fields=["channel", "voted_at"])
        made = PollingRecord.objects.create(
            voter=voter, station=name, official=officer(actor), at=now, after_online=after_online
        )
        detail = {"number": number, "station": made.station, "after_online": after_online}
        record(
            actor=actor, action="elections.hand_out_paper", target=f"election:{election.uuid}", detail=detail, now=now
        )
    return made


def give_back_paper(*, election: Election, number: int, actor: Actor, now: datetime) -> PollingRecord:
    """The voter gives the ballot back unused, before it goes into the urn; the official destroys it. The way of voting is what
    it was before: online, where the voter had voted so, else none. Until the board is closed.

    Raises Forbidden, StationClosed, NoSuchVoter, NothingToGiveBack.
    """
    require(actor, "elections.serve_station", election.office)
    with transaction.atomic():
        voter = _held(election, number)
        out = PollingRecord.objects.filter(voter=voter, given_back_at=None).exclude(station=POSTAL_STATION).first()
        if not election.paper_overrides or voter.channel != Channel.PAPER or out is None:
            raise NothingToGiveBack(number=number)
        if lock_board(election=election).election.state != State.READY:
            raise _closed(election)
        out.given_back_at = now
        out.save(update_fields=["given_back_at"])
        voter.channel = Channel.ONLINE.value if out.after_online else ""
        voter.voted_at = voter.voted_at if out.after_online else None
        voter.save(update_fields=["channel", "voted_at"])
        detail = {"number": number, "station": out.station, "after_online": out.after_online}
        record(
            actor=actor, action="elections.give_back_paper", target=f"election:{election.uuid}", detail=detail, now=now
        )
    return out


def stands_since(*, voter: Voter) -> datetime | None:
    """When the way by which the voter voted last began to stand: paper after online when it was handed out."""
    out = PollingRecord.objects.filter(voter=voter, given_back_at=None, after_online=True).first()
    return out.at if out else voter.voted_at


def _held(election: Election, number: int) -> Voter:
    """The entry of the roll, held, so that of two doors at once one comes first."""
    voter = Voter.objects.select_for_update().filter(election=election, number=number).first()
    if voter is None:
        raise NoSuchVoter(number=number)
    return voter


def _closed(election: Election) -> StationClosed:
    return StationClosed(opens=written.moment(election.opens_at), closes=written.moment(election.closes_at))


def _require_free(voter: Voter, *, overrides: bool) -> None:
    """Neither voted nor votes by post, and the vote counts once; the entry is held. Where paper `overrides`, a ballot cast
    online hinders nothing.
    """
    if voter.voted_at and not (overrides and voter.channel == Channel.ONLINE):
        at = written.moment(stands_since(voter=voter) or voter.voted_at)
        raise VotedBefore(number=voter.number, way=WAYS[Channel(voter.channel)], at=at)
    if postal_voter_of(voter=voter) is not None:
        raise PostalBallotOut(number=voter.number)
    if voter.weight != 1:
        raise NoPaperForWeights(number=voter.number)
