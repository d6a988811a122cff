"""A running fiscal year for the demonstration, with the two before it: generated from the pack's `demo_budget`, alike at
every load.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from madang.framework.bulk.copying import copy_in, reserve_ids
from madang.framework.law import pack
from madang.framework.values import Progress
from madang.systems.treasury.domain.allotments import due, even_parts
from madang.systems.treasury.domain.authorisations import Kind
from madang.systems.treasury.domain.classification import Dimension
from madang.systems.treasury.domain.control import Stage
from madang.systems.treasury.domain.formulation import PLAN_YEARS, Round, State
from madang.systems.treasury.models import (
    AllotmentPart,
    Authorisation,
    AuthorisedYear,
    Budget,
    BudgetChange,
    BudgetItem,
    BudgetLine,
    Ceiling,
    Movement,
    RevenueEstimate,
)
from madang.systems.treasury.usecases.classify import spendable, take_pack, titles_of
from madang.systems.treasury.usecases.formulate import budget_calendar, contingency_codes
from madang.systems.treasury.usecases.load_demo_bank import MORE, REVENUE, load_bank
from madang.systems.treasury.usecases.load_demo_claims import (
    BY,
    Claim,
    MovementRow,
    at,
    claims_of,
    movements_of,
    number_of,
    write_claims,
)
from madang.systems.treasury.usecases.load_demo_plan import load_plans, load_results, load_targets, planned_years

YEARS_BEFORE = 2
# A line of the pack is so many units of the currency; the years grow by so many percent.
MILLION, THOUSAND, GROWTH = 1_000_000, 1000, 4
CUT, RAISE = "집행 실적을 반영 / What was spent last year", "안전 투자 확대 / More for safety"
JUSTIFIED = "전년도 집행과 물가를 반영한 소요 / Needs by last year's spending and prices"
ESTIMATED = "성장률과 전년도 징수 실적 (생성) / Growth and last year's receipts (generated)"
LONG_WORKS = "세 해에 걸친 공사 (생성) / Works of three years (generated)"
ChangeRow = tuple[int, str, int, str, str, str, datetime, str]
MOTION = "예결위 수정안 (생성) / Committee amendment (generated)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A generated line of a year."""

    office: str
    activity: str
    economic: str
    function: str
    fund: str
    region: str
    minor: int

    @property
    def codes(self) -> dict[str, str]:
        """Its codes by dimension."""
        names = ("office", "activity", "economic", "function", "fund", "region")
        return {name: str(getattr(self, name)) for name in names}


def load_demo(*, now: datetime, progress: Progress) -> int:
    """The budgets of three years and what was spent of them, next year's before parliament, a supplementary one open for
    requests; how many lines. Does nothing where there are lines.
    """
    if BudgetLine.objects.exists():
        return 0
    today = timezone.localdate(now)
    progress("classification")
    take_pack()
    balance = 0
    with transaction.atomic():
        for year in range(today.year - YEARS_BEFORE, today.year + 1):
            progress(f"budget {year}", year - today.year + YEARS_BEFORE, YEARS_BEFORE + 2)
            balance = _year(year, today=today, now=now, balance=balance)
        _proposal(today.year + 1, now=now)
        _supplementary(today.year, now=now)
        load_results(before=today.year, now=now)
        load_plans(
            drawn={year: list(drawn_lines(year=year, today=today)) for year in planned_years(today=today)}, today=today
        )
        _measure("treasury_budgetline", "treasury_movement", "treasury_commitment", "treasury_obligation")
        _measure("treasury_paymentorder", "treasury_bankentry", "money_entry", "money_line")
    return BudgetLine.objects.count()


def _year(year: int, *, today: date, now: datetime, balance: int) -> int:
    drawn = list(drawn_lines(year=year, today=today))
    _budget(year, drawn, state=State.ENACTED, now=now)
    titles = titles_of(dimension=Dimension.PROGRAMME, year=year)
    lines = BudgetLine.objects.bulk_create(
        BudgetLine(year=year, currency=pack().currency, titles=dict(titles[one.activity]), **one.codes) for one in drawn
    )
    return _money(list(zip(lines, drawn, strict=True)), today=today, now=now, balance=balance)


def drawn_lines(*, year: int, today: date) -> Iterator[Drawn]:
    """The lines of a year: each activity in force then, by class, and running costs by region where the pack says so."""
    told: Mapping[str, Any] = pack().data("treasury/demo_budget")
    unit = (MILLION if pack().currency_digits == 0 else THOUSAND) * 10 ** pack().currency_digits
    known = spendable(dimension=Dimension.PROGRAMME, year=year)
    for activity, one in told["activities"].items():
        if activity not in known:
            continue
        amount = int(one["amount"]) * unit * (100 + GROWTH * (year - today.year)) // 100
        for economic, percent in one["parts"].items():
            regions = told["regions"] if economic == "22" else {"": 100}
            for region, part in regions.items():
                minor = amount * int(percent) * int(part) // 10_000
                given = {"function": one["function"], "fund": one.get("fund", ""), "region": str(region)}
                yield Drawn(office=one["office"], activity=activity, economic=economic, minor=minor, **given)


def _budget(year: int, drawn: Sequence[Drawn], *, state: State, now: datetime) -> Budget:
    """The budget with a request, a review and, where parliament has it, an amendment of some of its items."""
    days = budget_calendar(year=year)
    opened = at(date(year - 1, 4, 1))
    made = Budget.objects.create(
        year=year,
        state=State.REQUESTS.value,
        requests_until=days.requests_by,
        transfers_between=True,
        provisions="예산총칙(생성): 이용의 범위 / General provisions (generated): transfers between programmes",
        opened_at=opened,
    )
    _ceilings(made, drawn, at=opened)
    items = reserve_ids(table=BudgetItem, count=len(drawn))
    names = ["office", "activity", "economic", "function", "fund", "region"]
    copy_in(
        table=BudgetItem,
        columns=["id", "budget_id", *names, "requested", "proposed", "voted"],
        rows=((key, made.pk, *one.codes.values(), 0, 0, 0) for key, one in zip(items, drawn, strict=True)),
    )
    _measure("treasury_budget", "treasury_budgetitem")
    asked, cut, moved = _rounds(year, items, drawn, opened)
    _beside(made, items, drawn, opened)
    submitted = at(days.submitted_by)
    for changes, then in ((asked, State.REVIEW), (cut, State.PROPOSED), (moved, State.ENACTED)):
        if then is State.ENACTED and state is not State.ENACTED:
            break
        columns = ["item_id", "round", "minor", "reason", "authority", "consent", "at", "by"]
        copy_in(table=BudgetChange, columns=columns, rows=(row for row in changes if row[2]))
        made.state = then.value
        if then is State.PROPOSED:
            made.proposed_at = submitted
        if then is State.ENACTED:
            made.enacted_at, made.act = (
                submitted + timedelta(days=90),
                f"의안 {year}-0001 (생성) / Bill {year}-0001 (generated)",
            )
        made.save()
    return made


def _beside(budget: Budget, items: Iterable[int], drawn: Sequence[Drawn], opened: datetime) -> None:
    """What goes to parliament beside the items."""
    load_targets(year=budget.year, drawn=drawn, at=opened)
    _continued(budget, items, drawn, opened)
    _for_disasters(budget, items, drawn, opened)
    _expected(budget, sum(one.minor for one in drawn), opened)


def _continued(budget: Budget, items: Iterable[int], drawn: Sequence[Drawn], now: datetime) -> None:
    """The largest of the works goes on for three years."""
    works = [(item, one) for item, one in zip(items, drawn, strict=True) if one.economic.startswith("311")]
    item, one = max(works, key=lambda pair: pair[1].minor)
    titles = titles_of(dimension=Dimension.PROGRAMME, year=budget.year).get(one.activity, {})
    shares = {budget.year + ahead: one.minor * (100 - 20 * ahead) // 100 for ahead in range(3)}
    made = Authorisation.objects.create(
        number=f"A{budget.year}-DEMO",
        budget=budget,
        item_id=item,
        kind=Kind.CONTINUING.value,
        purpose="works",
        title=str(titles.get(pack().languages[0]) or titles.get("en") or one.activity),
        reason=LONG_WORKS,
        total=sum(shares.values()),
        last_year=max(shares),
        asked_at=now,
        asked_by=BY,
    )
    AuthorisedYear.objects.bulk_create(
        AuthorisedYear(authorisation=made, year=year, minor=minor) for year, minor in shares.items()
    )


def _for_disasters(budget: Budget, items: Iterable[int], drawn: Sequence[Drawn], now: datetime) -> None:
    """As much as the contingency may be promised beyond it after disasters."""
    kept = contingency_codes()
    for item, one in zip(items, drawn, strict=True):
        if one.activity in kept:
            made = Authorisation.objects.create(
                number=f"A{budget.year}-DISASTER",
                budget=budget,
                item_id=item,
                kind=Kind.DISASTER.value,
                title="재해복구 국고채무부담행위 (생성) / Repairs after disasters (generated)",
                reason="풍수해에 대비한 한도 (생성) / A limit in case of storms and floods (generated)",
                total=one.minor,
                last_year=budget.year + 1,
                asked_at=now,
                asked_by=BY,
            )
            AuthorisedYear.objects.create(authorisation=made, year=budget.year + 1, minor=one.minor)
            return


def _expected(budget: Budget, total: int, now: datetime) -> None:
    """What comes in, by class: what the year spends and a little more."""
    RevenueEstimate.objects.bulk_create(
        RevenueEstimate(budget=budget, code=code, minor=total * MORE * part // 10_000, basis=ESTIMATED, at=now, by=BY)
        for code, part in REVENUE.items()
    )


def _measure(*tables: str) -> None:
    """Tables that just grew: the rules of the database find their rows by index and not by reading them all."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


def _rounds(
    year: int, items: Iterable[int], drawn: Sequence[Drawn], opened: datetime
) -> tuple[list[ChangeRow], list[ChangeRow], list[ChangeRow]]:
    """What was asked for, cut in the review and amended by parliament, of each item."""
    asked: list[ChangeRow] = []
    cut: list[ChangeRow] = []
    moved: list[ChangeRow] = []
    for item, one in zip(items, drawn, strict=True):
        more = one.minor * number_of(f"ask{year}{one.codes}", 9) // 100
        amended = one.minor * number_of(f"vote{year}{one.codes}", 3) // 100 if one.economic == "22" else 0
        asked.append(_change(item, Round.REQUEST, one.minor + more + amended, JUSTIFIED, opened + timedelta(days=40)))
        cut.append(_change(item, Round.REVIEW, -more, CUT, opened + timedelta(days=110)))
        moved.append(_change(item, Round.AMENDMENT, -amended, CUT, opened + timedelta(days=240), MOTION))
    return asked, cut, moved


def _ceilings(budget: Budget, drawn: Sequence[Drawn], *, at: datetime) -> None:
    totals: dict[str, int] = {}
    for one in drawn:
        totals[one.office] = totals.get(one.office, 0) + one.minor
    Ceiling.objects.bulk_create(
        Ceiling(
            budget=budget,
            office=office,
            year=budget.year + ahead,
            minor=total * (112 + 4 * ahead) // 100,
            set_at=at,
            set_by=BY,
        )
        for office, total in totals.items()
        for ahead in range(PLAN_YEARS)
    )


def _change(item: int, round_: Round, minor: int, reason: str, at: datetime, motion: str = "") -> ChangeRow:
    return item, round_.value, minor, reason, motion, "", at, BY


def _money(pairs: Sequence[tuple[BudgetLine, Drawn]], *, today: date, now: datetime, balance: int) -> int:
    """Appropriation, quarterly allotment, and what was promised and paid so far; the balance of the bank at the end."""
    year = pairs[0][0].year
    reached = today if year == today.year else date(year, 12, 31)
    movements: list[MovementRow] = []
    parts: list[tuple[object, ...]] = []
    claims: list[Claim] = []
    start = at(date(year, 1, 1))
    for line, one in pairs:
        # Years past were let go by halves, the running one quarter by quarter.
        plan = even_parts(minor=one.minor, gone=() if year == today.year else ((2, 0), (4, 0)))
        ready = due(parts=plan, year=year, on=reached)
        movements.append((line.pk, Stage.APPROPRIATION.value, one.minor, f"budget:{year}", start, BY))
        for part in plan:
            begins = at(part.starts_on(year=year))
            let_go = part in ready
            parts.append((line.pk, part.quarter, part.month, part.minor, start, BY, begins if let_go else None))
            if let_go:
                document = f"demo:{line.pk}:Q{part.quarter}"
                movements.append((line.pk, Stage.ALLOTMENT.value, part.minor, document, begins, BY))
        made = list(claims_of(line=line, codes=one.codes, ready=ready, reached=reached))
        claims += made
        movements += [row for claim in made for row in movements_of(claim=claim)]
    columns = ["line_id", "quarter", "month", "minor", "planned_at", "planned_by", "released_at"]
    _measure("treasury_budgetline")
    copy_in(table=AllotmentPart, columns=columns, rows=parts)
    copy_in(table=Movement, columns=("line_id", "stage", "minor", "document", "at", "by"), rows=movements)
    owed = write_claims(claims=claims)
    total = sum(one.minor for _line, one in pairs)
    return load_bank(claims=claims, owed=owed, total=total, year=year, reached=reached, now=now, balance=balance)


def _proposal(year: int, *, now: datetime) -> None:
    """Next year's budget, as the government proposed it: parliament has it."""
    _budget(year, list(drawn_lines(year=year, today=timezone.localdate(now))), state=State.PROPOSED, now=now)


def _supplementary(year: int, *, now: datetime) -> None:
    """A supplementary budget of this year that takes requests."""
    Budget.objects.create(
        year=year,
        serial=1,
        state=State.REQUESTS.value,
        requests_until=timezone.localdate(now) + timedelta(days=60),
        cause="집중호우 복구 (생성) / Repairs after heavy rain (generated)",
        opened_at=now,
    )
