"""Voting by post: applied for in time, one ballot there and back, and never beside another way of voting."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from madang.framework.cases.usecases import decide
from madang.framework.identity.tests.browsers import new_account, signed_in
from madang.framework.values import clock
from madang.systems.elections.domain.plan import RollLaw, absentee_until_of, faults_of
from madang.systems.elections.domain.words import POSTAL_STATION, Channel, Kind, QuestionKind, RollSource
from madang.systems.elections.models import Election, PollingRecord, PostalVoter, Voter
from madang.systems.elections.tests.polling_world import (
    AFTER,
    BEFORE,
    DURING,
    OFFICE,
    OFFICIALS,
    OPENS,
    POLLING,
    entered,
    plan,
    resident,
)
from madang.systems.elections.usecases.counting.count_paper import count_paper, uncounted_stations
from madang.systems.elections.usecases.counting.results import results_of, turnout_of
from madang.systems.elections.usecases.preparation.name_stations import StationsStand, name_stations
from madang.systems.elections.usecases.rehearse import announce, ballot, begin, count
from madang.systems.elections.usecases.voting.apply_by_post import (
    ApplicationUnfit,
    NoApplicationNow,
    NotOnThisRoll,
    TooLateForPost,
    apply_by_post,
)
from madang.systems.elections.usecases.voting.by_post import VotesByPost
from madang.systems.elections.usecases.voting.cast_ballot import cast_ballot
from madang.systems.elections.usecases.voting.hand_out_paper import PostalBallotOut, StationUnnamed, hand_out_paper
from madang.systems.elections.usecases.voting.post_ballot import (
    EnvelopeRefused,
    NoPostalVoter,
    PostalOver,
    hand_back,
    post_ballot,
    take_envelope,
)
from madang.systems.elections.usecases.voting.print_ballots import NoPrintingNow, print_ballots

APPLIED = OPENS - timedelta(days=17)
UNTIL = date(2026, 11, 5)
LAW = RollLaw(inspection_days=3, final_before_days=8, absentee_days=5)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def _announced() -> Election:
    planned = replace(plan(), absentee_until=UNTIL)
    return announce(plan=planned, office=OFFICE, enter=entered, officials=OFFICIALS, now=OPENS - timedelta(days=19))


def _admitted(election: Election, number: int, *, now: datetime = APPLIED) -> None:
    case = apply_by_post(
        election=election, ground="disability", address="Sejong-ro 1", actor=resident(number), now=APPLIED
    )
    decide(case=case, outcome="granted", reasons="The doctor's letter says so.", actor=OFFICIALS.first, now=now)


def test_the_law_gives_five_days_from_the_reference_day() -> None:
    """Public Official Election Act arts. 37 (1) and 38 (1): within five days from the roll's reference day."""
    public = replace(plan(), kind=Kind.PUBLIC, roll_source=RollSource.REGISTER)
    assert absentee_until_of(plan=public, law=LAW) == date(2026, 11, 5)
    assert absentee_until_of(plan=plan(), law=LAW) is None
    short = replace(public, absentee_until=date(2026, 11, 4))
    assert ("absentee_until", "elections.plan.absentee_short") in faults_of(plan=short, law=LAW)
    assert faults_of(plan=replace(short, absentee_until=UNTIL), law=LAW) == ()
    ranked = replace(plan().questions[0], kind=QuestionKind.SCHULZE)
    by_rank = replace(plan(), absentee_until=UNTIL, questions=(ranked,))
    assert ("absentee_until", "elections.plan.absentee_ranked") in faults_of(plan=by_rank, law=LAW)


def test_who_applies_in_time_votes_by_post_once_and_no_other_way(db: None) -> None:
    election = _announced()
    with pytest.raises(NoApplicationNow):
        apply_by_post(
            election=election, ground="disability", address="x", actor=resident(1), now=APPLIED + timedelta(days=3)
        )
    with pytest.raises(NotOnThisRoll):
        apply_by_post(election=election, ground="disability", address="x", actor=resident(9), now=APPLIED)
    with pytest.raises(ApplicationUnfit) as unfit:
        apply_by_post(election=election, ground="", address=" ", actor=resident(1), now=APPLIED)
    assert [one.place for one in unfit.value.faults] == ["ground", "address"]
    _admitted(election, 1)
    _admitted(election, 2)
    held = begin(election=election, officials=OFFICIALS, now=BEFORE)
    election = held.election
    text = ballot(rehearsal=held, number=1, choices=[[0, 1, 0]])
    with pytest.raises(VotesByPost):
        cast_ballot(election=election, ballot=text, voter=resident(1), now=DURING)
    with pytest.raises(PostalBallotOut):
        hand_out_paper(election=election, number=1, station="S1", actor=POLLING[0], now=DURING)
    with pytest.raises(EnvelopeRefused, match="not posted"):
        take_envelope(election=election, number=1, actor=POLLING[0], now=DURING)
    for number in (1, 2):
        post_ballot(election=election, number=number, actor=POLLING[0], now=BEFORE)
    take_envelope(election=election, number=1, actor=POLLING[0], now=DURING)
    _nothing_twice(election)
    # Handed back unused, the ballot no longer binds: its voter votes at a station.
    hand_back(election=election, number=2, actor=POLLING[0], now=DURING)
    hand_out_paper(election=election, number=2, station="S1", actor=POLLING[0], now=DURING)
    assert Voter.objects.get(election=election, number=1).channel == Channel.POST
    assert set(PollingRecord.objects.values_list("station", flat=True)) == {POSTAL_STATION, "S1"}
    turnout = turnout_of(election=election)
    assert (turnout.post, turnout.paper, turnout.online, turnout.voted) == (1, 1, 0, 2)
    counted = count(rehearsal=held, officials=OFFICIALS, now=AFTER)
    _counted_like_a_station(counted)


def _counted_like_a_station(counted: Election) -> None:
    assert uncounted_stations(election=counted) == ("S1", POSTAL_STATION)
    for one in POLLING:
        for station in ("S1", POSTAL_STATION):
            count_paper(election=counted, station=station, ballots=1, counts=[[0, 1, 0]], actor=one, now=AFTER)
    found = results_of(election=counted)
    assert found is not None
    assert [one.paper for one in found.questions[0].answers] == [0, 2, 0]


def _nothing_twice(election: Election) -> None:
    with pytest.raises(EnvelopeRefused, match="the first vote stands"):
        take_envelope(election=election, number=1, actor=POLLING[0], now=DURING)
    with pytest.raises(EnvelopeRefused, match="after"):
        take_envelope(election=election, number=2, actor=POLLING[0], now=AFTER)
    with pytest.raises(PostalOver):
        post_ballot(election=election, number=2, actor=POLLING[0], now=DURING)
    with pytest.raises(PostalOver):
        hand_back(election=election, number=1, actor=POLLING[0], now=DURING)
    with pytest.raises(NoPostalVoter):
        take_envelope(election=election, number=3, actor=POLLING[0], now=DURING)


def test_an_application_is_granted_before_voting_begins_or_not_at_all(db: None) -> None:
    election = _announced()
    with pytest.raises(TooLateForPost):
        _admitted(election, 1, now=DURING)
    assert not PostalVoter.objects.exists()


def test_paper_comes_from_named_stations_and_no_more_than_there_are_voters(db: None) -> None:
    held = begin(election=_announced(), officials=OFFICIALS, now=BEFORE)
    election = held.election
    assert name_stations(election=election, names=["S1", "", "S2"], actor=OFFICIALS.first, now=DURING) == 2
    with pytest.raises(StationUnnamed):
        hand_out_paper(election=election, number=3, station="S3", actor=POLLING[0], now=DURING)
    assert print_ballots(election=election, station="S1", copies=3, actor=POLLING[0], now=DURING)[:5] == b"%PDF-"
    with pytest.raises(StationsStand):
        name_stations(election=election, names=["S2"], actor=OFFICIALS.first, now=DURING)
    for copies, at in ((2, DURING), (0, DURING), (1, AFTER)):
        with pytest.raises(NoPrintingNow):
            print_ballots(election=election, station="S1", copies=copies, actor=POLLING[0], now=at)
    assert len(election.paper_stocks.get().serials) == 3


def test_a_voter_applies_on_the_page_and_is_told_what_is_missing(db: None) -> None:
    election = _announced()
    Election.objects.update(absentee_until=timezone.localdate(clock.now()))
    voter = signed_in(new_account("one", person="person1"))
    page = f"/elections/{election.uuid}/by-post/"
    assert f'href="{page}"' in Client().get(f"/elections/{election.uuid}/").content.decode()
    empty = voter.post(page, {"address": ""})
    assert empty.status_code == 422
    assert "Choose why you cannot come." in empty.content.decode()
    sent = voter.post(page, {"ground": "institution", "address": "Sejong-ro 1"})
    assert sent["Location"].startswith("/my/cases/")
