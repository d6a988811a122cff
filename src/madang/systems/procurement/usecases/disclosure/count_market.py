"""The market in figures."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import ExtractMonth, Substr
from django.utils import timezone

from madang.systems.procurement.domain.words import AwardState, BidState
from madang.systems.procurement.models import Award, Item, Tender
from madang.systems.procurement.usecases.disclosure.gather import OPENED
from madang.systems.procurement.usecases.market.standing import published

MONTHS = range(1, 13)
MOST = 12


@dataclass(slots=True, kw_only=True)
class Market:
    """A year's tenders and awards; amounts in minor units."""

    tenders: int = 0
    estimated: dict[int, int] = field(default_factory=dict)
    awarded: dict[int, int] = field(default_factory=dict)
    by_method: dict[str, int] = field(default_factory=dict)
    bidders: dict[str, int] = field(default_factory=dict)
    """How many lots had one, two, three, four or at least five bids."""
    saved_percent: float | None = None
    """What awards cost less than their lots were estimated."""
    segments: dict[str, int] = field(default_factory=dict)
    """The estimated price of lots by their first item's UNSPSC segment (its first two digits)."""


def years_of_market() -> list[int]:
    """The years in which tenders were published, the newest first."""
    return [day.year for day in published().dates("published_at", "year", order="DESC")]


def buyers() -> list[str]:
    """The offices that published a tender."""
    return sorted(published().order_by().values_list("buyer", flat=True).distinct())


def count_market(*, year: int, buyer: str = "") -> Market:
    """The figures of a year, of all buyers or one."""
    # Two stages are one tender, counted by the stage of prices where there is one.
    of = Q(published_at__year=year, price_stage=None) & (Q(buyer=buyer) if buyer else Q())
    tenders = published().filter(of)
    market = Market(tenders=tenders.count())
    month = ExtractMonth("published_at", tzinfo=timezone.get_current_timezone())
    market.estimated = _sums(tenders.annotate(month=month).values_list("month").annotate(Sum("estimated")))
    awards = Award.objects.filter(tender__in=tenders, state=AwardState.ACTIVE.value)
    decided = ExtractMonth("tender__published_at", tzinfo=timezone.get_current_timezone())
    market.awarded = _sums(awards.annotate(month=decided).values_list("month").annotate(Sum("minor")))
    market.by_method = dict(tenders.values_list("method").annotate(many=Count("pk")).order_by("-many", "method"))
    sums = awards.aggregate(paid=Sum("minor"), meant=Sum("lot__estimated"))
    if sums["meant"]:
        market.saved_percent = round(100 * (1 - sums["paid"] / sums["meant"]), 1)
    market.bidders = _bidders(of)
    market.segments = _segments(of)
    return market


def _sums(rows: object) -> dict[int, int]:
    return {int(month): int(total or 0) for month, total in rows}  # type: ignore[attr-defined]


def _bidders(of: Q) -> dict[str, int]:
    opened = Tender.objects.filter(of, state__in=OPENED)
    came = Q(lots__bids__state__in=[BidState.OPENED.value, BidState.REFUSED.value])
    counts = opened.values("lots").annotate(many=Count("lots__bids", filter=came))
    found = Counter("5+" if row["many"] >= 5 else str(row["many"]) for row in counts)
    return {name: found[name] for name in ("0", "1", "2", "3", "4", "5+")} if found else {}


def _segments(of: Q) -> dict[str, int]:
    published = Tender.objects.filter(of).values("pk")
    first = Item.objects.filter(position=1, lot__tender__in=published)
    rows = (
        first.annotate(segment=Substr("unspsc", 1, 2)).values_list("segment").annotate(total=Sum(F("lot__estimated")))
    )
    largest = sorted(rows, key=lambda row: -row[1])
    found = dict(largest[:MOST])
    if rest := sum(total for _segment, total in largest[MOST:]):
        found[""] = rest
    return found
