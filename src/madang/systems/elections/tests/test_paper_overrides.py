"""Paper after online, from the station to two archives that others verify; the state machine of a ballot on paper."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import IntegrityError, transaction

from madang.framework.identity.actor import system_actor
from madang.systems.elections.commands import command
from madang.systems.elections.domain.belenios.tests.made import accepted_by_tool, one_file
from madang.systems.elections.domain.belenios.verify import verify
from madang.systems.elections.domain.plan import RollLaw, faults_of
from madang.systems.elections.domain.words import Channel, Kind, State, Step
from madang.systems.elections.models import (
    Ballot,
    BoardEvent,
    Credential,
    Election,
    OverrideList,
    PollingRecord,
    Voter,
)
from madang.systems.elections.tests.polling_world import (
    AFTER,
    DURING,
    OFFICIALS,
    POLLING,
    open_election,
    plan,
    resident,
)
from madang.systems.elections.usecases.counting.archive import archive_of, collected_of, last_event_of
from madang.systems.elections.usecases.counting.close import approve_closing
from madang.systems.elections.usecases.counting.count_paper import CountUnfit, count_paper, overriding
from madang.systems.elections.usecases.counting.purge_names import purge_held
from madang.systems.elections.usecases.counting.results import results_of
from madang.systems.elections.usecases.joint_step import propose
from madang.systems.elections.usecases.rehearse import Rehearsal, ballot, count, take
from madang.systems.elections.usecases.voting.cast_ballot import cast_ballot
from madang.systems.elections.usecases.voting.hand_out_paper import (
    NothingToGiveBack,
    StationClosed,
    VotedBefore,
    give_back_paper,
    hand_out_paper,
)
from madang.systems.elections.usecases.voting.take_ballots import VotedOnPaper

YES, NO = [[0, 1, 0]], [[0, 0, 1]]


def vote(held: Rehearsal, number: int, choices: list[list[int]]) -> str:
    text = ballot(rehearsal=held, number=number, choices=choices)
    return cast_ballot(election=held.election, ballot=text, voter=resident(number), now=DURING).tracking


def hand_out(held: Rehearsal, number: int) -> PollingRecord:
    return hand_out_paper(election=held.election, number=number, station="S1", actor=POLLING[0], now=DURING)


def give_back(held: Rehearsal, number: int) -> PollingRecord:
    return give_back_paper(election=held.election, number=number, actor=POLLING[0], now=DURING)


def channel(held: Rehearsal, number: int) -> str:
    return Voter.objects.get(election=held.election, number=number).channel


def test_paper_after_online_is_what_counts_and_others_verify_it(db: None, tmp_path: Path) -> None:
    held = open_election(paper_overrides=True)
    tracked = [vote(held, 1, NO), vote(held, 2, YES), vote(held, 1, NO)]
    board = list(BoardEvent.objects.order_by("height").values_list("hash", flat=True))
    hand_out(held, 1)
    with pytest.raises(VotedOnPaper):
        vote(held, 1, YES)
    hand_out(held, 3)
    count(rehearsal=held, officials=OFFICIALS, now=AFTER)
    # What stood on the board stands there.
    assert list(BoardEvent.objects.order_by("height").values_list("hash", flat=True))[: len(board)] == board
    listed = OverrideList.objects.get(election=held.election)
    public = Credential.objects.get(overridden=True).public
    assert json.loads(listed.text)["overridden"] == [{"credential": public, "ballots": [tracked[0], tracked[2]]}]
    _verified_by_others(held, listed, tmp_path)
    _counted_with_paper(held)


def _counted_with_paper(held: Rehearsal) -> None:
    for official in POLLING:
        count_paper(election=held.election, station="S1", ballots=2, counts=[[0, 2, 0]], actor=official, now=AFTER)
    published = take(election=held.election, step=Step.PUBLISH, officials=OFFICIALS, now=AFTER)
    found = results_of(election=published)
    assert found is not None
    assert [(one.online, one.paper) for one in found.questions[0].answers] == [(0, 0), (1, 2), (0, 0)]
    assert (found.turnout.online, found.turnout.paper) == (1, 2)
    # The figure that observers see outlives the roll.
    purge_held(election=published, actor=system_actor("test"), now=AFTER)
    assert overriding(election=published) == 1


def _verified_by_others(held: Rehearsal, listed: OverrideList, folder: Path) -> None:
    uuid, paths = held.election.uuid, []
    for name, parts in (
        (f"counted/{uuid}.bel", archive_of(election=held.election)),
        (f"collected/{uuid}.bel", collected_of(listed=listed)),
        ("list.json", iter([listed.text.encode()])),
    ):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"".join(parts))
        paths.append(str(path))
    words = [paths[0], "--collected", paths[1], "--overridden", paths[2]]
    told = CliRunner().invoke(command, ["verify", "--json", *words])
    assert told.exit_code == 0, told.output
    said = json.loads(told.stdout)
    assert (said["counted"]["counts"], said["credentials"], said["ballots"]) == ([[0, 1, 0]], 1, 2)
    assert said["counted"]["last_event"] == last_event_of(election=held.election)
    assert one_file().main(words) == 0
    assert accepted_by_tool(folder / "counted")
    assert accepted_by_tool(folder / "collected")
    wrong = CliRunner().invoke(command, ["verify", paths[1], *words[1:]])
    assert wrong.exit_code == 1
    assert "overrides.left_in: " in wrong.output


def test_paper_given_back_leaves_all_as_it_was(db: None) -> None:
    """Handed out, then cast or given back; the official's act and the voter's come one after the other in any order."""
    held = open_election(paper_overrides=True)
    vote(held, 1, NO)
    for number, before in ((1, Channel.ONLINE), (2, "")):
        at = Voter.objects.get(election=held.election, number=number).voted_at
        hand_out(held, number)
        assert channel(held, number) == Channel.PAPER
        with pytest.raises(VotedBefore):
            hand_out(held, number)
        give_back(held, number)
        assert channel(held, number) == before
        assert Voter.objects.get(election=held.election, number=number).voted_at == at
        with pytest.raises(NothingToGiveBack):
            give_back(held, number)
        vote(held, number, YES)
    # Whoever gave it back may take it again, and then it counts; of the other the last ballot online does.
    hand_out(held, 1)
    count(rehearsal=held, officials=OFFICIALS, now=AFTER)
    assert OverrideList.objects.get().credentials == 1
    with pytest.raises(CountUnfit):
        count_paper(election=held.election, station="S1", ballots=2, counts=[[0, 2, 0]], actor=POLLING[0], now=AFTER)
    with pytest.raises(StationClosed):
        give_back(held, 1)


def test_what_is_left_out_is_as_many_as_were_handed_paper(db: None) -> None:
    held = open_election(paper_overrides=True)
    for number in (1, 2):
        vote(held, number, NO)
    hand_out(held, 1)
    propose(election=held.election, step=Step.CLOSE, actor=OFFICIALS.first, now=AFTER)
    # A program that changes the roll without a paper, or leaves out a ballot more, closes nothing.
    lies = (
        lambda: Voter.objects.filter(election=held.election, number=2).update(channel="paper"),
        lambda: Credential.objects.filter(voter__number=2).update(overridden=True),
    )
    for lie in lies:
        with transaction.atomic():
            lie()
            with pytest.raises(IntegrityError, match="left out"), transaction.atomic():
                approve_closing(election=held.election, actor=OFFICIALS.second, now=AFTER)
            transaction.set_rollback(True)
    assert Election.objects.get().state == State.READY
    approve_closing(election=held.election, actor=OFFICIALS.second, now=AFTER)
    for late in (
        lambda: Credential.objects.filter(overridden=True).update(overridden=False),
        lambda: OverrideList.objects.update(text="{}"),
        lambda: PollingRecord.objects.update(after_online=False),
        lambda: Voter.objects.filter(number=1).update(channel="online"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            late()


def test_where_all_were_handed_paper_the_counted_archive_holds_no_ballot(db: None, tmp_path: Path) -> None:
    held = open_election(paper_overrides=True)
    vote(held, 2, NO)
    hand_out(held, 2)
    election = count(rehearsal=held, officials=OFFICIALS, now=AFTER)
    path = tmp_path / f"{election.uuid}.bel"
    path.write_bytes(b"".join(archive_of(election=election)))
    assert verify(archive=path).counts == ((0, 0, 0),)
    assert accepted_by_tool(tmp_path)


def test_without_the_option_the_first_way_stands(db: None) -> None:
    held = open_election()
    vote(held, 1, NO)
    with pytest.raises(VotedBefore):
        hand_out(held, 1)
    hand_out(held, 2)
    with pytest.raises(NothingToGiveBack):
        give_back(held, 2)
    count(rehearsal=held, officials=OFFICIALS, now=AFTER)
    assert not OverrideList.objects.exists()
    assert Ballot.objects.filter(credential__overridden=False).count() == 1


def test_what_takes_no_paper_is_not_overridden() -> None:
    law = RollLaw(inspection_days=1, final_before_days=1)
    asked = plan()
    for kind, fits in ((Kind.HOUSING, True), (Kind.SURVEY, False)):
        given = faults_of(plan=replace(asked, kind=kind, paper_overrides=True), law=law)
        assert (("paper_overrides", "elections.plan.override_without_paper") not in given) is fits
