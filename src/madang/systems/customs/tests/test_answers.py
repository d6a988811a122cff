"""A declaration as answers of the wizard: what pages made they show again; what they do not ask keeps them from amending."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.framework.identity.actor import ActingFor, Actor, ActorKind
from madang.framework.ui.wizard import answers_typed
from madang.framework.values import Money
from madang.systems.customs.domain.declaration import Charge, Declaration, Trader
from madang.systems.customs.domain.words import Adjustment
from madang.systems.customs.tests.declarations_world import OFFICE, SHOP
from madang.systems.customs.usecases.declarations.lodge_declaration import completed
from madang.systems.customs.web.declarations.answers import Typed, pages_say_all
from madang.systems.customs.web.declarations.lodge import MOST, declared, steps

WHOSE = ActingFor(party=SHOP, mandate_id="m", scope=("customs.declare:*",), name="도현상회")
BROKER = Actor(kind=ActorKind.RESIDENT, person="person-sora", name="최소라", acting_for=WHOSE)
ON = date(2026, 3, 9)

texts = st.sampled_from(["", "A-1", "선하증권 7"])
# In won there are no smaller amounts; in dollars there are two digits of them, in yen none.
priced = st.sampled_from([("KRW", "300000"), ("USD", "12.34"), ("usd", "0.5"), ("JPY", "7")])
quantities = st.sampled_from(["", "1", "0.125", "100.5"])


@st.composite
def typed(draw: st.DrawFn) -> Typed:
    """What somebody types: one to five items, with and without what may be left out."""
    count = draw(st.integers(1, MOST))
    currency, price = draw(priced)
    procedure = draw(st.sampled_from(["", "re_export", "reduced_12", "warehouse", "transit", "free_zone"]))
    told = {
        "shipment": {
            "direction": "import" if procedure else draw(st.sampled_from(["import", "export"])),
            "procedure": procedure,
            "guarantee": draw(st.sampled_from(["", "G26ABCDEFGHJ"])),
            "reference": "P-1",
            "office": OFFICE,
            "bill": draw(texts),
            "mode": draw(st.sampled_from(["1", "4"])),
            "partner": "Harbour Trading",
            "partner_country": "cn",
        },
        "value": {
            "invoice": "I-1",
            "currency": currency,
            "incoterm": draw(st.sampled_from(["FOB", "CIF"])),
            "freight": draw(st.sampled_from(["", price])),
            "insurance": draw(st.sampled_from(["", price])),
        },
    }
    for place in range(1, count + 1):
        item = {
            "commodity": "6109.10-1000",
            "description": "T-shirts",
            "origin": "cn",
            "price": price,
            "net_mass": "20",
        }
        item |= {"preference": draw(texts), "proof": draw(texts), "permit": draw(texts), "quantity": draw(quantities)}
        item |= {"unit": draw(st.sampled_from(["H87", "LTR"]))} | ({"more": "on"} if place < count else {})
        told[f"item-{place}"] = {f"{name}_{place}": value for name, value in item.items()}
    return {step: {name: [text] for name, text in answers.items()} for step, answers in told.items()}


def said(by: Typed) -> Declaration:
    """What is lodged of it."""
    answers = answers_typed(steps=steps(known={}), typed=by)
    assert answers is not None
    return completed(declaration=declared(answers=answers), party=SHOP, name="도현상회", on=ON)


@settings(max_examples=30)
@given(typed())
def test_what_was_declared_on_pages_can_be_amended_there(by: Typed):
    made = said(by)
    assert len(made.items) == len(by) - 2
    assert pages_say_all(declaration=made, party=SHOP, name=WHOSE.name)


SIMPLE: Typed = {
    "shipment": {"direction": ["import"], "reference": ["P-1"], "office": [OFFICE], "bill": [""], "mode": ["1"]}
    | {"partner": ["Harbour Trading"], "partner_country": ["CN"]},
    "item-1": {"commodity_1": ["6109101000"], "description_1": ["T-shirts"], "origin_1": ["CN"], "net_mass_1": ["20"]}
    | {"unit_1": ["H87"], "price_1": ["300000"]},
    "value": {"invoice": ["I-1"], "currency": ["KRW"], "incoterm": ["CIF"]},
}


@pytest.mark.parametrize(
    "more",
    [
        {"exporter": Trader(name="A factory inland", country="CN")},
        {"importer": Trader(name="도현상회", number=SHOP.key, country="KR", street="1")},
        {"invoice_number": "I" * 36},
        {"charges": (Charge(kind=Adjustment.FREIGHT, amount=Money(0, "KRW")),)},
        {"items": ()},
    ],
    ids=lambda more: next(iter(more)),
)
def test_what_the_pages_do_not_ask_is_not_lost_by_amending_there(more):
    made = said(SIMPLE)
    assert pages_say_all(declaration=made, party=SHOP, name=WHOSE.name)
    assert not pages_say_all(declaration=replace(made, **more), party=SHOP, name=WHOSE.name)


def test_more_items_than_the_pages_ask_and_one_without_a_price_are_left_to_programs():
    made = said(SIMPLE)
    (item,) = made.items
    many = tuple(replace(item, sequence=place) for place in range(1, MOST + 2))
    assert not pages_say_all(declaration=replace(made, items=many), party=SHOP, name=WHOSE.name)
    assert not pages_say_all(declaration=replace(made, items=(replace(item, price=None),)), party=SHOP, name=WHOSE.name)
