"""Match the invoices of the country, look for circles and missing traders, and keep what asks a question."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import transaction

from madang.framework.audit import record
from madang.framework.identity.actor import system_actor
from madang.framework.values.months import add_months
from madang.systems.tax.domain.circles import CircleLimits, circles, edges_of
from madang.systems.tax.domain.matching import match, months_of
from madang.systems.tax.domain.missing_traders import TRADER, MissingLimits, missing_traders
from madang.systems.tax.domain.risk_score import RuleBook, held, score
from madang.systems.tax.domain.risk_words import FindingKind, FindingState
from madang.systems.tax.domain.words import Tax
from madang.systems.tax.models import Return, RiskFinding, Taxpayer
from madang.systems.tax.usecases.compliance.invoice_rows import BUYER, SELLER, invoice_rows
from madang.systems.tax.usecases.compliance.rule_book import rule_book
from madang.systems.tax.usecases.returns.in_force import counted

KEPT_ROWS = 50
TAX_ON_SALES = frozenset({"vat.output", "vat.simplified.charged"})
"""The steps of a country's law of value-added tax that say what was charged to buyers."""
MONTHS = 12
_FIGURES = ("lines", "tax_minor", "score", "reasons", "figures", "evidence", "found_at")


@dataclass(kw_only=True)
class _Found:
    kind: FindingKind
    subject: str
    month: date
    lines: int
    tax: int
    evidence: list[dict[str, Any]]
    figures: dict[str, int | str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.month:%Y-%m}:{self.subject}"[:120]


def find_risks(*, now: datetime) -> int:
    """Screen the last twelve months; how many findings are new. What is still open gets today's figures, and an open finding
    that no longer holds goes: the trader put it right.
    """
    until = now.date()
    since = add_months(day=until.replace(day=1), months=-MONTHS)
    sold = invoice_rows(side=SELLER, since=since, until=until)
    bought = invoice_rows(side=BUYER, since=since, until=until)
    book = rule_book()

    found = [*_matched(sold, bought), *_circles(sold, book), *_missing(sold, since, until, book)]

    return _keep(found, book, now)


def _matched(sold: pl.LazyFrame, bought: pl.LazyFrame) -> Iterator[_Found]:
    months = months_of(lines=pl.concat([sold, bought]))
    rows = match(sold=sold, bought=bought, months=months).found
    for (kind, subject, month), part in rows.group_by("kind", "subject", "month", maintain_order=True):
        shown = part.drop("kind", "subject", "month").sort("number").head(KEPT_ROWS)
        yield _Found(
            kind=FindingKind(str(kind)),
            subject=str(subject),
            month=_day(month),
            lines=part.height,
            tax=int(part.select(_at_stake(FindingKind(str(kind))).sum()).item()),
            evidence=_plain(shown),
        )


def _at_stake(kind: FindingKind) -> pl.Expr:
    """Where both sides tell of it, the tax by which they differ; else all of it."""
    if kind is FindingKind.DIFFERING:
        return (pl.col("tax_minor") - pl.col("other_tax")).abs()
    return pl.col("tax_minor")


def _circles(sold: pl.LazyFrame, book: RuleBook) -> Iterator[_Found]:
    limits = CircleLimits(
        least_minor=book.limits["circle_least"],
        share_percent=book.limits["circle_share_percent"],
        most_members=book.limits["circle_most_members"],
    )
    for one in circles(edges=edges_of(sold=sold).collect(), limits=limits):
        names = ("seller", "buyer", "minor", "lines")
        # A tenth is not the tax of every country, but tells the size; the exact tax stands with the invoices.
        edges = [dict(zip(names, edge, strict=True)) for edge in one.edges]
        lines = sum(edge[3] for edge in one.edges)
        for member in one.members:
            figures: dict[str, int | str] = {"members": len(one.members), "minor": one.minor}
            yield _Found(
                kind=FindingKind.CIRCULAR,
                subject=member,
                month=one.month,
                lines=lines,
                tax=one.minor // 10,
                evidence=edges[:KEPT_ROWS],
                figures=figures,
            )


def _missing(sold: pl.LazyFrame, since: date, until: date, book: RuleBook) -> Iterator[_Found]:
    limits = MissingLimits(
        least_tax=book.limits["missing_least_tax"],
        filed_percent=book.limits["missing_filed_percent"],
        young_days=book.limits["missing_young_days"],
    )
    rows = missing_traders(sold=sold, traders=_traders(since), until=until, limits=limits)
    names = ("number", "seller", "buyer", "issued_on", "minor", "tax_minor", "state")
    for row in rows.iter_rows(named=True):
        mine = sold.filter(pl.col("seller") == row["trader"]).select(names).sort("issued_on", "number").collect()
        yield _Found(
            kind=FindingKind.MISSING_TRADER,
            subject=row["trader"],
            month=mine["issued_on"][-1].replace(day=1),
            lines=mine.height,
            tax=row["sales_tax"],
            evidence=_plain(mine.head(KEPT_ROWS)),
            figures={name: row[name] for name in ("sales", "bought", "buyers", "filed_tax", "days_known")}
            | {"gone": int(row["gone"]), "unknown": int(row["unknown"])},
        )


def _traders(since: date) -> pl.LazyFrame:
    """Who is registered since when, and how much tax on sales each declared."""
    declared: dict[int, int] = defaultdict(int)
    filed = counted(returns=Return.objects.filter(tax=Tax.VAT.value, period_until__gte=since))
    last = {row[:2]: row[2] for row in filed.values_list("taxpayer_id", "period", "steps")}
    for (taxpayer, _period), steps in last.items():
        declared[taxpayer] += sum(step["minor"] for step in steps if step["code"] in TAX_ON_SALES)
    rows = [
        (key, registered_on, closed_on, declared.get(pk, 0))
        for pk, key, registered_on, closed_on in Taxpayer.objects.filter(party_kind="business").values_list(
            "pk", "party_key", "registered_on", "closed_on"
        )
    ]
    return pl.LazyFrame(rows, schema=TRADER, orient="row")


def _plain(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """As JSON keeps it."""
    return rows.with_columns(pl.col(pl.Date).dt.to_string("%Y-%m-%d")).to_dicts()


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError("A month is a date.")
    return value


def _keep(found: list[_Found], book: RuleBook, now: datetime) -> int:
    rows = {one.key: _finding(one, book, now) for one in found}
    with transaction.atomic():
        known = dict(RiskFinding.objects.select_for_update().values_list("key", "state"))
        gone = [key for key, state in known.items() if state == FindingState.OPEN.value and key not in rows]
        RiskFinding.objects.filter(key__in=gone).delete()
        fresh = [row for key, row in rows.items() if key not in known]
        RiskFinding.objects.bulk_create(fresh)
        ids = dict(RiskFinding.objects.filter(state=FindingState.OPEN.value, key__in=rows).values_list("key", "pk"))
        again = [row for key, row in rows.items() if known.get(key) == FindingState.OPEN.value]
        for row in again:
            row.pk = ids[row.key]
        RiskFinding.objects.bulk_update(again, [name for name in _FIGURES if name != "found_at"])
        detail = {"new": len(fresh), "gone": len(gone), "open": len(ids)}
        record(
            actor=system_actor("tax.find_risks"), action="tax.find_risks", target="tax:risks", detail=detail, now=now
        )
    return len(fresh)


def _finding(one: _Found, book: RuleBook, now: datetime) -> RiskFinding:
    rules = held(rules=book.rules, kind=one.kind, lines=one.lines, tax=one.tax)
    return RiskFinding(
        key=one.key,
        kind=one.kind.value,
        subject=one.subject,
        month=one.month,
        lines=one.lines,
        tax_minor=one.tax,
        score=score(rules=rules),
        reasons=[{"rule": rule.code, "points": rule.points} for rule in rules],
        figures=one.figures,
        evidence=one.evidence,
        found_at=now,
    )
