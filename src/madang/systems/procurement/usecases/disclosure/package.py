"""Packages of releases and records, written part by part: a year's file never stands in memory whole."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby

from django.conf import settings
from django.db.models import F, Max, QuerySet

from madang.framework.law import pack
from madang.systems.procurement.domain.words import ContractState
from madang.systems.procurement.formats import ocds, ocds_merge
from madang.systems.procurement.models import Award, Contract, Release
from madang.systems.procurement.usecases.market.standing import published

PART = 500
FIRST = datetime(1970, 1, 1, tzinfo=UTC)
TABLES = {
    "tenders": (
        "ocid",
        "id",
        "buyer",
        "title",
        "category",
        "method",
        "status",
        "value",
        "currency",
        "published",
        "closes",
    ),
    "awards": ("ocid", "id", "tender", "supplier", "status", "value", "currency", "date"),
    "contracts": ("ocid", "id", "award", "buyer", "supplier", "title", "status", "value", "currency", "starts", "ends"),
}


def years() -> list[int]:
    """The years of which there are releases, the newest first."""
    return sorted({at.year for at in Release.objects.dates("at", "year")}, reverse=True)


def released(*, year: int) -> QuerySet[Release]:
    """A year's releases in their order."""
    return Release.objects.filter(at__year=year).order_by("at", "pk")


def released_since(*, since: datetime, after: int = 0) -> QuerySet[Release]:
    """What was released from an instant on; `after` is the last that the reader has."""
    return Release.objects.filter(at__gte=since, pk__gt=after).order_by("pk")


def release_package(*, path: str, rows: QuerySet[Release]) -> Iterator[str]:
    """A release package."""
    yield from _package(path, rows, "releases", (one.body for one in rows.iterator(chunk_size=PART)))


def record_package(*, path: str, year: int | None = None, ocid: str = "") -> Iterator[str]:
    """A record package: of one ocid, or of all that a year's releases tell of, each with all its releases."""
    rows = Release.objects.order_by("ocid", "at", "pk")
    if year is not None:
        rows = rows.filter(ocid__in=Release.objects.filter(at__year=year).values("ocid"))
    if ocid:
        rows = rows.filter(ocid=ocid)
    grouped = groupby(rows.iterator(chunk_size=PART), key=lambda one: one.ocid)
    records = (ocds_merge.record(ocid=key, releases=[one.body for one in told]) for key, told in grouped)
    yield from _package(path, rows, "records", records)


def _package(path: str, rows: QuerySet[Release], name: str, parts: Iterable[ocds.Json]) -> Iterator[str]:
    last = rows.aggregate(last=Max("at"))["last"] or FIRST
    home = str(settings.MADANG_PUBLIC_URL).rstrip("/")
    head = ocds.package_head(uri=f"{home}{path}", publisher={"name": pack().name, "uri": home}, published_at=last)
    yield json.dumps(head, ensure_ascii=False)[:-1] + f', "{name}": ['
    for place, part in enumerate(parts):
        yield f"{',' if place else ''}\n{json.dumps(part, ensure_ascii=False)}"
    yield "\n]}\n"


def table_rows(*, name: str, year: int) -> Iterator[tuple[object, ...]]:
    """The rows of a table that spreadsheets read; its columns stand in `TABLES`."""
    return {"tenders": _tenders, "awards": _awards, "contracts": _contracts}[name](year)


def _tenders(year: int) -> Iterator[tuple[object, ...]]:
    rows = published().filter(published_at__year=year).order_by("published_at")
    columns = ("ocid", "number", "buyer", "title", "kind", "method", "state", "estimated", "currency")
    return _told(rows.values_list(*columns, "published_at", "closes_at"), 7)


def _awards(year: int) -> Iterator[tuple[object, ...]]:
    rows = Award.objects.filter(decided_at__year=year).order_by("decided_at")
    columns = (F("tender__ocid"), "number", F("tender__number"), F("supplier__number"), "state", "minor", "currency")
    return _told(rows.values_list(*columns, "decided_at"), 5)


def _contracts(year: int) -> Iterator[tuple[object, ...]]:
    rows = Contract.objects.filter(made_at__year=year).exclude(state=ContractState.PENDING.value).order_by("made_at")
    columns = (
        "ocid",
        "number",
        F("award__number"),
        "buyer",
        F("supplier__number"),
        "title",
        "state",
        "minor",
        "currency",
    )
    return _told(rows.values_list(*columns, "starts_on", "ends_on"), 7)


def _told(rows: Iterable[tuple[object, ...]], money: int) -> Iterator[tuple[object, ...]]:
    digits = pack().currency_digits
    for row in rows:
        amount = ocds.value(minor=int(str(row[money])), currency="", digits=digits)["amount"]
        yield tuple(amount if place == money else _text(cell) for place, cell in enumerate(row))


def _text(cell: object) -> object:
    return ocds.moment(cell) if isinstance(cell, datetime) else "" if cell is None else cell
