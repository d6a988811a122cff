"""What the demonstration's lines promise, verify and pay: a promise and a claim for each half of a year, with the rows of every
document. Generated, alike at every load.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache
from hashlib import sha256

from django.utils import timezone

from madang.framework.bulk.copying import copy_in, reserve_ids
from madang.framework.law import pack
from madang.systems.treasury.domain.allotments import Part
from madang.systems.treasury.domain.control import Stage
from madang.systems.treasury.models import BudgetLine, Commitment, Obligation

BY = "treasury.demo"
CLERK, CHECKER, TREASURER = f"{BY}.clerk", f"{BY}.checker", f"{BY}.treasurer"
# Days of the month on which batches pay, a working day later where they fall on a weekend.
PAY_DAYS = (5, 20)
# A promise is made within so many days of its quarter's start, and its claim is verified within so many after it.
PROMISED_IN, VERIFIED_IN = 45, 20
# What makes an amount look like one that was counted, not estimated.
UNEVEN = 999_983
MovementRow = tuple[int, str, int, str, datetime, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A promise on a line, its claim, and the day on which it is paid; none where that day has not come."""

    line: BudgetLine
    place: int
    payee: str
    purpose: str
    minor: int
    promised: date
    verified: date | None
    due: date
    paid: bool

    @property
    def commitment(self) -> str:
        """The number of its promise."""
        return f"C{self.line.year}-DEMO{self.line.pk:06d}{self.place}"

    @property
    def number(self) -> str:
        """Its own number."""
        return f"{self.commitment}-1"

    @property
    def order(self) -> str:
        """The number of its payment order."""
        return f"P{self.line.year}DEMO{self.line.pk:06d}{self.place}"

    @property
    def waits(self) -> bool:
        """Whether it stands in the batch that waits for its approvers: some of those that are verified and not paid."""
        return self.verified is not None and not self.paid and number_of(f"waits{self.purpose}{self.minor}", 2) == 0


def number_of(key: str, below: int) -> int:
    """A number below `below` that the key gives at every load."""
    return int.from_bytes(sha256(key.encode()).digest()[:6]) % below


def at(day: date, hour: int = 9) -> datetime:
    """That hour of that day; nine in the morning."""
    return _moment(day, hour, timezone.get_current_timezone())


@cache
def _moment(day: date, hour: int, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=zone)


@cache
def working_day(day: date) -> date:
    """The day, or the Monday after its weekend."""
    return day + timedelta(days=max(7 - day.weekday(), 0) if day.weekday() > 4 else 0)


@cache
def pay_day(after: date) -> date:
    """The next day on which batches pay."""
    for months in range(2):
        year, month = divmod(after.year * 12 + after.month - 1 + months, 12)
        for day in PAY_DAYS:
            found = working_day(date(year, month + 1, day))
            if found > after:
                return found
    raise AssertionError("every month has a pay day")


def claims_of(*, line: BudgetLine, codes: object, ready: Sequence[Part], reached: date) -> Iterator[Claim]:
    """A claim for each half of the year that was let go, of most of its money."""
    closed = reached == date(line.year, 12, 31)
    if line.activity in pack().data("treasury/classification").get("contingency", ()):
        return
    share = 80 + number_of(f"spent{line.year}{codes}", 18)
    language = pack().languages[0]
    purpose = str(line.titles.get(language) or line.titles.get("en"))
    for place, part in enumerate(ready if closed else _halves(ready)):
        key = f"{line.year}{codes}{place}"
        promised = working_day(part.starts_on(year=line.year) + timedelta(days=3 + number_of(f"day{key}", PROMISED_IN)))
        minor = part.minor * share // 100
        minor -= number_of(f"uneven{key}", min(max(minor // 50, 1), UNEVEN))
        if promised > reached or minor <= 0:
            continue
        verified = working_day(promised + timedelta(days=2 + number_of(f"verified{key}", VERIFIED_IN)))
        due = pay_day(verified)
        yield Claim(
            line=line,
            place=place,
            payee=_payee(line, key),
            purpose=f"{purpose} #{place + 1}"[:140],
            minor=minor,
            promised=promised,
            verified=verified if verified <= reached else None,
            due=due,
            paid=due <= reached,
        )


def _halves(parts: Sequence[Part]) -> list[Part]:
    """Two quarters as one, with the later one's day; what is alone stays so."""
    pairs = [parts[place : place + 2] for place in range(0, len(parts), 2)]
    return [replace(pair[-1], minor=sum(one.minor for one in pair)) for pair in pairs]


def _payee(line: BudgetLine, key: str) -> str:
    """Wages, grants and benefits go to one payee each; the rest is bought of somebody."""
    told = pack().data("treasury/demo_budget")
    language = pack().languages[0]
    one = told["regular"].get(line.economic[:2]) or told["payees"][number_of(f"payee{key}", len(told["payees"]))]
    return str(one.get(language) or one["en"])


def movements_of(*, claim: Claim) -> Iterator[MovementRow]:
    """What the claim moves on its line, stage by stage."""
    steps = [(Stage.COMMITMENT, claim.commitment, claim.promised, CLERK)]
    if claim.verified is not None:
        steps.append((Stage.OBLIGATION, claim.number, claim.verified, CHECKER))
    if claim.paid or claim.waits:
        steps.append((Stage.ORDER, claim.order, claim.due - timedelta(days=3), TREASURER))
    if claim.paid:
        steps.append((Stage.PAYMENT, claim.order, claim.due, TREASURER))
    for stage, document, day, by in steps:
        yield claim.line.pk, stage.value, claim.minor, document, at(day), by


def write_claims(*, claims: Sequence[Claim]) -> dict[str, int]:
    """The promises and the claims; the key of each verified claim by its number."""
    keys = reserve_ids(table=Commitment, count=len(claims))
    columns = [
        "id",
        "number",
        "line_id",
        "payee",
        "account",
        "purpose",
        "minor",
        "obligated",
        "released",
        "committed_at",
        "committed_by",
    ]
    copy_in(
        table=Commitment,
        columns=columns,
        rows=(
            (key, one.commitment, one.line.pk, one.payee, f"9{one.line.pk:010d}{one.place:03d}", one.purpose, one.minor,
             0, 0, at(one.promised), CLERK)
            for key, one in zip(keys, claims, strict=True)
        ),
    )  # fmt: skip
    verified = [(key, one) for key, one in zip(keys, claims, strict=True) if one.verified is not None]
    owed = reserve_ids(table=Obligation, count=len(verified))
    copy_in(
        table=Obligation,
        columns=["id", "number", "commitment_id", "invoice", "minor", "due_on", "verified_at", "verified_by"],
        rows=(
            (key, one.number, promise, f"{one.line.year}-{promise}", one.minor, one.due, at(one.verified, 14), CHECKER)
            for key, (promise, one) in zip(owed, verified, strict=True)
            if one.verified is not None
        ),
    )
    return {one.number: int(key) for key, (_promise, one) in zip(owed, verified, strict=True)}
