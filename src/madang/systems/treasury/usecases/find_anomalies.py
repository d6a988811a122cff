"""Find what an auditor may want to ask about, each with its reason. Nothing found here is a fault by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from madang.framework.law import pack
from madang.framework.notify.amounts import written
from madang.framework.values import Money
from madang.systems.treasury.domain import benford
from madang.systems.treasury.models import Obligation

DUPLICATE, SPLIT, ROUND, HOURS, ROLES = KINDS = ("duplicate", "split", "round", "hours", "roles")
MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomaly:
    """A document worth a question, and why."""

    kind: str
    document: str
    minor: int
    reason: str


# Every question stands behind the claims of the year.
_CLAIMS = """
WITH claims AS (
    SELECT claim.id, claim.number, claim.minor, claim.verified_at, claim.verified_by, promise.account, promise.committed_by
    FROM treasury_obligation claim JOIN treasury_commitment promise ON promise.id = claim.commitment_id
    JOIN treasury_budgetline line ON line.id = promise.line_id WHERE line.year = %(year)s
)"""
_DUPLICATES = """, near AS (
    SELECT *, lag(number) OVER same AS earlier, verified_at - lag(verified_at) OVER same AS after
    FROM claims WINDOW same AS (PARTITION BY account, minor ORDER BY verified_at, id)
) SELECT number, minor, earlier FROM near WHERE after <= make_interval(days => %(near_days)s) ORDER BY minor DESC LIMIT %(most)s
"""
_SPLITS = """, promised AS (
    SELECT promise.number, promise.minor, promise.account, promise.committed_at, line.office,
        sum(promise.minor) OVER near AS together, count(*) OVER near AS many
    FROM treasury_commitment promise JOIN treasury_budgetline line ON line.id = promise.line_id
    WHERE line.year = %(year)s AND promise.minor <= %(threshold)s
    WINDOW near AS (PARTITION BY line.office, promise.account ORDER BY promise.committed_at
        RANGE BETWEEN make_interval(days => %(split_days)s) PRECEDING AND CURRENT ROW)
) SELECT number, minor, many, together FROM promised WHERE many > 1 AND together > %(threshold)s
ORDER BY together DESC LIMIT %(most)s
"""
_ROUNDS = " SELECT number, minor FROM claims WHERE minor %% %(round)s = 0 ORDER BY minor DESC LIMIT %(most)s"
_HOURS = """, local AS (SELECT number, minor, verified_at AT TIME ZONE %(zone)s AS clock FROM claims)
SELECT number, minor, to_char(clock, 'YYYY-MM-DD HH24:MI') FROM local
WHERE extract(isodow FROM clock) > 5 OR extract(hour FROM clock) < %(opens)s OR extract(hour FROM clock) >= %(shuts)s
ORDER BY minor DESC LIMIT %(most)s
"""
_ROLES = """
SELECT claims.number, claims.minor, who.name, string_agg(DISTINCT who.role, ', ' ORDER BY who.role)
FROM claims
LEFT JOIN treasury_paymentorder wanted ON wanted.obligation_id = claims.id
LEFT JOIN treasury_paymentbatch batch ON batch.id = wanted.batch_id
CROSS JOIN LATERAL (VALUES (claims.committed_by, 'commits'), (claims.verified_by, 'verifies'), (batch.prepared_by, 'prepares'),
    (batch.first_approver, 'approves'), (batch.second_approver, 'approves')) AS who(name, role)
WHERE who.name <> '' GROUP BY claims.number, claims.minor, who.name HAVING count(DISTINCT who.role) > 1
ORDER BY claims.minor DESC LIMIT %(most)s
"""
_OFFICERS = """, batches AS (
    SELECT DISTINCT batch.id, batch.prepared_by, batch.first_approver, batch.second_approver
    FROM treasury_paymentbatch batch JOIN treasury_paymentorder wanted ON wanted.batch_id = batch.id
    JOIN claims ON claims.id = wanted.obligation_id
), acts AS (
    SELECT promise.committed_by AS name, 'commits' AS role FROM treasury_commitment promise
    JOIN treasury_budgetline line ON line.id = promise.line_id WHERE line.year = %(year)s
    UNION ALL SELECT verified_by, 'verifies' FROM claims
    UNION ALL SELECT prepared_by, 'prepares' FROM batches
    UNION ALL SELECT first_approver, 'approves' FROM batches
    UNION ALL SELECT second_approver, 'approves' FROM batches
)
SELECT name, sum((role = 'commits')::int), sum((role = 'verifies')::int), sum((role = 'prepares')::int),
    sum((role = 'approves')::int)
FROM acts WHERE name <> '' GROUP BY name ORDER BY name LIMIT %(most)s
"""


def find_anomalies(*, year: int) -> tuple[Anomaly, ...]:
    """Duplicates, splitting below the threshold, round sums, odd hours, one person in two roles; the largest of each."""
    return tuple(found for kind in KINDS for found in _of_kind(kind, year))


def _asked(year: int) -> dict[str, Any]:
    given = pack().data("treasury/audit")
    opens, shuts = given["hours"]
    return {**given, "year": year, "most": MOST, "zone": settings.TIME_ZONE, "opens": opens, "shuts": shuts}


def _rows(query: str, year: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIMS + query, _asked(year))
        return list(cursor.fetchall())


def _of_kind(kind: str, year: int) -> Iterator[Anomaly]:
    queries = {DUPLICATE: _DUPLICATES, SPLIT: _SPLITS, ROUND: _ROUNDS, HOURS: _HOURS, ROLES: _ROLES}
    for number, minor, *more in _rows(queries[kind], year):
        yield Anomaly(kind=kind, document=number, minor=minor, reason=_reason(kind, more))


def _reason(kind: str, more: list[Any]) -> str:
    if kind == DUPLICATE:
        return _("The same account had the same amount by claim {number} shortly before.").format(number=more[0])
    if kind == SPLIT:
        amount = written(Money(int(more[1]), pack().currency))
        return _(
            "{many} promises to one account within days, each within the limit of a single quotation, make {amount}."
        ).format(many=more[0], amount=amount)
    if kind == ROUND:
        return _("The amount is round, as an estimate is.")
    if kind == HOURS:
        return _("It was verified on {at}, outside office hours.").format(at=more[0])
    titles = {
        "commits": _("commits"),
        "verifies": _("verifies"),
        "prepares": _("prepares"),
        "approves": _("approves"),
    }
    roles = ", ".join(titles[role] for role in more[1].split(", "))
    return _("{name} acts in two roles: {roles}.").format(name=more[0], roles=roles)


def first_digits(*, year: int) -> benford.Judged:
    """First digits of the year's verified claims beside Benford's law."""
    claims = Obligation.objects.filter(commitment__line__year=year).values_list("minor", flat=True)
    return benford.judge(amounts=claims.iterator(chunk_size=5000))


def acts_of_officers(*, year: int) -> list[tuple[str, int, int, int, int]]:
    """Who committed, verified, prepared and approved how often: separation of duties as it was lived."""
    return [(str(name), *map(int, counts)) for name, *counts in _rows(_OFFICERS, year)]  # type: ignore[misc]
