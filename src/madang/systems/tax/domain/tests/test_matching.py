"""Planted patterns are found, and nothing else."""

import sys
from datetime import date, timedelta
from itertools import permutations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.systems.tax.domain.circles import EDGE, CircleLimits, circles, components, edges_of
from madang.systems.tax.domain.matching import LINE, Matched, match, months_of
from madang.systems.tax.domain.missing_traders import TRADER, MissingLimits, missing_traders

Line = tuple[str, str, str, date, int, int, str]
JANUARY, MARCH = date(2026, 1, 5), date(2026, 3, 5)


def line(number: str, seller: str, buyer: str, minor: int, *, on: date = JANUARY, state: str = "valid") -> Line:
    return (number, seller, buyer, on, minor, minor // 10, state)


def frame(lines: list[Line]) -> pl.LazyFrame:
    return pl.LazyFrame(lines, schema=LINE, orient="row")


def matched(sold: list[Line], bought: list[Line]) -> Matched:
    both = pl.concat([frame(sold), frame(bought)])
    return match(sold=frame(sold), bought=frame(bought), months=months_of(lines=both))


def found(result: Matched) -> set[tuple[str, str, str]]:
    return set(result.found.select("kind", "subject", "number").rows())


def test_each_way_of_disagreeing_is_told_with_its_lines() -> None:
    sold = [
        line("same", "A", "B", 1000),
        line("sum", "A", "B", 1000),
        line("party", "A", "B", 1100),
        line("late", "A", "C", 1200),
        line("gone", "A", "D", 1300, state="cancelled"),
        line("both-gone", "A", "D", 1350, state="cancelled"),
        line("hidden", "A", "E", 1400),
        line("typed", "A", "F", 1500),
        line("never", "A", "F", 1600, state="cancelled"),
        line("twice", "A", "G", 1700),
    ]
    bought = [
        line("same", "A", "B", 1000),
        line("sum", "A", "B", 9000),
        line("party", "X", "B", 1100),
        line("late", "A", "C", 1200, on=MARCH),
        line("gone", "A", "D", 1300),
        line("both-gone", "A", "D", 1350, state="cancelled"),
        line("invented", "A", "E", 1450),
        line("tpyed", "A", "F", 1500),
        line("twice", "A", "G", 1700),
        line("twice", "A", "G", 1700),
    ]
    result = matched(sold, bought)
    assert found(result) == {
        ("differing", "B", "sum"),
        ("differing", "B", "party"),
        ("cancelled_after_deduction", "D", "gone"),
        ("not_claimed", "E", "hidden"),
        ("not_sold", "E", "invented"),
        ("deducted_twice", "G", "twice"),
    }
    assert (result.agreed, result.by_parties) == (5, 1)
    told = result.found.filter(number="sum").row(0, named=True)
    assert (told["minor"], told["other_minor"], told["other_tax"]) == (1000, 9000, 900)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("ABCD"),
            st.sampled_from("EFGH"),
            st.integers(1, 10**12),
            st.integers(0, 200),
            st.sampled_from(["agree", "agree", "not_sold", "not_claimed", "differing", "cancelled_after_deduction"]),
        ),
        max_size=30,
    )
)
def test_planted_disagreements_are_found_and_nothing_else(rows: list[tuple[str, str, int, int, str]]) -> None:
    sold, bought, planted = [], [], set()
    for place, (seller, buyer, minor, day, what) in enumerate(rows):
        # Sums that differ, so that nothing agrees by accident.
        one = line(f"n{place}", seller, buyer, minor * 100 + place, on=JANUARY + timedelta(days=day))
        if what != "not_sold":
            sold.append((*one[:6], "cancelled") if what == "cancelled_after_deduction" else one)
        if what != "not_claimed":
            bought.append((*one[:4], one[4] + 1, *one[5:]) if what == "differing" else one)
        if what != "agree":
            planted.add((what, buyer, f"n{place}"))
    result = matched(sold, bought)
    assert found(result) == planted
    assert result.agreed == len(rows) - len(planted)


LIMITS = CircleLimits(least_minor=100, share_percent=50, most_members=5)


def test_a_ring_is_found_and_a_chain_a_market_and_a_light_way_back_are_not() -> None:
    ring = [line(f"r{place}", seller, buyer, 1000) for place, (seller, buyer) in enumerate(["AB", "BC", "CA"])]
    light = [line("l1", "A", "Z", 100), line("l2", "Z", "A", 99)]
    chain = [line(f"c{place}", f"s{place}", f"s{place + 1}", 1000) for place in range(50)]
    back = [line("b", "s50", "s0", 50)]
    large = [line(f"g{place}", f"t{place}", f"t{(place + 1) % 6}", 1000) for place in range(6)]
    cancelled = [line("x", "P", "Q", 1000), line("y", "Q", "P", 1000, state="cancelled")]
    later = [line("m", "U", "V", 1000), line("n", "V", "U", 1000, on=MARCH)]
    sold = frame([*ring, *light, *chain, *back, *large, *cancelled, *later])
    (one,) = circles(edges=edges_of(sold=sold).collect(), limits=LIMITS)
    assert (one.month, one.members, one.minor) == (date(2026, 1, 1), ("A", "B", "C"), 3000)
    assert one.edges == (("A", "B", 1000, 1), ("B", "C", 1000, 1), ("C", "A", 1000, 1))


TRADERS = "ABCDEF"
PAIRS = list(permutations(TRADERS, 2))


@settings(max_examples=120, deadline=None)
@given(st.dictionaries(st.sampled_from(PAIRS), st.integers(1, 1000), max_size=20))
def test_no_circle_is_told_that_is_none_and_none_is_left_out(sums: dict[tuple[str, str], int]) -> None:
    """Against a second reckoning: who reaches whom over heavy edges, by squaring the relation until it stands."""
    rows = [(date(2026, 1, 1), seller, buyer, minor, 1) for (seller, buyer), minor in sums.items()]
    told = circles(edges=pl.DataFrame(rows, schema=EDGE, orient="row"), limits=LIMITS)

    def share(pair: tuple[str, str], end: int) -> float:
        return sums[pair] / sum(minor for other, minor in sums.items() if other[end] == pair[end])

    reach = {pair for pair, minor in sums.items() if minor >= 100 and share(pair, 0) >= 0.5 and share(pair, 1) >= 0.5}
    while more := {(a, d) for a, b in reach for c, d in reach if b == c} - reach:
        reach |= more
    rings = {frozenset(b for b in TRADERS if (a, b) in reach and (b, a) in reach) for a in TRADERS} - {frozenset()}
    assert {frozenset(one.members) for one in told} == {ring for ring in rings if 2 <= len(ring) <= 5}


def test_a_chain_ten_times_as_long_as_the_stack_does_not_exhaust_it() -> None:
    length = 10 * sys.getrecursionlimit()
    follows = {str(place): [str((place + 1) % length)] for place in range(length)}
    (whole,) = components(follows=follows)
    assert len(whole) == length


def test_a_missing_trader_sells_much_declares_little_and_is_young_gone_or_unknown() -> None:
    limits = MissingLimits(least_tax=1000, filed_percent=10, young_days=365)
    old, young = date(2015, 1, 1), date(2025, 12, 1)
    registered: list[tuple[str, date, date | None, int]] = [
        ("honest", young, None, 2000),
        ("small", young, None, 0),
        ("careless", old, None, 0),
        ("young", young, None, 199),
        ("gone", old, date(2026, 6, 1), 0),
        ("takes-back", young, None, 0),
        ("new", young, None, None),
    ]
    sold = [line(f"n-{who}", who, "B", 20_000) for who, *_rest in registered if who not in {"small", "takes-back"}]
    sold += [line("n1", "small", "B", 9_000), line("n2", "takes-back", "B", 20_000, state="cancelled")]
    sold += [line("n3", "nobody", "B", 30_000), line("n4", "S", "young", 500)]
    result = missing_traders(
        sold=frame(sold),
        traders=pl.LazyFrame(registered, schema=TRADER, orient="row"),
        until=date(2026, 7, 1),
        limits=limits,
    )
    assert result["trader"].to_list() == ["nobody", "gone", "new", "young"]
    seen = result.filter(trader="young").row(0, named=True)
    assert (seen["sales_tax"], seen["filed_tax"], seen["bought"], seen["days_known"], seen["gone"]) == (
        2000,
        199,
        500,
        35,
        False,
    )
