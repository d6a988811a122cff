"""Refusing all answers, and one vote held in several districts."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from madang.systems.elections.domain.belenios.board import Kind as EventKind
from madang.systems.elections.domain.belenios.tests.made import accepted_by_tool
from madang.systems.elections.domain.belenios.verify import verify
from madang.systems.elections.domain.counting.outcome import Sums, outcome
from madang.systems.elections.domain.counting.referendum import DistrictVote, Verdict, decide_jointly
from madang.systems.elections.domain.plan import RollLaw, faults_of
from madang.systems.elections.domain.words import Channel, Kind, QuestionKind, State
from madang.systems.elections.models import Election, Voter
from madang.systems.elections.tests.polling_world import (
    AFTER,
    BEFORE,
    DURING,
    OFFICE,
    OFFICIALS,
    OPENS,
    entered,
    plan,
    resident,
)
from madang.systems.elections.usecases.append_to_board import append, begin_board
from madang.systems.elections.usecases.counting.archive import archive_of
from madang.systems.elections.usecases.preparation.draft_election import draft_election
from madang.systems.elections.usecases.rehearse import announce, ballot, begin, count
from madang.systems.elections.usecases.voting.cast_ballot import cast_ballot

SEOUL, BUSAN, DAEGU = "1100000000", "2600000000", "2700000000"
LAW = RollLaw(inspection_days=3, final_before_days=8, absentee_days=5)


def test_a_refusal_is_an_answer_that_others_count_too_and_elects_nobody(db: None, tmp_path: Path) -> None:
    asked = replace(plan().questions[0], refusal=True)
    planned = replace(plan(trustees=("Kim",)), questions=(asked,))
    made = announce(plan=planned, office=OFFICE, enter=entered, officials=OFFICIALS, now=OPENS - timedelta(days=19))
    held = begin(election=made, officials=OFFICIALS, now=BEFORE)
    for number, choice in ((1, 3), (2, 3), (3, 1)):
        text = ballot(rehearsal=held, number=number, choices=[[int(place == choice) for place in range(4)]])
        cast_ballot(election=held.election, ballot=text, voter=resident(number), now=DURING)
    counted = count(rehearsal=held, officials=OFFICIALS, now=AFTER)
    path = tmp_path / f"{counted.uuid}.bel"
    path.write_bytes(b"".join(archive_of(election=counted)))
    assert accepted_by_tool(tmp_path)
    assert verify(archive=path).counts == ((0, 1, 0, 2),)
    page = Client(headers={"accept-language": "en"}).get(f"/elections/{counted.uuid}/results/").content.decode()
    elected, refusing = page.index("Elected"), page.index("I refuse all of these")
    assert page.index("Yes") < elected < refusing
    assert ">2</td>" in page[refusing:]


def test_refused_votes_took_part_but_are_for_nobody() -> None:
    sums = Sums(votes=(3, 2), blank=0, refused=10, cast=15, roll=20)
    found = outcome(kind=Kind.HOUSING, question=QuestionKind.SINGLE, sums=sums, quorum_percent=75, precedence=(0, 1))
    assert (found.elected, found.quorate) == ((0,), True)
    several = replace(plan().questions[0], kind=QuestionKind.MULTIPLE, refusal=True)
    assert ("questions[0].refusal", "elections.plan.refusal_single") in faults_of(
        plan=replace(plan(), questions=(several,)), law=LAW
    )


@pytest.mark.parametrize(
    ("yes_no", "double", "verdict"),
    [
        # Swiss Federal Constitution art. 142 (1): most of those who vote; (2), (3): and of the districts by their own results.
        (((90, 10), (40, 60), (40, 60)), False, Verdict.CARRIED),
        (((90, 10), (40, 60), (40, 60)), True, Verdict.REJECTED),
        (((60, 40), (60, 40), (10, 90)), True, Verdict.REJECTED),
        (((60, 40), (60, 40), (40, 60)), True, Verdict.CARRIED),
        # Half of the districts is not more than half, and a tie in one carries nothing there.
        (((60, 40), (50, 50)), True, Verdict.REJECTED),
    ],
)
def test_people_and_districts_have_to_say_yes(
    yes_no: tuple[tuple[int, int], ...], double: bool, verdict: Verdict
) -> None:
    votes = [DistrictVote(district=str(at), yes=yes, no=no, cast=100, roll=150) for at, (yes, no) in enumerate(yes_no)]
    assert decide_jointly(votes=votes, double=double).verdict is verdict


def _district(division: str, yes: int, no: int) -> Election:
    """A referendum of one district whose board says this."""
    planned = replace(plan(), division=division, series="Bridge", double_majority=True, quorum_percent=None)
    made = draft_election(plan=planned, office=OFFICE, actor=OFFICIALS.first, now=BEFORE)
    entered(made, 9)
    Voter.objects.filter(election=made, number__lte=yes + no).update(channel=Channel.ONLINE.value, voted_at=DURING)
    append(
        board=begin_board(election=made, now=BEFORE),
        kind=EventKind.RESULT,
        texts=(json.dumps({"result": [[0, yes, no]]}),),
        now=AFTER,
    )
    published = {"kind": Kind.REFERENDUM, "state": State.PUBLISHED, "announced_at": BEFORE, "roll_digest": "0" * 64}
    Election.objects.filter(pk=made.pk).update(**published, published_at=AFTER)
    return made


def test_districts_stand_side_by_side_and_decide_when_all_are_published(db: None) -> None:
    first = _district(SEOUL, 7, 1)
    _district(BUSAN, 1, 2)
    last = _district(DAEGU, 1, 2)
    Election.objects.filter(pk=last.pk).update(state=State.COUNTED.value)
    address, browser = f"/elections/{first.uuid}/results/", Client(headers={"accept-language": "en"})
    before = browser.get(address).content.decode()
    assert "Results by district" in before
    assert "The proposal is" not in before
    Election.objects.filter(pk=last.pk).update(state=State.PUBLISHED.value)
    page = browser.get(address).content.decode()
    assert "The proposal is rejected." in page
    assert "9 yes and 5 no in all; 1 of 3 districts for it." in page
