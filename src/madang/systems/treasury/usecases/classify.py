"""The classification of a fiscal year, and what old codes became."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law import pack
from madang.framework.values import Fault, Refusal
from madang.systems.treasury.domain.classification import (
    Dimension,
    Entry,
    Mapped,
    Problem,
    activities,
    parent_of,
    problems,
)
from madang.systems.treasury.domain.economic_codes import economic_codes, parent_of_economic
from madang.systems.treasury.domain.function_codes import division_of, function_codes
from madang.systems.treasury.formats.csv_rows import read_rows
from madang.systems.treasury.models import ClassCode, CodeMapping

FIRST_YEAR = 2000
COLUMNS = ("dimension", "code", "parent", "title_ko", "title_en", "first_year", "last_year")
MOST_ROWS = 20_000
_LOCK = 7_203_004

# What is wrong with a sent table as such.
TABLE_SAYS = {
    "columns_missing": _("The first line must name these columns: {columns}."),
    "unreadable": _("The file is not UTF-8 text with comma-separated columns."),
    "too_many": _("The file has more than {most} rows."),
}
SAYS = {
    **TABLE_SAYS,
    "title_missing": _("The code '{code}' has no title in the language '{language}'."),
    "years_reversed": _("The code '{code}' ends before it begins."),
    "twice": _("The code '{code}' stands twice in one year; see also {other}."),
    "parent_missing": _("Above '{code}' stands '{parent}', which is not in force in all of its years."),
    "dimension_unknown": _("The dimension '{value}' is none of programme, economic, function, fund."),
    "code_unfit": _("The code '{value}' is empty, too long, or has signs other than letters, digits, dot and dash."),
    "year_unfit": _("'{value}' is no fiscal year."),
    "known": _("The code '{code}' is already in force in one of these years."),
}


class ClassificationFaulty(Refusal):
    """The codes can not be taken in."""

    code = "treasury.classification_faulty"
    says = _("The classification was not taken in. It has {count} faults; correct them and send it again.")
    status = 422


def codes_of(*, dimension: Dimension, year: int) -> QuerySet[ClassCode]:
    """The codes in force in a year. The pack's own are taken in when they are first asked for."""
    if not ClassCode.objects.exists():
        take_pack()
    current = Q(last_year=None) | Q(last_year__gte=year)
    return ClassCode.objects.filter(current, dimension=dimension.value, first_year__lte=year).order_by("code")


def titles_of(*, dimension: Dimension, year: int) -> dict[str, Mapping[str, str]]:
    """Each code of the year with its titles."""
    return dict(codes_of(dimension=dimension, year=year).values_list("code", "titles"))


def spendable(*, dimension: Dimension, year: int) -> set[str]:
    """The codes a line may carry: activities, and every code of the other dimensions."""
    known = set(codes_of(dimension=dimension, year=year).values_list("code", flat=True))
    return activities(codes=known) if dimension is Dimension.PROGRAMME else known


def mappings_of(*, dimension: Dimension) -> list[Mapped]:
    """What old codes became, in the order of years."""
    rows = CodeMapping.objects.filter(dimension=dimension.value).order_by("year", "old", "pk")
    return [Mapped(dimension=dimension, year=one.year, old=one.old, new=one.new, share=one.share) for one in rows]


def take_pack() -> int:
    """Take in the codes of the country's pack with the standards' own; how many are new. Safe to do again."""
    entries = list(pack_entries())
    faults = problems(entries=entries, languages=("en",))
    if faults:
        raise _refusal(faults)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        before = ClassCode.objects.count()
        known = set(ClassCode.objects.values_list("dimension", "code", "first_year"))
        fresh = [one for one in entries if (one.dimension.value, one.code, one.first_year) not in known]
        ClassCode.objects.bulk_create(_row(one, source=f"pack {pack().code}") for one in fresh)
        CodeMapping.objects.bulk_create(
            (
                CodeMapping(dimension=one.dimension.value, year=one.year, old=one.old, new=one.new, share=one.share)
                for one in pack_mappings()
            ),
            ignore_conflicts=True,
        )
        return ClassCode.objects.count() - before


def pack_entries() -> Iterator[Entry]:
    """The programme tree and funds of the pack; economic classes and functions of the standards."""
    told: Mapping[str, Any] = pack().data("treasury/classification")
    for group in ("programme", "subprogramme", "activity"):
        for code, titles in told.get(group, {}).items():
            yield _entry(Dimension.PROGRAMME, str(code), parent_of(code=str(code)), titles)
    for code, title in told["fund"].items():
        yield _entry(Dimension.FUND, str(code), "", title if isinstance(title, Mapping) else {"en": title, "ko": title})
    for code, titles in economic_codes().items():
        yield _entry(Dimension.ECONOMIC, code, parent_of_economic(code=code), titles)
    for code, titles in function_codes().items():
        yield _entry(Dimension.FUNCTION, code, division_of(code=code), titles)


def pack_mappings() -> Iterator[Mapped]:
    """What the pack says that old codes became."""
    for one in pack().data("treasury/classification").get("mappings", ()):
        given: dict[str, Any] = {"old": str(one["old"]), "new": str(one["new"]), "share": int(one.get("share", 10_000))}
        yield Mapped(dimension=Dimension(one.get("dimension", "programme")), year=int(one["year"]), **given)


def import_classification(*, data: bytes, actor: Actor, now: datetime) -> int:
    """Take in an uploaded list of codes (CSV with the columns of COLUMNS); how many. Raises ClassificationFaulty, Forbidden."""
    require(actor, "treasury.formulate")
    entries, faults = _read(data)
    faults += problems(entries=[*_existing(entries), *entries], languages=("ko", "en"))
    faults += [Problem("known", one.place, {"code": one.code}) for one in entries if _in_force(one)]
    if faults:
        raise _refusal(faults)
    with transaction.atomic():
        ClassCode.objects.bulk_create(_row(one, source=f"upload {now:%Y-%m-%d}") for one in entries)
        detail = {"codes": len(entries)}
        audit.record(actor=actor, action="treasury.classify", target="classification:upload", detail=detail, now=now)
    return len(entries)


def _entry(dimension: Dimension, code: str, parent: str, titles: Mapping[str, Any]) -> Entry:
    years: dict[str, Any] = {"first_year": int(titles.get("since", FIRST_YEAR)), "last_year": titles.get("until")}
    spoken = {key: str(value) for key, value in titles.items() if key not in {"since", "until"}}
    return Entry(dimension=dimension, code=code, parent=parent, titles=spoken, place=f"{dimension} {code}", **years)


def _row(one: Entry, *, source: str) -> ClassCode:
    return ClassCode(
        dimension=one.dimension.value,
        code=one.code,
        parent=one.parent,
        titles=dict(one.titles),
        first_year=one.first_year,
        last_year=one.last_year,
        source=source,
    )


def _existing(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Codes already in force that are parents of new ones; they have their titles."""
    wanted = {(one.dimension, one.parent) for one in entries if one.parent}
    if wanted and not ClassCode.objects.exists():
        take_pack()
    for row in ClassCode.objects.filter(code__in=[parent for _dimension, parent in wanted]):
        if (Dimension(row.dimension), row.code) in wanted:
            spoken = {"ko": row.code, "en": row.code, **row.titles}
            years: dict[str, Any] = {"first_year": row.first_year, "last_year": row.last_year}
            yield Entry(dimension=Dimension(row.dimension), code=row.code, titles=spoken, place="kept", **years)


def _in_force(one: Entry) -> bool:
    held = ClassCode.objects.filter(dimension=one.dimension.value, code=one.code)
    if one.last_year is not None:
        held = held.filter(first_year__lte=one.last_year)
    return held.filter(Q(last_year=None) | Q(last_year__gte=one.first_year)).exists()


def _read(data: bytes) -> tuple[list[Entry], list[Problem]]:
    rows, faults = read_rows(data=data, columns=COLUMNS, most=MOST_ROWS)
    entries = []
    for place, row in rows:
        wrong = list(_wrong(row, place))
        faults += wrong
        if not wrong:
            entries.append(_from_row(row, place))
    return entries, faults


def _wrong(row: Mapping[str, str], place: str) -> Iterator[Problem]:
    if row.get("dimension") not in set(Dimension):
        yield Problem("dimension_unknown", place, {"value": row.get("dimension", "")[:40]})
    for name in ("code", "parent"):
        value = row.get(name, "")
        if len(value) > 32 or (not value.replace("-", "").replace(".", "").isalnum() and (value or name == "code")):
            yield Problem("code_unfit", place, {"value": value[:40]})
    for name in ("first_year", "last_year"):
        value = row.get(name, "")
        if not (value.isascii() and value.isdigit() and len(value) == 4) and (value or name == "first_year"):
            yield Problem("year_unfit", place, {"value": value[:40]})


def _from_row(row: Mapping[str, str], place: str) -> Entry:
    return Entry(
        dimension=Dimension(row["dimension"]),
        code=row["code"],
        parent=row.get("parent", ""),
        titles={"ko": row.get("title_ko", "")[:200], "en": row.get("title_en", "")[:200]},
        first_year=int(row["first_year"]),
        last_year=int(row["last_year"]) if row.get("last_year") else None,
        place=place,
    )


def _refusal(found: Iterable[Problem]) -> ClassificationFaulty:
    faults = tuple(
        Fault(one.place, str(SAYS[one.what]).format(**one.values), f"{ClassificationFaulty.code}.{one.what}")
        for one in found
    )
    return ClassificationFaulty(count=len(faults), faults=faults)
