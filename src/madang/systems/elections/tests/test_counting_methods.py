"""Methods of counting against published tables and against belenios-tool's own `method` command; properties by hypothesis."""

import json
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from madang.systems.elections.domain.belenios.tests.made import belenios_tool
from madang.systems.elections.domain.counting.majority_judgment import majority_judgment
from madang.systems.elections.domain.counting.plurality import most_votes
from madang.systems.elections.domain.counting.referendum import Quorum, Verdict, decide
from madang.systems.elections.domain.counting.schulze import schulze
from madang.systems.elections.domain.counting.stv import UNIT, Act, preferences_of, single_transferable_vote
from madang.systems.elections.domain.counting.ties import lot

CANDIDATES = 4
RANKS = st.lists(st.integers(0, CANDIDATES), min_size=CANDIDATES, max_size=CANDIDATES)
ORDERS = st.lists(st.permutations(range(CANDIDATES)), min_size=1, max_size=40)
# Schulze 2011, section 3, example 1: 45 voters, five candidates; also his own page of examples.
SCHULZE_FIRST = {"ACBED": 5, "ADECB": 5, "BEDAC": 8, "CABED": 3, "CAEBD": 7, "CBADE": 2, "DCEBA": 7, "EBADC": 8}
# Wikipedia, "Single transferable vote", the example of the party food: three seats, twenty guests.
PARTY = {"O": 4, "PO": 2, "CS": 8, "CW": 4, "S": 1, "W": 1}
# L. Y. Li, "STV primer", part 5 (2022): 100 votes of dog owners (0, 1), cat owners (2, 3) and the fish owner (4), three seats.
PETS = {"01423": 21, "10423": 19, "23401": 40, "32401": 6, "40123": 7, "40231": 6, "40": 1}


def _spread(counted: dict[str, int], order: str) -> list[list[int]]:
    return [[order.index(sign) for sign in ballot] for ballot, count in counted.items() for _one in range(count)]


def _ranks(orders: Sequence[Sequence[int]]) -> list[list[int]]:
    return [[list(order).index(one) + 1 for one in range(len(order))] for order in orders]


def _belenios(method: str, ballots: Any, *options: str) -> Any:
    ran = belenios_tool("method", method, "--blank-allowed", "false", *options, given=json.dumps(ballots))
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_the_most_votes_win_and_a_tie_goes_by_the_order_that_was_drawn() -> None:
    plain = most_votes(votes=(10, 30, 20), seats=1, precedence=(0, 1, 2))
    assert (plain.elected, plain.ranking, plain.tied) == ((1,), (1, 2, 0), ())
    tied = most_votes(votes=(10, 30, 10, 10), seats=2, precedence=(3, 2, 1, 0))
    assert (tied.elected, tied.tied) == ((1, 3), (3, 2, 0))
    # Two equals within the seats are elected both: nothing to break.
    assert most_votes(votes=(5, 5, 1), seats=2, precedence=(1, 0, 2)).tied == ()


def test_a_lot_can_be_drawn_again_by_anybody() -> None:
    drawn = lot(seed="2RkY9vXo", candidates=9)
    assert sorted(drawn) == list(range(9))
    assert drawn == lot(seed="2RkY9vXo", candidates=9) != lot(seed="2RkY9vXp", candidates=9)


def test_a_referendum_needs_its_turnout_and_its_majority() -> None:
    # 헌법 제130조 제2항: more than half of the roll votes, more than half of the votes cast say yes.
    constitution = Quorum(turnout=Fraction(1, 2), turnout_exceeds=True, of_cast=True)
    said = [
        decide(yes=yes, no=no, blank=blank, roll=100, quorum=constitution)
        for yes, no, blank in ((50, 0, 0), (26, 25, 0), (26, 25, 1), (60, 20, 10))
    ]
    assert said == [Verdict.NO_QUORUM, Verdict.CARRIED, Verdict.REJECTED, Verdict.CARRIED]
    # 주민투표법 제24조 제1항: a quarter of the roll votes, more than half of the valid votes say yes.
    local = Quorum(turnout=Fraction(1, 4))
    said = [decide(yes=yes, no=no, blank=2, roll=100, quorum=local) for yes, no in ((12, 10), (13, 10), (12, 12))]
    assert said == [Verdict.NO_QUORUM, Verdict.CARRIED, Verdict.REJECTED]
    assert decide(yes=0, no=0, blank=0, roll=0, quorum=Quorum()) is Verdict.NO_QUORUM


def test_the_first_example_of_schulze_has_his_duels_and_his_order() -> None:
    ballots = _ranks(_spread(SCHULZE_FIRST, "ABCDE"))
    found = schulze(rankings=ballots, candidates=5, precedence=range(5))
    published = (
        (0, 20, 26, 30, 22),
        (25, 0, 16, 33, 18),
        (19, 29, 0, 17, 24),
        (15, 12, 28, 0, 14),
        (23, 27, 21, 31, 0),
    )
    assert found.duels == published
    strongest = (
        (0, 28, 28, 30, 24),
        (25, 0, 28, 33, 24),
        (25, 29, 0, 29, 24),
        (25, 28, 28, 0, 24),
        (25, 28, 28, 31, 0),
    )
    assert found.paths == strongest
    assert found.places == ((4,), (0,), (2,), (1,), (3,))
    assert found.winner == 4


@settings(max_examples=12, deadline=None)
@given(ballots=st.lists(RANKS, min_size=1, max_size=30))
@example(ballots=[[0, 0, 0, 1], [0, 2, 0, 1], [1, 0, 0, 2], [2, 1, 0, 0], [2, 1, 0, 0]])
def test_belenios_finds_the_same_order_by_schulze(ballots: list[list[int]]) -> None:
    found = schulze(rankings=ballots, candidates=CANDIDATES, precedence=range(CANDIDATES))
    theirs = _belenios("schulze", ballots, "--nchoices", str(CANDIDATES))
    assert [list(row) for row in found.duels] == theirs["raw"]
    assert [sorted(place) for place in found.places] == [sorted(place) for place in theirs["winners"]]


@given(orders=ORDERS)
def test_whoever_beats_all_others_wins_by_schulze(orders: list[list[int]]) -> None:
    found = schulze(rankings=_ranks(orders), candidates=CANDIDATES, precedence=range(CANDIDATES))
    duels = found.duels
    for one in range(CANDIDATES):
        if all(duels[one][other] > duels[other][one] for other in range(CANDIDATES) if other != one):
            assert found.winner == one
            assert found.places[0] == (one,)


def test_the_condorcet_winner_of_a_published_example_loses_by_majority_judgment() -> None:
    # Wikipedia, "Condorcet criterion", majority judgment: A, B, C; grades excellent, good, fair, poor; C wins with "good".
    ballots = [[1, 3, 4]] * 35 + [[4, 3, 1]] * 34 + [[3, 1, 2]] * 31
    found = majority_judgment(ballots=ballots, grades=4, precedence=range(3))
    assert (found.winner, found.majority) == (2, (2, 2, 1))


def test_equal_grades_of_the_majority_are_told_apart_as_in_the_example_of_belenios() -> None:
    # 100 votes on four candidates: the example demo-mj.sh of Debian's package belenios-tool, whose reference orders them so.
    rows = ((30, 25, 20, 15, 10), (25, 30, 20, 14, 11), (6, 24, 40, 24, 6), (10, 15, 20, 25, 30))
    columns = [[grade for grade, count in enumerate(row, 1) for _one in range(count)] for row in rows]
    found = majority_judgment(ballots=list(zip(*columns, strict=True)), grades=5, precedence=range(4))
    assert (found.grades, found.places) == (rows, ((0,), (1,), (2,), (3,)))
    assert found.majority[0] == found.majority[1]


@settings(max_examples=12, deadline=None)
@given(ballots=st.lists(st.lists(st.integers(1, 5), min_size=3, max_size=3), min_size=1, max_size=29))
def test_belenios_ranks_by_the_same_grades_of_the_majority(ballots: list[list[int]]) -> None:
    odd = ballots if len(ballots) % 2 else ballots[:-1] + ballots[-2:]
    found = majority_judgment(ballots=odd, grades=5, precedence=range(3))
    theirs = _belenios("majority-judgment", odd, "--nchoices", "3", "--ngrades", "5")
    assert [list(row) for row in found.grades] == theirs["raw"]
    assert [found.majority[one] for place in theirs["winners"] for one in place] == sorted(found.majority)


def test_the_party_food_of_wikipedia_is_chocolate_oranges_and_strawberries() -> None:
    order = "OPCSW"
    count = single_transferable_vote(preferences=_spread(PARTY, order), candidates=5, seats=3, precedence=range(5))
    assert count.quota == 6 * UNIT
    assert [order[one] for one in count.elected] == ["C", "O", "S"]
    published = [(4, 2, 12, 1, 1), (4, 2, 6, 5, 3), (6, 0, 6, 5, 3)]
    assert [tuple(votes // UNIT for votes in stage.votes) for stage in count.stages[:3]] == published


def test_every_paper_of_the_elected_takes_part_in_the_surplus() -> None:
    count = single_transferable_vote(preferences=_spread(PETS, "01234"), candidates=5, seats=3, precedence=range(5))
    assert count.quota == 26 * UNIT
    # As published, after the fish owner is excluded: 35 and 19 for the dog owners, 26 and 20 for the cat owners.
    assert [(stage.act, stage.of) for stage in count.stages] == [
        (Act.FIRST, None),
        (Act.SURPLUS, 2),
        (Act.EXCLUSION, 4),
        (Act.SURPLUS, 0),
    ]
    assert count.stages[2].votes == tuple(one * UNIT for one in (35, 19, 26, 20, 0))
    # Rule 48 (3): 9 through 35 is 0.25714; 28 papers go to the other dog owner, 6 to the cat owner, one to nobody.
    assert count.stages[3].votes == (26 * UNIT, 19 * UNIT + 28 * 25714, 26 * UNIT, 20 * UNIT + 6 * 25714, 0)
    assert count.elected == (2, 0, 1)


@given(
    orders=st.lists(st.lists(st.sampled_from(range(5)), unique=True, max_size=5), max_size=60), seats=st.integers(1, 4)
)
def test_no_vote_is_made_or_lost_unseen_and_every_seat_is_filled(orders: list[list[int]], seats: int) -> None:
    count = single_transferable_vote(preferences=orders, candidates=5, seats=seats, precedence=range(5))
    valid = sum(bool(order) for order in orders)
    for stage in count.stages:
        assert sum(stage.votes) + stage.exhausted == valid * UNIT
        assert stage.exhausted >= 0
    assert [stage.exhausted for stage in count.stages] == sorted(stage.exhausted for stage in count.stages)
    assert len(set(count.elected)) == len(count.elected) == seats


@given(orders=ORDERS, seats=st.integers(1, 3))
def test_whoever_a_quota_of_voters_puts_first_is_elected(orders: list[list[int]], seats: int) -> None:
    count = single_transferable_vote(
        preferences=orders, candidates=CANDIDATES, seats=seats, precedence=range(CANDIDATES)
    )
    for one in range(CANDIDATES):
        if sum(order[0] == one for order in orders) * UNIT >= count.quota:
            assert one in count.elected


def test_ranks_become_preferences_until_they_are_unclear() -> None:
    assert preferences_of(ranking=(2, 0, 1, 3)) == (2, 0, 3)
    assert preferences_of(ranking=(1, 2, 2, 4)) == (0,)
    assert preferences_of(ranking=(0, 2, 3)) == ()
