"""Who may vote: the roll drawn from the real register over the exchange, membership lists, objections and their decision."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.utils import translation

from madang.contracts.population_v1 import GetResidents
from madang.framework.cases.usecases import decide
from madang.framework.identity.may import Forbidden
from madang.framework.law import pack
from madang.systems.elections.domain.roll import HEAVIEST
from madang.systems.elections.domain.words import RollSource, State, Step
from madang.systems.elections.models import Election, Voter
from madang.systems.elections.tests.polling_world import OFFICE, OFFICIALS, official, plan, registered_people, resident
from madang.systems.elections.usecases.permissions import MANAGER
from madang.systems.elections.usecases.preparation.announce import RollUndrawn
from madang.systems.elections.usecases.preparation.draft_election import draft_election
from madang.systems.elections.usecases.preparation.draw_roll import (
    ListFaulty,
    Member,
    RollStands,
    draw_roll,
    enter_list,
)
from madang.systems.elections.usecases.preparation.freeze_roll import StillInspected, roll_digest
from madang.systems.elections.usecases.preparation.object_to_roll import (
    PROCEDURE,
    InspectionOver,
    object_to_roll,
)
from madang.systems.elections.usecases.rehearse import take

SEOUL, JONGNO, MAPO = "1100000000", "1111000000", "1144000000"
NOW = datetime(2026, 11, 2, 3, tzinfo=UTC)
KEEPER = official(9, MANAGER)


@pytest.fixture
def people(db: None) -> Iterator[Mapping[str, str]]:
    """The pack's named residents in the real register."""
    with translation.override("ko"):
        yield registered_people()


def _draft(
    *, division: str = "", reference_on: date = date(2026, 11, 1), opens_on: date = date(2026, 11, 20)
) -> Election:
    opens_at = datetime(opens_on.year, opens_on.month, opens_on.day, 0, tzinfo=UTC)
    planned = replace(
        plan(),
        roll_source=RollSource.REGISTER,
        division=division,
        reference_on=reference_on,
        inspection_from=reference_on,
        inspection_until=reference_on,
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=1),
        opens_on=opens_on,
    )
    return draft_election(plan=planned, office=OFFICE, actor=OFFICIALS.first, now=NOW)


def _drawn(people: Mapping[str, str], **asked: Any) -> set[str]:
    """The logins of the named residents on a roll."""
    election = _draft(**asked)
    assert draw_roll(election=election, actor=OFFICIALS.first, now=NOW) == election.voters.count()
    keys = set(election.voters.values_list("person", flat=True))
    return {login for login, key in people.items() if key in keys}


def _living_in(*divisions: str, born_until: date) -> set[str]:
    """What the pack says of its named residents."""
    said = pack().data("demo")
    return {
        one["login"]
        for one in said["residents"]
        if said["households"][one["household"]]["division"] in divisions and one["born_on"] <= born_until
    }


def test_the_register_says_who_lived_there_and_is_of_age_when_the_vote_is(people: Mapping[str, str]) -> None:
    of_age = date(2008, 11, 20)
    assert _drawn(people, division=JONGNO) == _living_in(JONGNO, born_until=of_age) != set()
    assert _drawn(people, division=SEOUL) == _living_in(JONGNO, MAPO, born_until=of_age)
    assert _drawn(people) == _drawn(people, division=SEOUL)
    assert _drawn(people, division="11110") == set()
    # Where hana and minsu lived on that day: they moved in 2021.
    before = {"reference_on": date(2020, 3, 2), "opens_on": date(2020, 3, 20)}
    assert {"hana", "minsu"} <= _drawn(people, division=MAPO, **before)
    assert not {"hana", "minsu"} & _drawn(people, division=JONGNO, **before)
    # Seoyun, born on 21 June 2017, comes of age at 18 (Public Official Election Act arts. 15, 17): on the day of the vote.
    reference_on = date(2035, 6, 1)
    assert "seoyun" in _drawn(people, reference_on=reference_on, opens_on=date(2035, 6, 21))
    assert "seoyun" not in _drawn(people, reference_on=reference_on, opens_on=date(2035, 6, 20))


def test_the_register_answers_page_by_page_and_leaves_nobody_out(people: Mapping[str, str]) -> None:
    residents = import_module("madang.systems.population.usecases.answer").residents
    asked = GetResidents(on=date(2026, 11, 1), born_until=date(2008, 11, 20), nationality="KR", limit=5000)
    whole, paged = [one.key for one in residents(query=asked).people], []
    more = True
    while more:
        page = residents(query=replace(asked, limit=3, after=paged[-1] if paged else ""))
        paged += [one.key for one in page.people]
        more = page.more
    assert paged == whole == sorted(set(whole))
    assert residents(query=replace(asked, nationality="XX")).people == ()


def test_a_roll_is_drawn_by_its_managers_in_the_draft_alone(people: Mapping[str, str]) -> None:
    election = _draft(division=JONGNO)
    with pytest.raises(Forbidden):
        draw_roll(election=election, actor=OFFICIALS.keeper, now=NOW)
    with pytest.raises(RollUndrawn):
        take(election=election, step=Step.ANNOUNCE, officials=OFFICIALS, now=NOW)
    count = draw_roll(election=election, actor=OFFICIALS.first, now=NOW)
    assert draw_roll(election=election, actor=OFFICIALS.first, now=NOW) == count == election.voters.count()
    take(election=election, step=Step.ANNOUNCE, officials=OFFICIALS, now=NOW)
    with pytest.raises(RollStands):
        draw_roll(election=election, actor=OFFICIALS.first, now=NOW)
    assert election.voters.count() == count


def _namesake(name: str, number: int) -> None:
    model = import_module("madang.systems.population.models").Person
    model.objects.create(key=f"{number:032}", name=name, birth_on=date(1988, 4, 12), sex="female", nationality="KR")


def test_a_list_is_taken_whole_or_not_at_all(people: Mapping[str, str]) -> None:
    hana = Member(row=2, name="김하나", birth_on=date(1988, 4, 12), weight=3)
    minsu = Member(row=3, name="이민수", birth_on=date(1986, 11, 3))
    election = _draft()
    # Others whose names only begin so are not her, however many there are.
    for number in range(5):
        _namesake("김하나리", number)
    assert enter_list(election=election, members=[minsu, hana], actor=OFFICIALS.first, now=NOW) == 2
    roll = list(election.voters.order_by("number").values_list("number", "person", "weight"))
    assert roll == [(1, people["minsu"], 1), (2, people["hana"], 3)]

    wrong = [
        minsu,
        replace(minsu, row=4),
        replace(hana, row=5, birth_on=date(1988, 4, 13)),
        replace(hana, row=6, weight=0),
        replace(hana, row=7, weight=HEAVIEST + 1),
    ]
    with pytest.raises(ListFaulty) as refused:
        enter_list(election=election, members=wrong, actor=OFFICIALS.first, now=NOW)
    says = {fault.place: str(fault.says) for fault in refused.value.faults}
    assert says.keys() == {"row 4", "row 5", "row 6", "row 7"}
    assert "두 번" in says["row 4"]
    assert "없습니다" in says["row 5"]
    _namesake("김하나", 9)
    with pytest.raises(ListFaulty) as refused:
        enter_list(election=election, members=[hana], actor=OFFICIALS.first, now=NOW)
    assert "여럿" in refused.value.faults[0].says
    with pytest.raises(ListFaulty):
        enter_list(election=election, members=[], actor=OFFICIALS.first, now=NOW)
    assert list(election.voters.order_by("number").values_list("number", "person", "weight")) == roll


def test_an_objection_is_decided_before_the_roll_is_frozen(people: Mapping[str, str]) -> None:
    election = draft_election(plan=plan(), office=OFFICE, actor=OFFICIALS.first, now=NOW)
    Voter.objects.create(election=election, number=7, person=people["minsu"], name="이만수", birth_on=date(1986, 1, 3))
    objectors = [replace(resident(1), person=people[login], name=login) for login in ("hana", "minsu", "dohyun")]
    with pytest.raises(InspectionOver):
        object_to_roll(election=election, ground="나는 빠졌습니다.", actor=objectors[0], now=NOW)
    election = take(election=election, step=Step.ANNOUNCE, officials=OFFICIALS, now=NOW)
    before = roll_digest(election=election)
    cases = [object_to_roll(election=election, ground="틀렸습니다.", actor=one, now=NOW) for one in objectors]
    assert {one.procedure for one in cases} == {PROCEDURE}
    later = datetime(2026, 11, 11, 3, tzinfo=UTC)
    with pytest.raises(InspectionOver):
        object_to_roll(election=election, ground="늦었습니다.", actor=objectors[0], now=later)

    for case in cases[:2]:
        decide(case=case, outcome="granted", reasons="주민등록부와 같습니다.", actor=KEEPER, now=NOW)
    with pytest.raises(StillInspected):
        take(election=election, step=Step.FREEZE_ROLL, officials=OFFICIALS, now=later)
    decide(case=cases[2], outcome="refused", reasons="다른 단지에 삽니다.", actor=KEEPER, now=later)
    # Who was missing comes last; who was there wrongly is as the register says; who was refused is not there.
    roll = list(election.voters.order_by("number").values_list("number", "person", "name", "birth_on"))
    assert roll == [
        (7, people["minsu"], "이민수", date(1986, 11, 3)),
        (8, people["hana"], "김하나", date(1988, 4, 12)),
    ]
    frozen = take(election=election, step=Step.FREEZE_ROLL, officials=OFFICIALS, now=later)
    assert (frozen.state, frozen.roll_digest) == (State.ROLL_FROZEN, roll_digest(election=election))
    assert frozen.roll_digest != before
