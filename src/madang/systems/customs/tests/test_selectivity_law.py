"""Selection as law: conditions, the keyed sample, the learned score and its explanation, lanes."""

import hashlib
import hmac
import math
import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.systems.customs.domain.selectivity import Policy, Rule, Why, drawn, select
from madang.systems.customs.domain.selectivity_condition import ConditionFaulty, condition_holds, read_condition
from madang.systems.customs.domain.selectivity_facts import History, facts_of
from madang.systems.customs.domain.selectivity_model import Model, TooFewOutcomes, features_of, train
from madang.systems.customs.domain.words import Lane
from madang.systems.customs.tests.declaration_example import example_declaration

DAY = date(2026, 11, 20)
KEY = bytes(range(32))
NONE = Policy(sample_per_mille=0)
DECLARED = replace(example_declaration(), number="26KR0000001")


def rule(text: str, lane: Lane = Lane.RED, **more: date) -> Rule:
    """A rule in force all year."""
    return Rule(code=text[:10], tests=read_condition(text=text), lane=lane, **({"valid_from": date(2026, 1, 1)} | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("origin is CN\ncommodity starts 8510", True),
        ("origin is JP\ncommodity starts 8510", False),  # two items, but no single one
        ("not preference is RCEP", True),
        ("not preference given\ncommodity starts 0902", False),
        ("price_per_kg below 1700\ncommodity starts 8510", True),
        ("net_mass from 380", True),
        ("net_mass from 380.001", False),
        ("exporter is YOKOHAMA", False),
        ("importer is 1208800767\nimporter_finds from 2", True),
    ],
)
def test_a_condition_holds_for_one_and_the_same_item(text: str, holds: bool) -> None:
    items = facts_of(declaration=DECLARED, history=History(importer_finds=2))
    assert condition_holds(tests=read_condition(text=text), items=items) is holds


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["lines"]),
        ("colour is red\norigin below 5", ["fact", "comparison"]),
        ("price below cheap\nprice below 1 2\norigin is", ["values", "values", "values"]),
        ("__import__('os') is 1", ["fact"]),
        ("price below 1e9", ["values"]),
        ("origin given CN", ["values"]),
    ],
)
def test_every_fault_of_a_condition_is_named(text: str, codes: list[str]) -> None:
    with pytest.raises(ConditionFaulty) as refused:
        read_condition(text=text)
    assert [one.code for one in refused.value.faults] == codes


@given(st.text(max_size=200))
@settings(max_examples=40, deadline=None)
def test_no_text_does_more_than_hold_or_be_refused(text: str) -> None:
    items = facts_of(declaration=DECLARED, history=History())
    try:
        tests = read_condition(text=text)
    except ConditionFaulty as refused:
        assert refused.faults  # noqa: PT017
    else:
        assert condition_holds(tests=tests, items=items) in (True, False)


def test_the_strictest_reason_decides_and_all_are_kept() -> None:
    rules = (rule("origin is CN", Lane.YELLOW), rule("origin is JP", Lane.RED), rule("origin is DE"))
    found = select(declaration=DECLARED, history=History(), rules=rules, key=KEY, model=None, on=DAY, policy=NONE)
    assert (found.lane, [one.code for one in found.reasons]) == (Lane.RED, ["origin is ", "origin is "])
    late = (rule("origin is CN", valid_until=DAY), rule("origin is CN", valid_from=date(2026, 11, 21)))
    none = select(declaration=DECLARED, history=History(), rules=late, key=KEY, model=None, on=DAY, policy=NONE)
    assert (none.lane, none.reasons) == (Lane.GREEN, ())


def test_the_sample_is_the_hmac_that_anyone_with_the_key_computes() -> None:
    numbers = [f"26KR{place:07}" for place in range(20_000)]
    chosen = {number for number in numbers if drawn(key=KEY, number=number, per_mille=30)}
    again = {
        number
        for number in numbers
        if int(hmac.new(KEY, f"madang customs sample 1\n{number}".encode(), hashlib.sha256).hexdigest()[:16], 16)
        / 2**64
        < 0.03
    }
    assert chosen == again
    assert 500 < len(chosen) < 700  # three in a hundred; 600 expected, standard deviation 24
    other = {number for number in numbers if drawn(key=bytes(32), number=number, per_mille=30)}
    assert len(chosen & other) < 50
    assert not any(drawn(key=KEY, number=number, per_mille=0) for number in numbers[:100])
    assert all(drawn(key=KEY, number=number, per_mille=1000) for number in numbers[:100])


def taught() -> Model:
    """A model from inspections in which cheap goods from one country were found wanting."""
    chance = random.Random(7)
    examples = []
    for _one in range(300):
        features = {"origin:CN": float(chance.random() < 0.4), "price": chance.uniform(2, 12), "noise": chance.random()}
        odds = -4 + 3 * features["origin:CN"] - 0.4 * (features["price"] - 7)
        examples.append((features, chance.random() < 1 / (1 + math.exp(-odds))))
    return train(version="1", examples=examples)


def test_the_model_learns_the_direction_of_each_feature_and_its_average() -> None:
    model = taught()
    assert model.weights["origin:CN"] > 1
    assert model.weights["price"] < -0.1
    assert abs(model.weights["noise"]) < 1
    with pytest.raises(TooFewOutcomes):
        train(version="1", examples=[({"a": 1.0}, True)] * 10)
    with pytest.raises(TooFewOutcomes):
        train(version="1", examples=[({"a": 1.0}, True)] * 100)


def test_contributions_add_up_to_the_score() -> None:
    model = taught()
    items = facts_of(declaration=DECLARED, history=History())
    contributions = model.explain(features=features_of(items=items))
    odds = model.base + sum(one.adds for one in contributions)
    assert model.score(contributions=contributions) == round(100 / (1 + math.exp(-odds)))
    average = model.explain(features=model.means)
    assert all(one.adds == 0 for one in average)


def test_lanes_by_score_and_the_authorised_are_checked_afterwards() -> None:
    model = Model(version="1", base=0.0, weights={}, means={})  # an even chance: 50
    ask = {"declaration": DECLARED, "rules": (), "key": KEY, "model": model, "on": DAY}
    assert select(history=History(), policy=NONE, **ask).lane is Lane.YELLOW  # type: ignore[arg-type]
    assert select(history=History(trusted=True), policy=NONE, **ask).lane is Lane.BLUE  # type: ignore[arg-type]
    strict = replace(NONE, red_from=50)
    found = select(history=History(trusted=True), policy=strict, **ask)  # type: ignore[arg-type]
    assert (found.lane, found.reasons[0].why, found.score) == (Lane.RED, Why.SCORE, 50)


def test_facts_are_in_main_units_of_the_currency() -> None:
    won = facts_of(declaration=DECLARED, history=History(), digits={"JPY": 0})
    assert (won[0]["price"], won[1]["price_per_kg"]) == (Decimal(980_000), Decimal(500_000) / Decimal("300.25"))
