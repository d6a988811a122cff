"""Plans and tenders of the demonstration: a year of them, around today, generated alike at every load."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from madang.framework.law import next_working_day, pack
from madang.systems.procurement.domain.words import AwardBy, Kind, Method, Step, TenderState
from madang.systems.procurement.models import Criterion, Item, Lot, PlannedPurchase, Question, Tender
from madang.systems.procurement.usecases.disclosure.publish_release import publish_releases
from madang.systems.procurement.usecases.market.close_tenders import no_bid_came
from madang.systems.procurement.usecases.market.law import grounds, ocid_of

BY = "procurement.demo"
SEED = 31
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# By state: how many, and how many days from today each closes, from the first to the last.
SPREAD = (
    (TenderState.PUBLISHED, 16, 1, 24),
    (TenderState.CLOSED, 14, -250, -3),
    (TenderState.FAILED, 4, -120, -6),
    (TenderState.CANCELLED, 3, -60, 9),
    (TenderState.DRAFT, 4, 14, 30),
)
# Long enough by law for what is bought so.
STANDS_DAYS, PROPOSALS_STAND_DAYS = 17, 42
PLANNED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """What the demonstration's pack lets an office buy."""

    title: str
    items: tuple[dict[str, Any], ...]
    kind: Kind
    ground: str
    award_by: AwardBy

    @property
    def stands(self) -> timedelta:
        """For how long a notice stands, long enough by law."""
        return (PROPOSALS_STAND_DAYS if self.award_by is AwardBy.BEST_VALUE else STANDS_DAYS) * DAY


def load_market_demo(*, now: datetime) -> int:
    """Plans and tenders of several offices, with their releases; how many tenders. Closed ones wait for the bids that the room
    of bids gives them.
    """
    listed = pack().data("procurement/demo_market")
    draw = random.Random(SEED)
    offices, purchases = tuple(listed["offices"]), [_purchase(row) for row in listed["purchases"]]
    today = timezone.localdate(now)
    with transaction.atomic():
        plans = PlannedPurchase.objects.bulk_create(_plans(offices, purchases, today, now, draw))
        made = Tender.objects.bulk_create(_tenders(offices, purchases, now, draw, listed))
        by_number = {one.number: purchases[place % len(purchases)] for place, one in enumerate(made)}
        _parts(made, by_number, draw)
        _questions(made, listed["questions"], now)
        publish_releases(
            steps=[
                *((plan.ocid, Step.PLANNING, plan.published_at) for plan in plans if plan.published_at),
                *((one.ocid, step, at) for one in made for step, at in _steps(one)),
            ]
        )
    return len(made)


def _purchase(row: dict[str, Any]) -> Purchase:
    return Purchase(
        title=row["title"],
        items=tuple(row["items"]),
        kind=Kind(row["kind"]),
        ground=row.get("ground", "open_competition"),
        award_by=AwardBy(row.get("award_by", "lowest_price")),
    )


def _plans(
    offices: tuple[str, ...], purchases: list[Purchase], today: date, now: datetime, draw: random.Random
) -> Iterator[PlannedPurchase]:
    for place in range(PLANNED):
        one = purchases[place % len(purchases)]
        month = 1 + place * 12 // PLANNED
        yield PlannedPurchase(
            ocid=ocid_of(number=f"P{today.year}-{place + 1:08d}", on=today),
            office=offices[place % len(offices)],
            year=today.year,
            month=month,
            title=one.title,
            unspsc=one.items[0]["unspsc"],
            kind=one.kind.value,
            method=_method(one, today).value,
            estimated=_worth(one, draw),
            currency=pack().currency,
            made_at=now - 200 * DAY,
            made_by=BY,
            published_at=None if month == 12 else now - 190 * DAY,
        )


def _tenders(
    offices: tuple[str, ...], purchases: list[Purchase], now: datetime, draw: random.Random, listed: dict[str, Any]
) -> Iterator[Tender]:
    place = 0
    for state, count, first, last in SPREAD:
        for turn in range(count):
            one = purchases[place % len(purchases)]
            days = first + (last - first) * turn // max(count - 1, 1)
            office, closes_at, worth = offices[place % len(offices)], _closing(now, days), _worth(one, draw)
            yield _tender(one, office, state, closes_at, place=place, now=now, worth=worth, listed=listed)
            place += 1


def _tender(
    one: Purchase,
    office: str,
    state: TenderState,
    closes_at: datetime,
    *,
    place: int,
    now: datetime,
    worth: int,
    listed: dict[str, Any],
) -> Tender:
    published_at = min(closes_at - one.stands, now - HOUR)
    day = timezone.localdate(published_at)
    number = f"{day:%Y%m%d}-D{place + 1:05d}"
    ground = grounds(on=day)[one.ground]
    return Tender(
        number=number,
        ocid=ocid_of(number=number, on=day),
        buyer=office,
        title=one.title,
        description=listed["description"],
        kind=one.kind.value,
        method=ground.method.value,
        ground=ground.code,
        basis=ground.cite,
        award_by=one.award_by.value,
        state=state.value,
        currency=pack().currency,
        estimated=worth,
        category=one.items[0]["unspsc"] if ground.needs_category else "",
        made_at=published_at - DAY,
        made_by=BY,
        published_at=None if state is TenderState.DRAFT else published_at,
        questions_until=closes_at - 2 * DAY,
        closes_at=closes_at,
        opens_at=closes_at + HOUR,
        **_end(state, closes_at, now, listed),
    )


def _end(state: TenderState, closes_at: datetime, now: datetime, listed: dict[str, Any]) -> dict[str, Any]:
    if state is TenderState.CANCELLED:
        return {"ended_at": min(closes_at - DAY, now - HOUR), "reason": listed["cancelled_because"]}
    return {"ended_at": closes_at, "reason": no_bid_came()} if state is TenderState.FAILED else {}


def _parts(made: list[Tender], by_number: dict[str, Purchase], draw: random.Random) -> None:
    lots, items, criteria = [], [], []
    for tender in made:
        one = by_number[tender.number]
        base = tender.estimated * 11 // 10 if one.award_by is AwardBy.LOWER_LIMIT else None
        lot = Lot(tender=tender, position=1, title=one.title, estimated=tender.estimated, base_price=base)
        lots.append(lot)
        for place, row in enumerate(one.items, 1):
            quantity = Decimal(draw.randint(*row["quantity"]))
            items.append(
                Item(
                    lot=lot,
                    position=place,
                    title=row["title"],
                    unspsc=row["unspsc"],
                    quantity=quantity,
                    unit=row["unit"],
                )
            )
        technical = tender.method == Method.TWO_STAGE.value
        if technical or one.award_by is AwardBy.BEST_VALUE:
            told = pack().data("procurement/demo_market")["technical_criteria" if technical else "criteria"]
            criteria += [Criterion(tender=tender, **row) for row in told]
    Lot.objects.bulk_create(lots)
    Item.objects.bulk_create(items)
    Criterion.objects.bulk_create(criteria)


def _questions(made: list[Tender], told: list[dict[str, str]], now: datetime) -> None:
    rows = []
    for place, tender in enumerate(one for one in made if one.state == TenderState.PUBLISHED):
        if place % 3 or tender.published_at is None:
            continue
        for turn, one in enumerate(told):
            # The last one of each waits for its answer.
            answered = turn < len(told) - 1
            rows.append(
                Question(
                    tender=tender,
                    asker=one["asker"],
                    text=one["text"],
                    asked_at=min(tender.published_at + DAY, now - HOUR),
                    answer=one["answer"] if answered else "",
                    answered_at=min(tender.published_at + 2 * DAY, now) if answered else None,
                    answered_by=BY if answered else "",
                )
            )
    Question.objects.bulk_create(rows)


def _steps(tender: Tender) -> Iterator[tuple[Step, datetime]]:
    if tender.published_at is None or tender.closes_at is None:
        return
    yield Step.TENDER, tender.published_at
    if tender.state == TenderState.CANCELLED and tender.ended_at:
        yield Step.TENDER_CANCELLATION, tender.ended_at
    elif tender.state != TenderState.PUBLISHED:
        yield Step.TENDER_UPDATE, tender.closes_at


def _closing(now: datetime, days: int) -> datetime:
    day = next_working_day(timezone.localdate(now) + days * DAY)
    if days < 0 and day >= timezone.localdate(now):
        day = timezone.localdate(now) - DAY
    return datetime.combine(day, time(10), tzinfo=timezone.get_current_timezone())


def _method(one: Purchase, on: date) -> Method:
    return grounds(on=on)[one.ground].method


def _worth(one: Purchase, draw: random.Random) -> int:
    """The middle of what the items may cost, a little up or down, in round figures."""
    middle = sum(sum(row["quantity"]) * row["price"] // 2 for row in one.items)
    units = max(int(middle * draw.uniform(0.85, 1.15)) // 1000 * 1000, 1000)
    return units * int(10 ** pack().currency_digits)
