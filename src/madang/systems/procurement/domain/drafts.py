"""A tender before it is published: what must be said, and what is wrong with what was said."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from madang.systems.procurement.domain.units import is_unit
from madang.systems.procurement.domain.words import AwardBy, Kind, Method

# More than any state's budget in smallest units; a longer number is a slip, and too long for the column.
LARGEST = 10**17
LARGEST_QUANTITY = Decimal(10**10)
MOST_LOTS, MOST_ITEMS, ALL_POINTS = 50, 200, 100
CLASS = re.compile(r"[0-9]{8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDraft:
    """One thing of a lot."""

    title: str
    unspsc: str
    quantity: Decimal
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LotDraft:
    """A part that is bid for by itself; amounts in smallest units."""

    title: str
    estimated: int
    base_price: int | None = None
    items: tuple[ItemDraft, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionDraft:
    """By what bids are judged."""

    code: str
    title: str
    points: int
    by_formula: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderDraft:
    """A tender as its buyer writes it. `ground` is the code of the pack's ground for the method."""

    title: str
    description: str
    kind: Kind
    method: Method
    ground: str
    award_by: AwardBy
    lots: tuple[LotDraft, ...]
    criteria: tuple[CriterionDraft, ...] = ()
    urgency: str = ""
    category: str = ""
    budget_line: str = ""
    briefing_at: datetime | None = None
    questions_until: datetime | None = None
    closes_at: datetime | None = None
    opens_at: datetime | None = None

    @property
    def estimated(self) -> int:
        """The estimated price of all lots."""
        return sum(lot.estimated for lot in self.lots)


@dataclass(frozen=True, slots=True)
class DraftFault:
    """What is wrong at which place: a permanent word."""

    place: str
    what: str


def draft_faults(*, draft: TenderDraft) -> list[DraftFault]:
    """What nobody can mean, so that not even a draft holds it."""
    return list(_shape(draft))


def completeness_faults(*, draft: TenderDraft) -> list[DraftFault]:
    """What a notice lacks (in Korea Decree art. 36): things to buy, criteria with their points, dates in their order."""
    return [*_shape(draft), *_lots_complete(draft), *_criteria(draft), *_dates(draft)]


def _shape(draft: TenderDraft) -> Iterator[DraftFault]:
    if not draft.title.strip() or len(draft.title) > 200:
        yield DraftFault("title", "title_missing")
    if not draft.lots or len(draft.lots) > MOST_LOTS:
        yield DraftFault("lots", "lots_missing")
    for number, lot in enumerate(draft.lots, 1):
        yield from _lot(lot, f"lot {number}")
    if draft.estimated > LARGEST:
        yield DraftFault("lots", "amount_unfit")
    if draft.category and not CLASS.fullmatch(draft.category):
        yield DraftFault("category", "class_unfit")
    if draft.opens_at is not None and draft.closes_at is not None and draft.opens_at < draft.closes_at:
        yield DraftFault("opens_at", "opening_before_closing")
    codes = [one.code for one in draft.criteria]
    if len(set(codes)) < len(codes):
        yield DraftFault("criteria", "criterion_twice")
    for one in draft.criteria:
        if not 1 <= one.points <= ALL_POINTS or not one.title.strip() or not one.code.strip():
            yield DraftFault("criteria", "criterion_unfit")


def _lot(lot: LotDraft, place: str) -> Iterator[DraftFault]:
    if not lot.title.strip() or len(lot.title) > 200:
        yield DraftFault(place, "lot_title_missing")
    if not 0 < lot.estimated <= LARGEST or (lot.base_price is not None and not 0 < lot.base_price <= LARGEST):
        yield DraftFault(place, "amount_unfit")
    if len(lot.items) > MOST_ITEMS:
        yield DraftFault(place, "items_too_many")
    for item in lot.items:
        if not item.title.strip() or len(item.title) > 200:
            yield DraftFault(place, "item_title_missing")
        if not CLASS.fullmatch(item.unspsc):
            yield DraftFault(place, "class_unfit")
        if not is_unit(code=item.unit):
            yield DraftFault(place, "unit_unknown")
        if not item.quantity.is_finite() or not 0 < item.quantity < LARGEST_QUANTITY:
            yield DraftFault(place, "quantity_unfit")


def _lots_complete(draft: TenderDraft) -> Iterator[DraftFault]:
    for number, lot in enumerate(draft.lots, 1):
        if not lot.items:
            yield DraftFault(f"lot {number}", "items_missing")
        # The price of a framework's lot is a price of each only where there is one thing.
        if draft.method is Method.FRAMEWORK and len(lot.items) > 1:
            yield DraftFault(f"lot {number}", "framework_one_item")
        # The reserve price is drawn around it, so who bids must know it.
        if draft.award_by is AwardBy.LOWER_LIMIT and lot.base_price is None:
            yield DraftFault(f"lot {number}", "base_price_missing")
    if not draft.description.strip():
        yield DraftFault("description", "description_missing")


def _criteria(draft: TenderDraft) -> Iterator[DraftFault]:
    if draft.method is Method.TWO_STAGE:
        yield from _technical_criteria(draft)
    if draft.award_by is AwardBy.BEST_VALUE and not any(not one.by_formula for one in draft.criteria):
        yield DraftFault("criteria", "criteria_missing")
    if draft.award_by is AwardBy.LOWEST_PRICE and draft.criteria and draft.method is not Method.TWO_STAGE:
        yield DraftFault("criteria", "criteria_for_nothing")
    if draft.criteria and sum(one.points for one in draft.criteria) != ALL_POINTS:
        yield DraftFault("criteria", "points_not_hundred")


def _technical_criteria(draft: TenderDraft) -> Iterator[DraftFault]:
    """Technical bids are judged by criteria that were there to read; of the fit the lowest price wins (Decree arts. 18 (4),
    42 (3))."""
    if not draft.criteria or any(one.by_formula for one in draft.criteria):
        yield DraftFault("criteria", "technical_criteria")
    if draft.award_by is not AwardBy.LOWEST_PRICE:
        yield DraftFault("award_by", "two_stage_lowest")


def _dates(draft: TenderDraft) -> Iterator[DraftFault]:
    if draft.closes_at is None:
        yield DraftFault("closes_at", "closing_missing")
        return
    if draft.opens_at is None:
        yield DraftFault("opens_at", "opening_before_closing")
    if draft.questions_until is None or draft.questions_until >= draft.closes_at:
        yield DraftFault("questions_until", "questions_after_closing")
