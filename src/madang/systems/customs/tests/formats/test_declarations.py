"""Declarations in both formats: what is written comes back; hostile and random input is refused whole, with its faults."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.framework.values import Money
from madang.systems.customs.domain.declaration import Declaration, Item, Packages, Quantity, Statement, Trader
from madang.systems.customs.domain.words import Direction
from madang.systems.customs.formats import wco
from madang.systems.customs.formats.edifact import cusdec
from madang.systems.customs.tests.declaration_example import example_declaration

AT = datetime(2026, 11, 20, 9, 15)  # noqa: DTZ001
XML = wco.write(declaration=example_declaration(), country="KR", agency="KCS")
EDI = cusdec.write(declarations=[example_declaration()], sender="A", recipient="B", reference="1", at=AT)
TEXT = st.text(
    alphabet=st.characters(min_codepoint=0xA1, max_codepoint=0xD7FF, categories=("L", "N", "P", "S")),
    min_size=1,
    max_size=30,
)
CODE = st.text(alphabet="ABCXYZ019", min_size=1, max_size=3)
MASS = st.decimals(min_value=0, max_value=10**6, places=3)


@st.composite
def items(draw: st.DrawFn) -> Item:
    """Goods items with texts of every script and of service characters."""
    return Item(
        sequence=draw(st.integers(1, 999)),
        commodity=draw(st.text(alphabet="0123456789", min_size=6, max_size=10)),
        description=draw(st.text(alphabet="A '+:?*가나<&\"", min_size=1, max_size=300).map(str.strip)),
        origin=draw(st.sampled_from(["", "KR", "CN"])),
        preferential_origin=draw(st.sampled_from(["", "DE"])),
        preference=draw(st.sampled_from(["", "300", "RCEP"])),
        packages=(Packages(count=draw(st.integers(0, 999)), kind="CT", marks=draw(TEXT)),),
        gross_mass=draw(st.none() | MASS),
        quantities=draw(st.just(()) | MASS.map(lambda value: (Quantity(value=value, unit="LTR"),))),
        price=draw(st.none() | st.builds(Money, st.integers(0, 10**12), st.sampled_from(["KRW", "USD", "KWD"]))),
        statements=(Statement(code=draw(CODE), text=draw(TEXT)),),
    )


@st.composite
def declarations(draw: st.DrawFn) -> Declaration:
    """Declarations that both formats can carry."""
    return Declaration(
        direction=draw(st.sampled_from(Direction)),
        reference=draw(CODE),
        importer=Trader(number=draw(CODE), name=draw(TEXT), city=draw(TEXT), country="KR"),
        items=tuple(draw(st.lists(items(), min_size=1, max_size=3))),
    )


@given(declarations())
@settings(max_examples=25, deadline=None)
def test_both_formats_bring_back_what_was_written(declared: Declaration) -> None:
    typed = replace(declared, type={"import": "IMA", "export": "EXA", "transit": "TRA"}[declared.direction])
    assert wco.read(data=wco.write(declaration=typed, country="KR", agency="KCS")) == typed
    edi = cusdec.write(declarations=[typed], sender="A", recipient="B", reference="1", at=AT)
    assert cusdec.read(data=edi) == typed


@given(
    st.binary(max_size=200) | st.binary(max_size=200).map(lambda tail: b"UNB+UNOC:3+A+B+261120:0915+1'UNH+1+" + tail)
)
@settings(max_examples=50, deadline=None)
def test_arbitrary_bytes_are_refused_with_faults(data: bytes) -> None:
    with pytest.raises(wco.NotADeclaration) as refused:
        wco.read(data=data)
    assert refused.value.faults
    with pytest.raises(cusdec.MessageRefused) as said:
        cusdec.read(data=data)
    assert said.value.faults


@given(st.integers(0, 10**6), st.binary(min_size=0, max_size=3), st.integers(0, 6))
@settings(max_examples=50, deadline=None)
def test_a_damaged_message_is_read_or_refused(at: int, new: bytes, cut: int) -> None:
    for data, read, refusal in ((XML, wco.read, wco.NotADeclaration), (EDI, cusdec.read, cusdec.MessageRefused)):
        place = at % len(data)
        with suppress(refusal):
            assert read(data=data[:place] + new + data[place + cut :]).items is not None  # type: ignore[operator]


def faults_of(xml: bytes) -> list[tuple[str, str]]:
    """Place and code of each fault."""
    with pytest.raises(wco.NotADeclaration) as refused:
        wco.read(data=xml)
    return [(one.place, one.code) for one in refused.value.faults]


ITEM = "/Declaration/GoodsShipment/GovernmentAgencyGoodsItem[2]"


@pytest.mark.parametrize(
    ("old", "new", "place", "code"),
    [
        (b"<Description>Electric", b"<Colour>red</Colour><Description>Electric", "I/Commodity/Colour", "wco.unknown_element"),
        (b"<SequenceNumeric>2</SequenceNumeric>\n        <AdditionalD", b"<AdditionalD", "I/SequenceNumeric", "wco.missing"),
        (b">500000<", b">five<", "I/Commodity/InvoiceLine/ItemChargeAmount", "wco.not_a_number"),
        (b">500000<", b">500000.5<", "I/Commodity/InvoiceLine/ItemChargeAmount", "wco.too_fine"),
        (b' currencyID="JPY">500000', b">500000", "I/Commodity/InvoiceLine/ItemChargeAmount", "wco.no_currency"),
        (b'unitCode="KGM">322', b'unitCode="LBR">322', "I/Commodity/GoodsMeasure/GrossMassMeasure", "wco.not_kilograms"),
        (b"<FunctionCode>9<", b"<FunctionCode>7<", "/Declaration/FunctionCode", "wco.unknown_code"),
        (b"<FunctionCode>9<", b"<FunctionCode>14<", "/Declaration/FunctionCode", "wco.unsupported_code"),
        (b">20261120<", b">20261320<", "/Declaration/AcceptanceDateTime", "wco.not_a_day"),
        (b">FOB<", b">FREE ON BOARD<", "/Declaration/GoodsShipment/TradeTerms/ConditionCode", "wco.wrong_length"),
        (b"<TypeCode>IMA<", b"<TypeCode>IMA</TypeCode><TypeCode>IMA<", "/Declaration/TypeCode", "wco.too_often"),
        (b"<md:WCOTypeName>", b"<!DOCTYPE x><md:WCOTypeName>", "file", "wco.not_xml"),
    ],
)  # fmt: skip
def test_each_fault_of_xml_is_named_with_its_place(old: bytes, new: bytes, place: str, code: str) -> None:
    assert old in XML
    assert (place.replace("I/", f"{ITEM}/"), code) in faults_of(XML.replace(old, new, 1))


def test_every_fault_is_listed_and_nothing_partial_is_given() -> None:
    twice = (
        XML.replace(b">500000<", b">five<").replace(b">980000<", b">nine<").replace(b"<ModeCode>1<", b"<ModeCode>x<")
    )
    assert [code for _place, code in faults_of(twice)] == [
        "wco.wrong_characters",
        "wco.not_a_number",
        "wco.not_a_number",
    ]


def test_an_entity_bomb_is_refused_before_it_is_read() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "cc">]><Declaration xmlns="urn:wco:datamodel:WCO:DEC-DMS:2">&b;</Declaration>'
    assert {code for _place, code in faults_of(bomb)} == {"wco.not_xml"}


def test_what_a_format_has_no_room_for_is_refused_and_not_lost() -> None:
    long = replace(example_declaration(), reference="R" * 40)
    with pytest.raises(wco.CannotBeWritten):
        wco.write(declaration=long, country="KR", agency="KCS")
    with pytest.raises(cusdec.CannotBeWritten):
        cusdec.write(declarations=[long], sender="A", recipient="B", reference="1", at=AT)
    weighed = replace(example_declaration(), total_gross_mass=Decimal("0.0000001"))
    with pytest.raises(wco.CannotBeWritten):
        wco.write(declaration=weighed, country="KR", agency="KCS")
