"""One election from its draft to an archive that belenios-tool verifies, and what is refused on the way."""

import json
import threading
from pathlib import Path

import pytest
from django.db import connection

from madang.framework.identity.may import Forbidden
from madang.framework.values import Refusal
from madang.systems.elections.domain.belenios.ballots import encrypt
from madang.systems.elections.domain.belenios.tests.made import accepted_by_tool
from madang.systems.elections.domain.belenios.verify import verify
from madang.systems.elections.domain.words import Channel, State, Step
from madang.systems.elections.models import BoardData, BoardEvent, PollingRecord, Voter
from madang.systems.elections.tests.polling_world import (
    AFTER,
    BEFORE,
    DURING,
    OFFICIALS,
    POLLING,
    open_election,
    resident,
)
from madang.systems.elections.usecases.counting.archive import archive_of
from madang.systems.elections.usecases.counting.close import StillOpen, approve_closing
from madang.systems.elections.usecases.counting.count_paper import count_paper
from madang.systems.elections.usecases.counting.publish import PaperUncounted
from madang.systems.elections.usecases.counting.results import results_of
from madang.systems.elections.usecases.joint_step import OwnProposal, propose
from madang.systems.elections.usecases.preparation.hand_in_credentials import CannotReplace, replace_credential
from madang.systems.elections.usecases.rehearse import Rehearsal, ballot, count, take
from madang.systems.elections.usecases.voting.cast_ballot import cast_ballot
from madang.systems.elections.usecases.voting.hand_out_paper import VotedBefore, hand_out_paper
from madang.systems.elections.usecases.voting.own_credential import BallotUnfit, CredentialNotYours, NotOnRoll, NotOpen
from madang.systems.elections.usecases.voting.public_election import public_election
from madang.systems.elections.usecases.voting.take_ballots import VotedOnPaper

YES, NO, BLANK = [[0, 1, 0]], [[0, 0, 1]], [[1, 0, 0]]


def test_an_election_is_held_and_its_archive_verified_by_others(db: None, tmp_path: Path) -> None:
    held = open_election()
    election = held.election
    first = ballot(rehearsal=held, number=1, choices=NO)
    with pytest.raises(NotOpen):
        cast_ballot(election=election, ballot=first, voter=resident(1), now=BEFORE)
    cast = cast_ballot(election=election, ballot=first, voter=resident(1), now=DURING)
    assert cast_ballot(election=election, ballot=first, voter=resident(1), now=DURING) == cast
    # Voted again: the last one counts.
    again = ballot(rehearsal=held, number=1, choices=YES)
    assert cast_ballot(election=election, ballot=again, voter=resident(1), now=DURING).sequence == cast.sequence + 1
    with pytest.raises(NotOnRoll):
        cast_ballot(election=election, ballot=first, voter=resident(9), now=DURING)
    with pytest.raises(CredentialNotYours):
        cast_ballot(election=election, ballot=again, voter=resident(2), now=DURING)

    # A lost credential is replaced by a spare; what was lost votes no more. Who voted keeps theirs.
    lost = ballot(rehearsal=held, number=2, choices=NO)
    replace_credential(election=election, number=2, secret=held.spare[0], actor=OFFICIALS.keeper, now=DURING)
    with pytest.raises(CredentialNotYours):
        cast_ballot(election=election, ballot=lost, voter=resident(2), now=DURING)
    new = encrypt(election=public_election(uuid=election.uuid), credential=held.spare[0], choices=YES)
    cast_ballot(election=election, ballot=new, voter=resident(2), now=DURING)
    with pytest.raises(CannotReplace):
        replace_credential(election=election, number=1, secret=held.spare[1], actor=OFFICIALS.keeper, now=DURING)

    # Paper or online, the first one stands.
    hand_out_paper(election=election, number=3, station="S1", actor=POLLING[0], now=DURING)
    paper = ballot(rehearsal=held, number=3, choices=NO)
    with pytest.raises(VotedOnPaper):
        cast_ballot(election=election, ballot=paper, voter=resident(3), now=DURING)
    with pytest.raises(VotedBefore):
        hand_out_paper(election=election, number=1, station="S1", actor=POLLING[0], now=DURING)

    _closed_counted_and_published(held)
    path = tmp_path / f"{election.uuid}.bel"
    path.write_bytes(b"".join(archive_of(election=election)))
    assert accepted_by_tool(tmp_path)
    assert verify(archive=path).counts == ((0, 2, 0),)


def _closed_counted_and_published(held: Rehearsal) -> None:
    election = held.election
    propose(election=election, step=Step.CLOSE, actor=OFFICIALS.first, now=AFTER)
    with pytest.raises(OwnProposal):
        approve_closing(election=election, actor=OFFICIALS.first, now=AFTER)
    with pytest.raises(StillOpen):
        approve_closing(election=election, actor=OFFICIALS.second, now=DURING)
    with pytest.raises(Forbidden):
        approve_closing(election=election, actor=POLLING[0], now=AFTER)
    assert results_of(election=election) is None
    counted = count(rehearsal=held, officials=OFFICIALS, now=AFTER)
    assert counted.state == State.COUNTED

    with pytest.raises(PaperUncounted):
        take(election=counted, step=Step.PUBLISH, officials=OFFICIALS, now=AFTER)
    for one, counts in zip((*POLLING, POLLING[0]), ([[0, 1, 0]], [[0, 0, 1]], [[0, 0, 1]]), strict=True):
        count_paper(election=counted, station="S1", ballots=1, counts=counts, actor=one, now=AFTER)
    assert take(election=counted, step=Step.PUBLISH, officials=OFFICIALS, now=AFTER).state == State.PUBLISHED
    result = results_of(election=counted)
    assert result is not None
    assert [(one.online, one.paper) for one in result.questions[0].answers] == [(0, 0), (2, 0), (0, 1)]
    assert (result.turnout.voted, result.turnout.voters, result.quorum_met) == (3, 4, True)


def test_what_is_no_ballot_is_refused_and_changes_nothing(db: None) -> None:
    held = open_election()
    good = ballot(rehearsal=held, number=1, choices=YES)
    said = json.loads(good)
    said["answers"][0]["choices"][1], said["answers"][0]["choices"][2] = (
        said["answers"][0]["choices"][2],
        said["answers"][0]["choices"][1],
    )
    swapped = json.dumps(said, separators=(",", ":"))
    bad = ("", "{", "[]", '{"credential": 1}', '{"credential": "\\ud800"}', "\ud800", "[" * 100_000, swapped)
    for text in bad:
        with pytest.raises((BallotUnfit, CredentialNotYours)):
            cast_ballot(election=held.election, ballot=text, voter=resident(1), now=DURING)
    assert BoardEvent.objects.filter(election=held.election).count() == 1
    assert not Voter.objects.exclude(channel="").exists()
    cast_ballot(election=held.election, ballot=good, voter=resident(1), now=DURING)
    with pytest.raises(Exception, match="never changed"):
        BoardData.objects.filter(event__height=1).update(text="{}")


@pytest.mark.parametrize("paper_overrides", [False, True])
def test_online_and_paper_at_once_one_wins(transactional_db: None, paper_overrides: bool) -> None:
    held = open_election(paper_overrides=paper_overrides)
    text = ballot(rehearsal=held, number=1, choices=YES)
    start, outcomes = threading.Barrier(2), []

    def run(act: object) -> None:
        try:
            start.wait(timeout=60)
            act()  # type: ignore[operator]
            outcomes.append("taken")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    acts = (
        lambda: cast_ballot(election=held.election, ballot=text, voter=resident(1), now=DURING),
        lambda: hand_out_paper(election=held.election, number=1, station="S", actor=POLLING[0], now=DURING),
    )
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
    assert sorted(outcomes)[1] == "taken"
    on_paper = Voter.objects.get(election=held.election, number=1).channel == Channel.PAPER
    on_board = BoardEvent.objects.filter(kind="Ballot").exists()
    if paper_overrides:
        # Online before paper, and paper overrides; or paper first, and nothing comes to the board.
        assert sorted(outcomes)[0] == ("taken" if on_board else "elections.voted_on_paper")
        assert on_paper
        assert PollingRecord.objects.get().after_online is on_board
        return
    assert sorted(outcomes)[0] in {"elections.voted_on_paper", "elections.voted_before"}
    assert PollingRecord.objects.exists() is on_paper
    assert on_board is not on_paper
