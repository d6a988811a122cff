"""Correcting a declaration after release: which correction it is, until when it may be made, what it costs or brings.

Korea: Customs Act arts. 21 (period of assessment), 38-2 (supplement), 38-3 (amended declaration, claim, assessment), 42, 42-2
(additional tax), 48 (interest on refunds), 118 (1) (the notice before an assessment). All amounts in minor units.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from madang.framework.values.months import add_months

ONE_DAY = timedelta(days=1)
HUNDRED_THOUSAND = 100_000
A_YEAR = 365_000  # thousandths a year of 365 days, for a day


class CorrectionKind(StrEnum):
    """What a correction is in law."""

    SUPPLEMENT = "supplement"  # art. 38-2: the declarant pays more, soon after paying
    AMENDED = "amended"  # art. 38-3 (1): the declarant pays more, later
    CLAIM = "claim"  # art. 38-3 (2): the declarant paid too much
    ASSESSED = "assessed"  # art. 38-3 (6): customs finds it
    SET_ASIDE = "set_aside"  # art. 128 (1) no. 3: an assessment was wrong


class CorrectionState(StrEnum):
    """What became of it."""

    FILED = "filed"  # an official decides
    TOLD = "told"  # art. 118 (1): what customs would assess; its party may ask for a review
    DONE = "done"
    REFUSED = "refused"
    DROPPED = "dropped"  # the review found that it is not to be assessed


OPEN = frozenset({CorrectionState.FILED, CorrectionState.TOLD})


class ClaimGround(StrEnum):
    """What lets a claim come after its years (art. 38-3 (3), Decree art. 34 (2))."""

    JUDGMENT = "judgment"  # no. 1
    RECORDS = "records"  # no. 2: seized records, or another hindrance that is over
    ORIGIN = "origin"  # no. 3: the answer on a proof of origin


class Fraud(StrEnum):
    """How facts were hidden (art. 42 (2), Decree art. 39 (4))."""

    PAPERS = "papers"  # no. 1: two invoices, two contracts, false papers
    DESTROYED = "destroyed"  # no. 2
    HIDDEN = "hidden"  # no. 3: deeds and dealings arranged or hidden
    OTHER = "other"  # no. 4


class WithoutNotice(StrEnum):
    """Why an assessment needs no notice before it (art. 118 (1) nos. 1 to 6)."""

    LAPSING = "lapsing"  # no. 1: the period of assessment ends within months
    FINAL_PRICE = "final_price"  # no. 2: the declarant told the final price
    BEFORE_RELEASE = "before_release"  # no. 3
    RELIEF = "relief"  # no. 4
    ACCUSED = "accused"  # no. 5
    DANGER = "danger"  # no. 6: the duty could hardly be collected


class TooLate(ValueError):
    """The law's period for it is over; `last_on` was its last day."""

    def __init__(self, *, last_on: date) -> None:
        self.last_on = last_on
        super().__init__(f"The last day was {last_on}.")


class NothingChanges(ValueError):
    """It changes no amount, and the period in which that may be corrected is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A rate, in force from a day on."""

    since: date
    rate: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """So many percent of the additional tax are forgiven to who amends within so many months after the supplement period."""

    months: int
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionLaw:
    """The country's terms. `a_day` are parts of 100,000 for each day that a shortfall was not paid, `a_year` thousandths a year
    of a shortfall that is supplemented and of what is given back; `ground_months` for a claim after its years, `lapsing_months`
    before the end of the period of assessment nobody is told before; of what is paid late `late_percent` and each day of
    `late_years` at most, the days only from `late_least` on; `slow_percent` of the days are forgiven by which customs decided a
    review late; `cites` names the article of each step."""

    supplement_months: int
    claim_years: int
    assessment_years: int
    penalty_percent: int
    fraud_percent: int
    fraud_years: int
    ground_months: int
    lapsing_months: int
    late_percent: int
    late_years: int
    late_least: int
    slow_percent: int
    cuts: tuple[Cut, ...]
    a_day: tuple[Dated, ...]
    a_year: tuple[Dated, ...]
    cites: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the terms run from: the days on which it was declared, on which its levies were due, and on which they were paid."""

    declared_on: date
    due_on: date
    paid_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """One step of what comes on top of a shortfall."""

    code: str
    minor: int
    cite: str


def differences(*, before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """What each levy becomes more (or, negative, less); levies that stay are left out."""
    both = (*after, *(levy for levy in before if levy not in after))
    found = {levy: after.get(levy, 0) - before.get(levy, 0) for levy in both}
    return {levy: minor for levy, minor in found.items() if minor}


def kind_of(
    *,
    changes: Mapping[str, int],
    own: bool,
    on: date,
    facts: Facts,
    law: CorrectionLaw,
    fraud: bool = False,
    known_on: date | None = None,
) -> CorrectionKind:
    """Which correction it is on that day. Whatever brings money back is claimed; `known_on` is when a ground became known that
    lets a claim come after its years. Raises TooLate, NothingChanges."""
    if not own:
        return _within(on, assessed_until(facts=facts, law=law, fraud=fraud), CorrectionKind.ASSESSED)
    if any(minor < 0 for minor in changes.values()):
        last = add_months(day=facts.declared_on, months=12 * law.claim_years)
        if known_on is not None:
            last = max(last, add_months(day=known_on, months=law.ground_months))
        return _within(on, last, CorrectionKind.CLAIM)
    if on <= supplement_until(facts=facts, law=law):
        return CorrectionKind.SUPPLEMENT
    if not changes:
        raise NothingChanges
    return _within(on, assessed_until(facts=facts, law=law), CorrectionKind.AMENDED)


def assessed_until(*, facts: Facts, law: CorrectionLaw, fraud: bool = False) -> date:
    """The last day of the period of assessment (art. 21 (1)): longer where duty was evaded by fraud (no. 2)."""
    years = law.fraud_years if fraud else law.assessment_years
    return add_months(day=facts.declared_on, months=12 * years)


def told_before(*, shortfall: int, on: date, facts: Facts, law: CorrectionLaw, fraud: bool) -> bool:
    """Whether customs tells before it assesses (art. 118 (1)): where something is collected, and the period of assessment does
    not end within months (no. 1)."""
    last = assessed_until(facts=facts, law=law, fraud=fraud)
    return shortfall > 0 and last > add_months(day=on, months=law.lapsing_months)


def supplement_until(*, facts: Facts, law: CorrectionLaw) -> date:
    """The last day of the supplement period (art. 38-2 (1): six months from the day on which it was declared and paid)."""
    return add_months(day=facts.paid_on, months=law.supplement_months)


def _within(on: date, last_on: date, kind: CorrectionKind) -> CorrectionKind:
    if on > last_on:
        raise TooLate(last_on=last_on)
    return kind


def additions(
    *,
    kind: CorrectionKind,
    shortfall: int,
    on: date,
    facts: Facts,
    law: CorrectionLaw,
    fraud: bool = False,
    slow: tuple[date, date] | None = None,
) -> tuple[Addition, ...]:
    """What comes on top of a shortfall that is declared or assessed that day: interest within the supplement period (art. 38-2
    (5)), else additional tax, more of it for fraud (art. 42 (2)), and a share for each day from the day after the due day (art.
    42 (1)). `slow` are the last day of a review and the day on which it was decided (art. 42-2 (1) no. 8)."""
    if shortfall <= 0:
        return ()
    end = supplement_until(facts=facts, law=law)
    if kind is not CorrectionKind.ASSESSED and on <= end:
        minor = over_days(amount=shortfall, after=facts.due_on, until=on, rates=law.a_year) // A_YEAR
        return (Addition(code="interest", minor=minor, cite=law.cites["interest"]),) if minor else ()
    full = shortfall * (law.fraud_percent if fraud else law.penalty_percent) // 100
    cut = 0 if kind is CorrectionKind.ASSESSED else full * _forgiven(on, end, law.cuts) // 100
    daily = over_days(amount=shortfall, after=facts.due_on, until=on, rates=law.a_day) // HUNDRED_THOUSAND
    waited = over_days(amount=shortfall, after=slow[0], until=slow[1], rates=law.a_day) if slow else 0
    steps = (
        Addition(code="fraud" if fraud else "penalty", minor=full, cite=law.cites["fraud" if fraud else "penalty"]),
        Addition(code="cut", minor=-cut, cite=law.cites["cut"]),
        Addition(code="days", minor=daily, cite=law.cites["days"]),
        Addition(code="slow", minor=-(waited * law.slow_percent // 100 // HUNDRED_THOUSAND), cite=law.cites["slow"]),
    )
    return tuple(step for step in steps if step.minor)


def late_payment(
    *, minor: int, together: int, due_on: date, paid_on: date, noticed: bool, law: CorrectionLaw
) -> tuple[Addition, ...]:
    """What comes on top of what was paid after its day: a share of what a notice asked (art. 42 (1) no. 2 b), and one for each
    day, five years at most (42 (4)), unless all that was late `together` is less than the law's least (42 (5))."""
    if paid_on <= due_on:
        return ()
    until = min(paid_on, add_months(day=due_on, months=12 * law.late_years))
    daily = over_days(amount=minor, after=due_on, until=until, rates=law.a_day) // HUNDRED_THOUSAND
    steps = (
        Addition(code="late", minor=minor * law.late_percent // 100 if noticed else 0, cite=law.cites["late"]),
        Addition(code="days", minor=daily if together >= law.late_least else 0, cite=law.cites["days"]),
    )
    return tuple(step for step in steps if step.minor)


def _forgiven(on: date, end: date, cuts: Iterable[Cut]) -> int:
    return next((cut.percent for cut in cuts if on <= add_months(day=end, months=cut.months)), 0)


def over_days(*, amount: int, after: date, until: date, rates: tuple[Dated, ...]) -> int:
    """The amount times the rate of each day after `after` up to `until`, not yet divided: nothing is rounded on the way."""
    total = 0
    ends = [*(dated.since - ONE_DAY for dated in rates[1:]), date.max]
    for dated, end in zip(rates, ends, strict=True):
        first, last = max(after + ONE_DAY, dated.since), min(until, end)
        if first <= last:
            total += amount * dated.rate * ((last - first).days + 1)
    return total


def refund_interest(
    *, minor: int, payments: Iterable[tuple[date, int]], spent: int, on: date, law: CorrectionLaw
) -> int:
    """What the state adds to a refund decided that day (art. 48): for each part from the day after its payment, the last
    payment first (Decree art. 56 (3) no. 1). `spent` of the payments went back before."""
    left, skipped, total = minor, spent, 0
    for paid_on, amount in sorted(payments, reverse=True):
        part = min(max(amount - skipped, 0), left)
        skipped = max(skipped - amount, 0)
        left -= part
        total += over_days(amount=part, after=paid_on, until=on, rates=law.a_year)
    return total // A_YEAR
