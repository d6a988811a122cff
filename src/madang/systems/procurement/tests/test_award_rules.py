"""The lottery and the ranking as pure rules. Tables and values name where they come from."""

import hashlib
import importlib.util
import json
from dataclasses import asdict, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.systems.procurement.domain import panel, ranking
from madang.systems.procurement.domain import reserve_price as reserve
from madang.systems.procurement.domain.ranking import Lot, Points, RankedBid, Rules
from madang.systems.procurement.domain.words import AwardBy

# A loaded machine is slow, and that is no fault of a rule.
STEADY = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SCRIPT = Path(__file__).parents[1] / "static" / "procurement" / "recompute.py"
SEED = bytes(range(32))
TWO, THREE = Fraction(2), Fraction(3)
KEY = reserve.mixed(seed=SEED, bids=["a" * 64, "b" * 64])
PLAIN = Lot(key=KEY, reserve=None)
CRITERIA = (
    Points(code="price", most=20, by_formula=True),
    Points(code="quality", most=50, by_formula=False),
    Points(code="plan", most=30, by_formula=False),
)


def bid(number: str, minor: int, **values: object) -> RankedBid:
    return RankedBid(number=number, sha256=hashlib.sha256(number.encode()).hexdigest(), minor=minor, **values)  # type: ignore[arg-type]


def order(bids: list[RankedBid], rules: Rules, lot: Lot = PLAIN) -> list[str]:
    return [place.number for place in ranking.rank(bids=bids, rules=rules, lot=lot) if place.place]


def test_the_bands_are_those_of_the_published_table() -> None:
    """The defence procurement's table of ±2 %: 98.267 to 98.533, … 99.333 to 99.600, 100.400 to 100.667, … (in thousandths of a
    percent; wonderdayss.tistory.com, "복수예비가격 생성 공식(국방전자조달)", quoting d2b.go.kr)."""
    inner = [98267, 98533, 98800, 99067, 99333, 99600, 99867, 100133, 100400, 100667, 100933, 101200, 101467, 101733]
    edges = [98000, *inner, 102000]
    cut = reserve.bands(base=100_000, percent=TWO)
    assert len(cut) == 15
    for (first, last), low, high in zip(cut, edges, edges[1:], strict=False):
        assert abs(first - low) <= 1
        assert abs(last - high) <= 1


def test_the_reserve_price_is_the_average_of_the_four_drawn_most() -> None:
    """Computed by hand: positions 3 and 7 are drawn three times, 1 and 2 once like 9 and 12, so the lower ones count."""
    draws = {"A": (3, 7), "B": (3, 7), "C": (7, 3), "D": (1, 12), "E": (9, 2)}
    drawn = reserve.draw_reserve(key=KEY, base=100_000_000, percent=TWO, draws=draws)
    assert drawn.counts == (1, 1, 3, 0, 0, 0, 3, 0, 1, 0, 0, 1, 0, 0, 0)
    assert drawn.chosen == (1, 2, 3, 7)
    assert drawn.reserve == sum(drawn.prices[place - 1] for place in (1, 2, 3, 7)) // 4


def test_one_bidder_leaves_the_lowest_undrawn_positions_to_fill_up() -> None:
    assert reserve.most_drawn(counts=reserve.counted(draws=[(5, 15)])) == (1, 2, 5, 15)


@STEADY
@given(
    base=st.integers(min_value=100_000, max_value=10**14),
    percent=st.sampled_from([TWO, THREE]),
    seed=st.binary(min_size=32, max_size=32),
)
def test_fifteen_prices_differ_lie_in_the_range_and_one_in_each_band(base: int, percent: Fraction, seed: bytes) -> None:
    prices = reserve.preliminary_prices(key=seed, base=base, percent=percent)
    cut = reserve.bands(base=base, percent=percent)
    assert len(set(prices)) == 15
    assert base * (100 - percent) <= min(prices) * 100
    assert max(prices) * 100 <= base * (100 + percent)
    for (first, last), price in zip(cut, sorted(prices), strict=True):
        assert first <= price <= last


def test_a_base_too_small_for_fifteen_prices_is_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        reserve.bands(base=100, percent=TWO)


@pytest.mark.parametrize(
    "change", [{"seed": bytes(32)}, {"base": 999}, {"tender": "T2"}, {"lot": 2}, {"percent": THREE}], ids=str
)
def test_another_seed_base_tender_lot_or_range_breaks_the_commitment(change: dict[str, object]) -> None:
    given = {"seed": SEED, "tender": "T1", "lot": 1, "base": 1000, "percent": TWO}
    assert reserve.commitment(**given) != reserve.commitment(**(given | change))  # type: ignore[arg-type]


def test_one_bid_more_or_less_changes_every_price() -> None:
    other = reserve.mixed(seed=SEED, bids=["a" * 64])
    here = reserve.preliminary_prices(key=KEY, base=10**9, percent=TWO)
    assert not set(here) & set(reserve.preliminary_prices(key=other, base=10**9, percent=TWO))


@pytest.mark.parametrize(
    "draws", [(), (1,), (1, 2, 3), (0, 1), (1, 16), (4, 4), ("1", 2), (True, 2), (1.0, 2)], ids=str
)
def test_faulty_draws_do_not_count(draws: tuple[object, ...]) -> None:
    assert not reserve.draws_fit(draws=draws)
    assert reserve.draws_fit(draws=(1, 15))


def test_the_limit_is_the_least_whole_amount_at_the_rate() -> None:
    # 87.745 % of 98,765,433 is 86,661,729.18585 (by hand).
    assert reserve.lower_limit(reserve=98_765_433, percent=Fraction("87.745")) == 86_661_730
    assert reserve.lower_limit(reserve=100_000, percent=Fraction("87.745")) == 87_745


def test_the_lowest_at_or_above_the_limit_wins() -> None:
    lot = Lot(key=KEY, reserve=100_000)
    rules = Rules(by=AwardBy.LOWER_LIMIT, lower_limit=Fraction("87.745"))
    bids = [
        bid("low", 87_744, draws=(1, 2)),
        bid("exact", 87_745, draws=(1, 2)),
        bid("next", 87_746, draws=(1, 2)),
        bid("at the reserve price", 100_000, draws=(1, 2)),
        bid("above", 100_001, draws=(1, 2)),
        bid("no draws", 90_000),
        bid("unfit", 88_000, draws=(1, 2), excluded="unqualified"),
    ]
    places = ranking.rank(bids=bids, rules=rules, lot=lot)
    assert [place.number for place in places if place.place] == ["exact", "next", "at the reserve price"]
    assert {place.number: place.why for place in places if not place.place} == {
        "low": "below_limit",
        "above": "above_reserve",
        "no draws": "draws",
        "unfit": "unqualified",
    }


def test_best_value_adds_the_panel_and_the_price() -> None:
    """By hand: B has 45 + 27 of the panel and 20·90/100 = 18 for the price, A 43 + 26 and 20; C with 67 is below 85 % of 80."""
    sheets = {"A": (43, 26), "B": (45, 27), "C": (40, 27)}
    bids = [
        bid("A", 90, scores={"e1": {"quality": 42, "plan": 26}, "e2": {"quality": 44, "plan": 26}}),
        bid("B", 100, scores={"e1": {"quality": sheets["B"][0], "plan": sheets["B"][1]}}),
        bid("C", 50, scores={"e1": {"quality": sheets["C"][0], "plan": sheets["C"][1]}}),
    ]
    rules = Rules(by=AwardBy.BEST_VALUE, technical_minimum=Fraction(85))
    lot = Lot(key=KEY, reserve=None, criteria=CRITERIA)
    places = {place.number: place for place in ranking.rank(bids=bids, rules=rules, lot=lot)}
    assert (places["B"].value, places["B"].place) == (Fraction(90), 1)
    assert (places["A"].value, places["A"].place) == (Fraction(89), 2)
    assert places["C"].why == "technical_minimum"


def test_the_highest_and_the_lowest_evaluator_are_left_out() -> None:
    def sheet(quality: int) -> dict[str, int]:
        return {"quality": quality, "plan": 10}

    scores = {"e1": sheet(50), "e2": sheet(40), "e3": sheet(30), "e4": sheet(41), "e5": sheet(0)}
    points = ranking.panel_points(scores=scores, criteria=CRITERIA, drop_from=5)
    assert points == {"quality": Fraction(40 + 30 + 41, 3), "plan": Fraction(10)}
    all_of_them = ranking.panel_points(scores=scores, criteria=CRITERIA, drop_from=6)
    assert all_of_them["quality"] == Fraction(161, 5)


def test_lifecycle_cost_discounts_each_year_once() -> None:
    # 1000 + 110/1.1 + 121/1.21 = 1200 (by hand).
    assert ranking.present_value(minor=1000, costs=(110, 121), discount=Fraction(10)) == 1200
    rules = Rules(by=AwardBy.LIFECYCLE_COST, discount=Fraction(10), years=2)
    bids = [bid("dear to run", 900, costs=(330, 121)), bid("cheap to run", 1000, costs=(110, 121)), bid("none", 1)]
    assert order(bids, rules) == ["cheap to run", "dear to run"]


def test_a_low_price_must_be_explained() -> None:
    rules = Rules(by=AwardBy.LOWEST_PRICE, low_of_mean=Fraction(80), low_of_estimate=Fraction(60))
    prices = (100, 100, 70)
    assert ranking.abnormally_low(minor=70, prices=prices, estimate=100, rules=rules) == "mean"
    assert ranking.abnormally_low(minor=72, prices=(100, 98, 72), estimate=120, rules=rules) == ""
    assert ranking.abnormally_low(minor=59, prices=(59, 100), estimate=100, rules=rules) == "estimate"
    assert ranking.abnormally_low(minor=60, prices=(60, 100), estimate=100, rules=rules) == ""


prices = st.integers(min_value=1, max_value=40)


@st.composite
def fields(draw: st.DrawFn) -> tuple[list[RankedBid], Rules]:
    """Up to eight bids with many ties, and a way of choosing."""
    by = draw(st.sampled_from(list(AwardBy)))
    rules = Rules(
        by=by,
        lower_limit=Fraction(50) if by is AwardBy.LOWER_LIMIT else None,
        years=2,
        discount=Fraction("4.5"),
        drop_from=3,
    )
    bids = []
    for place in range(draw(st.integers(min_value=1, max_value=8))):
        sheets = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=3, max_size=3))
        scores = {f"e{index}": {"quality": q, "plan": p} for index, (q, p) in enumerate(sheets)}
        costs = draw(st.one_of(st.none(), st.tuples(st.integers(0, 3), st.integers(0, 3))))
        bids.append(bid(f"B{place}", draw(prices), costs=costs, scores=scores, draws=(1, 2)))
    return bids, rules


@STEADY
@given(fields(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_matters(field: tuple[list[RankedBid], Rules], chance: object) -> None:
    bids, rules = field
    lot = Lot(key=KEY, reserve=40 if rules.by is AwardBy.LOWER_LIMIT else None, criteria=CRITERIA)
    shuffled = list(bids)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    first, again = (ranking.rank(bids=some, rules=rules, lot=lot) for some in (bids, shuffled))
    assert first == again
    ranked = [place for place in first if place.place]
    assert [place.place for place in ranked] == list(range(1, len(ranked) + 1))
    assert {place.number for place in first} == {one.number for one in bids}


@st.composite
def openings(draw: st.DrawFn) -> dict[str, Any]:
    """What would be published of a lot: our lottery and ranking of bids with ties, faulty draws and costs, exclusions."""
    bids, rules = draw(fields())
    base = draw(st.sampled_from([0, 2000, 123_457]))
    pair = st.one_of(st.just(()), st.tuples(st.integers(0, 16), st.integers(0, 16)))
    scale = base // 40 or 1
    bids = [
        replace(
            one, minor=one.minor * scale, draws=draw(pair), excluded=draw(st.sampled_from(["", "", "", "unqualified"]))
        )
        for one in bids
    ]
    hashes, seed = [one.sha256 for one in bids], draw(st.binary(min_size=32, max_size=32))
    key, reserved = reserve.mixed(seed=seed, bids=hashes), None
    if base:
        fit = {one.number: one.draws for one in bids if reserve.draws_fit(draws=one.draws)}
        reserved = reserve.draw_reserve(key=key, base=base, percent=TWO, draws=fit)
    rules = replace(rules, technical_minimum=Fraction(draw(st.integers(0, 6))))
    lot = Lot(key=key, reserve=reserved.reserve if reserved else None, criteria=CRITERIA)
    promised = reserve.commitment(seed=seed, tender="T", lot=1, base=base, percent=TWO)
    lottery = {"commitment": promised, "seed": seed.hex(), "base": base, "percent": "2", "bids": hashes}
    return published(bids, rules, lot, {**lottery, **(asdict(reserved) if reserved else {"reserve": None})})


def published(bids: list[RankedBid], rules: Rules, lot: Lot, lottery: dict[str, Any]) -> dict[str, Any]:
    """As it is downloaded."""
    limit = None
    if lot.reserve is not None and rules.lower_limit is not None:
        limit = reserve.lower_limit(reserve=lot.reserve, percent=rules.lower_limit)
    opening = {
        "tender": "T",
        "lot": 1,
        "award_by": rules.by.value,
        "rules": {**asdict(rules), "lower_limit": None if rules.lower_limit is None else str(rules.lower_limit)},
        "criteria": [{"code": one.code, "points": one.most, "by_formula": one.by_formula} for one in CRITERIA],
        "lottery": {**lottery, "limit": limit},
        "seals": [],
        "bids": [{**asdict(one), "price": one.minor} for one in bids],
        "ranking": [
            {
                "bid": one.number,
                "place": one.place,
                "value": None if one.value is None else str(one.value),
                "why": one.why,
            }
            for one in ranking.rank(bids=bids, rules=rules, lot=lot)
        ],
    }
    written: dict[str, Any] = json.loads(json.dumps(opening, default=str))
    return written


def test_another_program_ranks_every_field_as_we_do() -> None:
    """The script that shares no line with the domain, on whatever may be published."""
    found = importlib.util.spec_from_file_location("recompute", SCRIPT)
    assert found is not None
    assert found.loader is not None
    script = importlib.util.module_from_spec(found)
    found.loader.exec_module(script)

    @STEADY
    @given(openings())
    def agree(opening: dict[str, Any]) -> None:
        check = script.Check()
        key = script.lottery_key(opening, check)
        reserved, limit = script.redo_lottery(opening, key, check)
        script.redo_ranking(opening, key, reserved, limit, check)
        assert check.wrong == 0

    agree()


def test_equal_bids_are_ordered_by_the_lottery_and_not_by_name() -> None:
    bids = [bid(f"B{index}", 100) for index in range(6)]
    rules = Rules(by=AwardBy.LOWEST_PRICE)
    orders = {tuple(order(bids, rules, Lot(key=bytes([seed]) * 32, reserve=None))) for seed in range(20)}
    assert len(orders) > 15
    assert len({found[0] for found in orders}) > 3


def test_a_sheet_is_whole_or_refused_with_every_fault() -> None:
    sheet = {"A": {"quality": 51, "plan": 3}, "B": {"quality": 1, "price": 5}}
    faults = panel.sheet_faults(sheet=sheet, bids=["A", "B"], criteria=CRITERIA)
    assert faults == ("A quality", "B plan", "B price")
    assert (
        panel.sealed_as(nonce="n", sheet={"A": {"quality": 1}}) == hashlib.sha256(b'n\n{"A":{"quality":1}}').hexdigest()
    )
