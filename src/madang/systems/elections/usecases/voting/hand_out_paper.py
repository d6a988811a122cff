"""A polling official hands a paper ballot to a voter: who has it does not vote online, and who voted online does not get it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.ui import written
from madang.framework.values import Refusal
from madang.systems.elections.domain.words import Channel
from madang.systems.elections.models import Election, PollingRecord, Voter
from madang.systems.elections.usecases.group_of_election import group_of_election


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


class StationClosed(Refusal):
    """Not the time of voting."""

    code = "elections.station_closed"
    says = _("Hand out no ballot: the election is open from {opens} to {closes}.")


class StationUnnamed(Refusal):
    """Nobody would know which box it lies in."""

    code = "elections.station_unnamed"
    says = _("Hand out no ballot yet: write the name of the polling station.")
    status = 422


def hand_out_paper(*, election: Election, number: int, station: str, actor: Actor, now: datetime) -> PollingRecord:
    """Record it; the first way of voting stands.

    Raises Forbidden, StationClosed, StationUnnamed, NoPaperForRankings, NoSuchVoter, VotedBefore.
    """
    require(actor, "elections.serve_station", election.office)
    if not election.is_open(now):
        raise StationClosed(opens=written.moment(election.opens_at), closes=written.moment(election.closes_at))
    if not station.strip():
        raise StationUnnamed
    if group_of_election(election=election).embeds:
        raise NoPaperForRankings
    with transaction.atomic():
        voter = Voter.objects.select_for_update().filter(election=election, number=number).first()
        if voter is None:
            raise NoSuchVoter(number=number)
        if voter.voted_at:
            way = _("online") if voter.channel == Channel.ONLINE else _("on paper")
            raise VotedBefore(number=number, way=way, at=written.moment(voter.voted_at))
        voter.channel, voter.voted_at = Channel.PAPER.value, now
        voter.save(update_fields=["channel", "voted_at"])
        made = PollingRecord.objects.create(voter=voter, station=station.strip()[:60], official=officer(actor), at=now)
        detail = {"number": number, "station": made.station}
        record(
            actor=actor, action="elections.hand_out_paper", target=f"election:{election.uuid}", detail=detail, now=now
        )
    return made
