"""Trade of the demonstration: two years that nobody traded, as an earlier system would hand its lines over."""

import random
from datetime import date, datetime

from django.utils import timezone

from madang.framework.identity.actor import system_actor
from madang.framework.law import pack
from madang.framework.values.months import add_months
from madang.systems.customs.domain.words import Direction
from madang.systems.customs.models import TradeLine, TradeMonth
from madang.systems.customs.usecases.statistics.note_trade import note_trade
from madang.systems.customs.usecases.statistics.publish_months import days_of_publishing, publish_months

MONTHS = 25
TRADERS = 90
# Subheading, what a kilogram is worth in minor units of a dollar, where it comes from or goes to.
GOODS = {
    Direction.IMPORT: (
        ("270900", 60, "SA AE US KW"),
        ("271111", 70, "QA AU US MY"),
        ("854231", 90_000, "TW CN JP US"),
        ("870323", 1_600, "DE US JP"),
        ("610910", 1_900, "VN CN BD"),
        ("220421", 900, "FR IT CL ES"),
        ("901380", 30_000, "JP DE"),
        ("100590", 28, "US BR AR UA"),
    ),
    Direction.EXPORT: (
        ("854232", 120_000, "CN VN TW US"),
        ("870380", 2_300, "US DE NO CA"),
        ("890120", 500, "GR SG LR"),
        ("271012", 80, "JP AU SG CN"),
        ("851713", 45_000, "US VN IN"),
        ("330499", 4_000, "CN US JP VN"),
        ("190230", 480, "US PH CN AU"),
    ),
}


def load_statistics_demo(*, now: datetime) -> int:
    """Lines of the past months, and the months published; none twice. How many tables there are then."""
    if not TradeLine.objects.filter(declaration=None).exists():
        TradeLine.objects.bulk_create(_lines(now))
    note_trade(now=now)
    today = timezone.localdate(now)
    first, _ = days_of_publishing(on=today)
    publish_months(actor=system_actor("customs.publish_months"), now=now, today=today.replace(day=first))
    return TradeMonth.objects.count()


def _lines(now: datetime) -> list[TradeLine]:
    chance = random.Random(20261123)
    this = timezone.localdate(now).replace(day=1)
    months = [add_months(day=this, months=-back) for back in range(MONTHS, 0, -1)]
    return [
        _line(chance, direction, month, place, now)
        for place, month in enumerate(months)
        for direction in GOODS
        for _ in range(160)
    ]


def _line(chance: random.Random, direction: Direction, month: date, place: int, now: datetime) -> TradeLine:
    commodity, worth, partners = chance.choice(GOODS[direction])
    countries = partners.split()
    # The first country buys or sells most; trade grows a little and swings with the year.
    season = 1 + 0.006 * place + 0.08 * (1 if month.month in (3, 9, 12) else 0)
    kilograms = int(chance.uniform(4e7, 9e7) * season / worth)
    return TradeLine(
        item=1,
        month=month,
        direction=direction.value,
        partner=countries[min(chance.randrange(len(countries)), chance.randrange(len(countries)))],
        commodity=commodity,
        value_minor=kilograms * worth * (1_350 if pack().currency_digits == 0 else 100) // 100,
        grams=kilograms * 1000,
        trader=f"demo:{chance.randrange(TRADERS)}",
        noted_at=now,
    )
