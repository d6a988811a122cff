"""Which acts ask of which goods. Expected: the scope of each act as its citation in the pack says it (imported food: goods
to be eaten, Special Act on Imported Food Safety Control arts. 2, 20; strategic items, catch-all: Foreign Trade Act art. 19)."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from madang.framework.law import use_country
from madang.systems.customs.domain.declaration import Declaration, Document, Item, Statement
from madang.systems.customs.domain.requirements import OWN_USE, SAID, needed, unfit_elements
from madang.systems.customs.domain.words import Direction
from madang.systems.customs.formats import wco
from madang.systems.customs.formats.edifact import cusdec
from madang.systems.customs.tests.declaration_example import example_declaration
from madang.systems.customs.usecases.declarations.law import requirement_of, requirements

ON = date(2026, 3, 9)
AT = datetime(2026, 3, 9, 10, 0)  # noqa: DTZ001 - an interchange's own clock


def told(code: str, text: str) -> Statement:
    return Statement(type=SAID, code=code, text=text)


def goods(
    commodity: str, *said: Statement | Document, direction: Direction = Direction.IMPORT, to: str = "US", **other
):
    item = Item(
        sequence=1,
        commodity=commodity,
        origin="US",
        net_mass=Decimal(10),
        statements=tuple(one for one in said if isinstance(one, Statement)),
        documents=tuple(one for one in said if isinstance(one, Document)),
    )
    destination = to if direction is Direction.EXPORT else "KR"
    return Declaration(
        direction=direction, reference="R", items=(replace(item, **other),), destination_country=destination
    )


def asked(declaration: Declaration, on: date = ON, country: str = "kr") -> list[str]:
    with use_country(country):
        return [one.code for _item, one in needed(declaration=declaration, requirements=requirements(), on=on)]


def unfit(declaration: Declaration) -> dict[str, str]:
    with use_country("kr"):
        found = unfit_elements(declaration=declaration, requirements=requirements(), on=ON)
        return {element.code: why.value for _place, _one, element, why in found}


@pytest.mark.parametrize(
    ("commodity", "said", "expected"),
    [
        ("1905310000", (), ["imported_food"]),
        ("1905310000", (OWN_USE,), []),
        ("1001999000", (told("USE", "feed"),), ["plants"]),
        ("1001999000", (told("USE", "food"),), ["imported_grain", "plants"]),
        ("0202300000", (), ["imported_food", "animals"]),
        ("0301110000", (), ["imported_food", "aquatic_animals"]),
        ("3004909900", (), ["medicines"]),
        ("3004909900", (OWN_USE,), []),
        ("2939110000", (), ["narcotics_import"]),
        ("6109101000", (), []),
    ],
)
def test_an_act_asks_of_the_goods_that_it_is_about_and_of_no_others(commodity, said, expected):
    assert asked(goods(commodity, *said)) == expected


def test_what_was_no_law_yet_is_not_asked():
    assert asked(goods("1905310000"), on=date(2016, 2, 3)) == []
    assert asked(goods("1905310000"), on=date(2016, 2, 4)) == ["imported_food"]


def test_listed_goods_need_a_licence_and_others_only_for_a_reason():
    out = {"direction": Direction.EXPORT}
    assert asked(goods("8457100000", **out)) == ["dual_use"]
    assert asked(goods("8457100000", told("ECN", "NONE"), **out)) == []
    concern = (told("ECN", "NONE"), told("CNC", "yes"))
    assert asked(goods("8457100000", *concern, **out)) == ["dual_use_concern"]
    assert asked(goods("8517130000", to="RU", **out)) == ["dual_use_places"]
    assert asked(goods("8517130000", **out)) == []


def test_an_act_about_goods_of_one_country_asks_of_no_others():
    with use_country("kr"):
        act = replace(requirement_of(code="plants"), origins=frozenset({"JP"}))
    places = {
        origin: bool(needed(declaration=goods("4403110000", origin=origin), requirements=[act], on=ON))
        for origin in ("JP", "US")
    }
    assert places == {"JP": True, "US": False}


def test_every_element_that_is_missing_or_unfit_is_told_once():
    assert unfit(goods("0202300000")) == {"manufacturer": "missing", "packed_on": "missing", "veterinary": "missing"}
    wrong = (told("MFR", "x" * 101), told("PKD", "9 March"), told("USE", "fuel"), Document(type="853", number="V-1"))
    assert unfit(goods("0202300000", *wrong)) == {"manufacturer": "long", "packed_on": "day", "end_use": "choice"}
    machine = goods("8457100000", told("ECN", "2B"), told("EUR", "Kiln Works"), direction=Direction.EXPORT)
    assert unfit(machine) == {"control_number": "form", "licence_kind": "missing", "end_use_statement": "missing"}


@pytest.mark.parametrize("carry", ["wco", "cusdec"])
def test_both_formats_carry_what_agencies_ask(carry):
    """Read again, a message says what was said: WCO AdditionalInformation and AdditionalDocument, EDIFACT FTX and DOC."""
    said = (told("MFR", "Nordhain Backwaren"), told("PKD", "2026-02-02"), Document(type="Q911", number="I-26-1"))
    one = example_declaration()
    item = replace(
        one.items[1],
        statements=tuple(part for part in said if isinstance(part, Statement)),
        documents=tuple(part for part in said if isinstance(part, Document)),
    )
    whole = replace(one, items=(one.items[0], item))
    if carry == "wco":
        again = wco.read(data=wco.write(declaration=whole, country="KR", agency="KCS"))
    else:
        again = cusdec.read(data=cusdec.write(declarations=[whole], sender="S", recipient="K", reference="F", at=AT))
    assert again.items[1].statements == item.statements
    assert again.items[1].documents == item.documents
