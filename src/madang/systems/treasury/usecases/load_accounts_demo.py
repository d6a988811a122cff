"""Rates, debt and assets of the demonstration, and opening balances that wait for an accountant: generated, alike at every load
of a day.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django.db import transaction
from django.utils import timezone

from madang.framework.identity.actor import system_actor
from madang.framework.law import pack
from madang.framework.values import Money
from madang.systems.treasury.domain.debt import DayCount
from madang.systems.treasury.domain.foreign import converted
from madang.systems.treasury.domain.posting import Event
from madang.systems.treasury.formats.opening_balances import COLUMNS
from madang.systems.treasury.models import Asset, Debt, DebtService, ExchangeRate
from madang.systems.treasury.usecases import borrow, depreciate
from madang.systems.treasury.usecases.accounting_rules import year_days
from madang.systems.treasury.usecases.book import book
from madang.systems.treasury.usecases.draw_loan import draw_loan, sign_loan
from madang.systems.treasury.usecases.open_books import OpeningFaulty, prepare_opening
from madang.systems.treasury.usecases.revalue_asset import accept_gift
from madang.systems.treasury.usecases.set_rate import rate_of

BY = system_actor("treasury.demo")
DAYS, YEARS = 90, 2
PUBLISHED = "시연용 환율 (생성) / Rates of the demonstration (generated)"
DEALERS = "국고채 전문딜러단 (생성) / Primary dealers (generated)"
BANK = "국제재건은행 (생성) / Bank for Reconstruction (generated)"
# Units of money, rate, fiscal years ago, months between due days, how many of them, repaid at the end.
BONDS: tuple[tuple[int, str, int, int, int, bool], ...] = (
    (900_000, "0.0325", 2, 6, 6, True),
    (1_200_000, "0.0350", 1, 6, 10, True),
    (600_000, "0.0375", 2, 12, 20, True),
)
# Name in two languages, units of money, years before the books in which its use began, months of life, fund.
THINGS: tuple[tuple[str, int, int, int, str], ...] = (
    ("정부청사 (생성) / Government building (generated)", 240_000, 12, 600, ""),
    ("전산센터 (생성) / Computing centre (generated)", 60_000, 2, 96, ""),
    ("연안 교량 (생성) / Coastal bridge (generated)", 400_000, 8, 480, "road"),
    ("준설선 (생성) / Dredger (generated)", 90_000, 5, 300, "road"),
)


def load_accounts_demo(*, now: datetime) -> None:
    """Once: does nothing where there is debt."""
    if Debt.objects.exists():
        return
    today = timezone.localdate(now)
    digits = int(pack().currency_digits)
    unit = (1_000_000 if digits == 0 else 1000) * 10**digits
    with transaction.atomic():
        _rates(today)
        _debt(unit, now, today)
        _between_funds(unit, now, today)
        opening = year_days(year=today.year - YEARS)[0] - timedelta(days=1)
        _assets(unit, now, opening)
        _opening(unit, now, today)
        accept_gift(
            name="기증 그림 (생성) / Painting given to the state (generated)",
            donor="문화재단 (생성) / A foundation (generated)",
            value=500 * unit,
            months=600,
            residual=0,
            on=today - timedelta(days=40),
            fund="",
            actor=BY,
            now=now,
        )


def _rates(today: date) -> None:
    """Working days, each a little above or below a base."""
    rows: list[ExchangeRate] = []
    for currency, base in pack().data("treasury/demo_budget").get("rates", {}).items():
        for ago in range(DAYS):
            on = today - timedelta(days=ago)
            swing = Decimal((on.toordinal() * 37 + len(rows)) % 23 - 11 + ago // 6) / 1000
            if on.weekday() < 5:
                value = (Decimal(str(base)) * (1 + swing)).quantize(Decimal("0.01"))
                rows.append(ExchangeRate(currency=currency, on=on, value=value, source=PUBLISHED))
    ExchangeRate.objects.bulk_create(rows)


def _debt(unit: int, now: datetime, today: date) -> None:
    by: dict[str, Any] = {"actor": BY, "now": now}
    for units, rate, ago, every, times, bullet in BONDS:
        borrow.borrow(
            lender=DEALERS,
            minor=units * unit,
            rate=Decimal(rate),
            count=DayCount.ACTUAL_ACTUAL,
            issued_on=date(today.year - ago, 3, 10),
            every=every,
            times=times,
            bullet=bullet,
            **by,
        )
    _foreign_bond(today, by)
    loan = sign_loan(
        lender=BANK,
        purpose="항만 복구 (생성) / Repair of harbours (generated)",
        minor=300_000 * unit,
        rate=Decimal("0.021"),
        count=DayCount.ACTUAL_360,
        every=6,
        times=8,
        bullet=False,
        signed_on=date(today.year - 1, 2, 1),
        available_until=date(today.year + 1, 12, 31),
        fund="road",
        **by,
    )
    draw_loan(agreement=loan, minor=120_000 * unit, on=date(today.year - 1, 4, 1), **by)
    # What fell due is paid on its day, but for the last week's.
    due = DebtService.objects.filter(due_on__lt=today - timedelta(days=7)).order_by("due_on", "pk")
    for service in due:
        borrow.serve(service=service, on=service.due_on, **by)
    borrow.accrue(until=today.replace(day=1) - timedelta(days=1), **by)


def _foreign_bond(today: date, by: dict[str, Any]) -> None:
    """A bond in the first currency that has rates: a hundred million of it, paid out at the rate of its day."""
    on = today - timedelta(days=60)
    rated = ExchangeRate.objects.filter(on__lte=on).order_by("-on", "pk").first()
    if rated is None:
        return
    owed = Money(100_000_000 * 10 ** get_currency_precision(rated.currency), rated.currency)
    borrow.borrow(
        lender=DEALERS,
        minor=owed.minor,
        rate=Decimal("0.0375"),
        count=DayCount.THIRTY_360,
        issued_on=on,
        every=6,
        times=10,
        bullet=True,
        currency=owed.currency,
        received=converted(amount=owed, rate=rate_of(currency=owed.currency, on=on)).minor,
        **by,
    )


def _between_funds(unit: int, now: datetime, today: date) -> None:
    """The general account owes the roads' a part of its contribution; consolidation takes it away."""
    money, on = Money(30_000 * unit, pack().currency), date(today.year, 1, 5)
    paid = Event(name="fund_transfer_paid", amount=Money(20_000 * unit, pack().currency), other_fund="road")
    owed = Event(name="fund_transfer", amount=money, other_fund="road")
    for event in (owed, paid):
        book(event=event, reference=f"demo:{today.year}", on=on, now=now)


def _assets(unit: int, now: datetime, opening: date) -> None:
    for name, units, ago, months, fund in THINGS:
        depreciate.register(
            name=name,
            minor=units * unit,
            months=months,
            residual=0,
            used_from=date(opening.year - ago, 1, 1),
            fund=fund,
            day=opening,
            actor=BY,
            now=now,
        )


def _opening(unit: int, now: datetime, today: date) -> None:
    """Balances that the assets above agree with; where other books began earlier there is nothing to open."""
    file = io.StringIO(newline="")
    rows = csv.writer(file)
    rows.writerow(COLUMNS)
    for fund in ("", "road"):
        rows.writerows(_balances(fund, 50_000 * unit))
    year = today.year - YEARS
    try:
        data = file.getvalue().encode()
        prepare_opening(data=data, name="opening-balances.csv", year=year, actor=BY, now=now)
    except OpeningFaulty:
        return


def _balances(fund: str, bank: int) -> Iterator[tuple[str, str, str, str, str]]:
    assets = [one for one in Asset.objects.filter(obligation=None) if one.fund == fund]
    cost, worn = sum(one.minor for one in assets), sum(one.depreciated for one in assets)

    def line(account: str, minor: int) -> tuple[str, str, str, str, str]:
        amount = f"{Decimal(abs(minor)).scaleb(-int(pack().currency_digits)):f}"
        return (account, fund, pack().currency, amount if minor > 0 else "", amount if minor < 0 else "")

    yield line("bank", bank)
    yield line("assets.fixed", cost)
    yield line("assets.depreciation", -worn)
    yield line("net_assets", worn - cost - bank)
    yield line("cash.bank", bank)
    yield line("cash.carried", -bank)
