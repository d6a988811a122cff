"""The law of contracts, without a database."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.framework.law.pack import load_pack
from madang.framework.values import Money
from madang.systems.procurement.domain.contracting import drawn, lowered, required_guarantee, shares
from madang.systems.procurement.domain.delay_penalty import DelayLaw, days_late, delay_penalty

AMOUNTS = st.integers(1, 10**13)


def law(kind: str, on: date) -> DelayLaw:
    """As the Korean pack has it on a day."""
    values = load_pack("kr").parameters
    return DelayLaw(
        permille=Decimal(values[f"procurement.contract.delay_permille_{kind}"].on(on).value),
        cap_percent=Decimal(values["procurement.contract.delay_cap_percent"].on(on).value),
        unit=10,
    )


# Enforcement Rule of the State Contracts Act art. 75, reckoned by hand: value x days x rate; Decree art. 74 (3): at most 30 %.
@pytest.mark.parametrize(
    ("kind", "value", "days", "penalty"),
    [
        ("works", 1_000_000_000, 10, 5_000_000),
        ("goods", 24_000_000, 3, 54_000),
        ("services", 80_000_000, 7, 700_000),
        ("services", 80_000_000, 240, 24_000_000),
        ("services", 80_000_000, 241, 24_000_000),
        ("goods", 12_345_678, 1, 9_250),
        ("goods", 24_000_000, 0, 0),
    ],
)
def test_a_late_delivery_costs_what_the_rule_says(kind: str, value: int, days: int, penalty: int) -> None:
    found = delay_penalty(value=Money(value, "KRW"), days=days, law=law(kind, date(2026, 6, 8)))
    assert found == Money(penalty, "KRW")


# As the texts say: Enforcement Rule art. 75 of 1999-09-09 and 2026-01-02 (amended 2017-12-28); notices 2022-32 and 2024-42;
# Act art. 28 (2), (3) with the supplementary provisions of Acts No. 17133 and 21418.
@pytest.mark.parametrize(
    ("key", "before", "since", "then"),
    [
        ("contract.delay_permille_works", Decimal("1"), date(2017, 12, 28), Decimal("0.5")),
        ("contract.delay_permille_goods", Decimal("1.5"), date(2017, 12, 28), Decimal("0.75")),
        ("contract.delay_permille_services", Decimal("2.5"), date(2017, 12, 28), Decimal("1.25")),
        ("notice.proposal_short_below", Money(220_000_000, "KRW"), date(2025, 1, 1), Money(230_000_000, "KRW")),
        ("award.complaint.decided_in", 10, date(2020, 10, 1), 15),
        ("award.standstill.days", 15, date(2026, 6, 11), 25),
    ],
)
def test_an_amendment_holds_from_its_day(key: str, before: object, since: date, then: object) -> None:
    parameter = load_pack("kr").parameters[f"procurement.{key}"]
    assert parameter.on(since - timedelta(days=1)).value == before
    assert parameter.on(since).value == then


@settings(max_examples=40, deadline=None)
@given(AMOUNTS, st.integers(0, 5000), st.integers(0, 5000))
def test_a_penalty_never_falls_with_the_days_nor_passes_its_cap(value: int, days: int, more: int) -> None:
    rules = DelayLaw(permille=Decimal("1.25"), cap_percent=Decimal(30), unit=10)
    worth = Money(value, "KRW")
    first = delay_penalty(value=worth, days=days, law=rules)
    then = delay_penalty(value=worth, days=days + more, law=rules)
    assert 0 <= first.minor <= then.minor
    assert then.minor * 100 <= value * 30
    assert first.minor % 10 == 0


def test_only_days_after_the_due_day_count() -> None:
    assert days_late(due_on=date(2026, 6, 8), delivered_on=date(2026, 6, 8)) == 0
    assert days_late(due_on=date(2026, 6, 8), delivered_on=date(2026, 6, 1)) == 0
    assert days_late(due_on=date(2026, 6, 30), delivered_on=date(2026, 7, 3)) == 3


@settings(max_examples=40, deadline=None)
@given(AMOUNTS, st.lists(st.integers(1, 100), min_size=1, max_size=20))
def test_milestones_share_the_whole_value(value: int, weights: list[int]) -> None:
    percents = [Decimal(one * 100) / sum(weights) for one in weights]
    percents[-1] = Decimal(100) - sum(percents[:-1])
    found = shares(value=Money(value, "KRW"), percents=percents)
    assert sum(one.minor for one in found) == value


def test_a_performance_guarantee_is_ten_percent_and_small_contracts_need_none() -> None:
    rule = {"percent": Decimal(10), "exempt_until": Money(50_000_000, "KRW")}
    assert required_guarantee(value=Money(60_000_001, "KRW"), **rule) == Money(6_000_001, "KRW")
    assert required_guarantee(value=Money(50_000_000, "KRW"), **rule) == Money(0, "KRW")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=8), st.data())
def test_an_invoice_is_drawn_from_the_oldest_promise_first(left: list[int], data: st.DataObject) -> None:
    amount = data.draw(st.integers(0, sum(left)))
    parts = drawn(amount=amount, left=left)
    assert sum(parts) == amount
    assert all(0 <= part <= one for part, one in zip(parts, left, strict=True))
    used = [place for place, part in enumerate(parts) if part]
    assert all(parts[place] == left[place] for place in range(max(used, default=0)))
    with pytest.raises(ValueError, match="less"):
        drawn(amount=sum(left) + 1, left=left)


def test_a_lower_value_takes_from_the_last_open_milestones() -> None:
    assert lowered(by=30, open_values=[100, 50, 20]) == (100, 39, 1)
    with pytest.raises(ValueError, match="hold"):
        lowered(by=168, open_values=[100, 50, 20])
