"""Duties as expressions: read, written, reckoned; hostile text."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.systems.customs.domain.duty import (
    AdValorem,
    Basis,
    Compound,
    Duty,
    DutyUnreadable,
    InQuota,
    Mixed,
    QuantityMissing,
    Seasonal,
    Specific,
    orders_of,
    read_duty,
    reckon,
    units_of,
    write_duty,
)

amounts = st.decimals(min_value=0, max_value=9999, places=2)
plain = st.one_of(amounts.map(AdValorem), st.builds(Specific, amounts, st.sampled_from(["KGM", "LTR", "H87"])))
days = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: (day.month, day.day))
duties = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.lists(plain, min_size=2, max_size=3).map(lambda parts: Compound(tuple(parts))),
        st.builds(Mixed, st.lists(inner, min_size=1, max_size=3).map(tuple), st.booleans()),
        st.builds(Seasonal, days, days, inner, inner),
        st.builds(InQuota, st.sampled_from(["A-1", "B2"]), inner, inner),
    ),
    max_leaves=4,
)


def basis(*, value: int = 100_000, on: date = date(2026, 1, 1), quotas: frozenset[str] = frozenset()) -> Basis:
    quantities = {unit: Decimal(10) for unit in ("KGM", "LTR", "H87")}
    return Basis(value=value, on=on, quantities=quantities, digits=0, quotas=quotas)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("8%", 8000),
        ("free", 0),
        ("1625/KGM", 16250),
        ("8% + 500/KGM", 13000),
        ("max(20%, 1625/KGM)", 20000),
        ("min(20%, 1625/KGM)", 16250),
        ("min(max(8%, 900/KGM), 850/KGM)", 8500),
        ("season(11-01..04-30: 45%, 30%)", 45000),
        ("season(05-01..10-31: 45%, 30%)", 30000),
        ("quota(TRQ-1: 5%, 40%)", 40000),
    ],
)
def test_each_kind_of_duty(text: str, due: int):
    assert reckon(duty=read_duty(text=text), basis=basis()) == due


def test_within_the_quota_and_at_the_edges_of_a_season():
    assert reckon(duty=read_duty(text="quota(TRQ-1: 5%, 40%)"), basis=basis(quotas=frozenset({"TRQ-1"}))) == 5000
    winter = read_duty(text="season(11-01..04-30: 45%, 30%)")
    on = [date(2026, 10, 31), date(2026, 11, 1), date(2027, 4, 30), date(2027, 5, 1)]
    assert [reckon(duty=winter, basis=basis(on=day)) for day in on] == [30000, 45000, 45000, 30000]


def test_a_specific_duty_without_its_quantity_is_told():
    with pytest.raises(QuantityMissing) as missing:
        reckon(duty=read_duty(text="5/TNE"), basis=basis())
    assert missing.value.unit == "TNE"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "8",
        "8%%",
        "-8%",
        "max(8%",
        "season(13-01..02-30: 8%, 5%)",
        "quota(: 5%, 6%)",
        "8% 5%",
        "8/kg",
        "max(" * 50 + "1%",
        "0" * 300,
    ],
)
def test_what_is_no_duty_is_refused(text: str):
    with pytest.raises(DutyUnreadable):
        read_duty(text=text)


@settings(max_examples=40)
@given(st.text(max_size=250))
def test_any_text_is_read_or_refused(text: str):
    try:
        duty = read_duty(text=text)
    except DutyUnreadable:
        return
    assert reckon(duty=duty, basis=basis()) >= 0 if units_of(duty=duty) <= {"KGM", "LTR", "H87"} else True


@settings(max_examples=40)
@given(duties)
def test_what_is_written_is_read_again(duty: Duty):
    text = write_duty(duty=duty)
    try:
        again = read_duty(text=text)
    except DutyUnreadable:
        assert len(text) > 200
        return
    for quotas in (frozenset[str](), orders_of(duty=duty)):
        for on in (date(2026, 1, 1), date(2026, 7, 1)):
            there = basis(on=on, quotas=quotas)
            assert reckon(duty=again, basis=there) == reckon(duty=duty, basis=there) >= 0


@settings(max_examples=40)
@given(duties, st.integers(0, 10**9), st.integers(0, 10**9))
def test_more_value_never_bears_less(duty: Duty, value: int, more: int):
    assert reckon(duty=duty, basis=basis(value=value)) <= reckon(duty=duty, basis=basis(value=value + more))
