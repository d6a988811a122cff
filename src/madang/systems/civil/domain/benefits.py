"""The benefit finder: which help the law offers a person, why, and which datum decided it.

A country writes its benefits as conditions; the answer is worked out here, so that no benefit can answer without a reason.
Texts are mappings from language to a whole sentence: {"ko": "…", "en": "…"}.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from madang.framework.law import Slot, slot
from madang.framework.values import Money

Text = Mapping[str, str]


class Work(StrEnum):
    """What a person lives on."""

    EMPLOYEE = "employee"
    SELF_EMPLOYED = "self_employed"
    UNEMPLOYED = "unemployed"
    NONE = "none"


class Home(StrEnum):
    """How a person holds their home: theirs, rented by the month, rented for a deposit, or free of charge."""

    OWNED = "owned"
    MONTHLY_RENT = "monthly_rent"
    DEPOSIT_RENT = "deposit_rent"
    FREE = "free"


class Disability(StrEnum):
    """The registered degree of a disability."""

    NONE = "none"
    MILD = "mild"
    SEVERE = "severe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a person on a day; None says that nobody has told yet, which is never the same as no.

    `children` are the birth dates of the children in the household. `monthly_income` is the household's income and
    `assets` its net wealth, before any reckoning that a law prescribes. `insured_days` are days under employment insurance
    in the period that the law counts. `parental_leave` says whether the person takes leave to raise a child.
    """

    on: date
    born_on: date | None = None
    citizen: bool | None = None
    division: str | None = None
    household_size: int | None = None
    married: bool | None = None
    children: tuple[date, ...] | None = None
    single_parent: bool | None = None
    pregnant: bool | None = None
    monthly_income: Money | None = None
    assets: Money | None = None
    work: Work | None = None
    insured_days: int | None = None
    dismissed: bool | None = None
    parental_leave: bool | None = None
    home: Home | None = None
    lives_with_parents: bool | None = None
    disability: Disability | None = None
    student: bool | None = None
    care_grade: int | None = None
    bereaved: bool | None = None
    veteran: bool | None = None

    @property
    def age(self) -> int | None:
        """Full years lived."""
        return None if self.born_on is None else years_between(born_on=self.born_on, on=self.on)

    @property
    def ages_of_children(self) -> tuple[int, ...] | None:
        """Full years that each child has lived."""
        return (
            None
            if self.children is None
            else tuple(years_between(born_on=child, on=self.on) for child in self.children)
        )

    def knows(self, datum: str) -> bool:
        """Whether this datum (a field's name) has been told."""
        return getattr(self, datum) is not None


DATA = tuple(field.name for field in fields(Facts) if field.name != "on")


def years_between(*, born_on: date, on: date) -> int:
    """Full years lived on a day; someone born on 29 February turns a year older on 1 March of a common year."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One thing that the law asks for.

    `data` are the facts it looks at, the deciding one first (field names of `Facts`). `holds` is called only when all of them
    are known; it may return None where the known data still leave it open. `met` and `unmet` are whole sentences for the
    person. `cite` is the article. An exemption is part of `holds`.
    """

    data: tuple[str, ...]
    holds: Callable[[Facts], bool | None]
    met: Text
    unmet: Text
    cite: str

    def __post_init__(self) -> None:
        unknown = set(self.data) - set(DATA)
        if not self.data or unknown:
            raise ValueError(f"A condition names facts of `Facts`; unknown here: {sorted(unknown)}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """One benefit of the law. `amount` gives what a month (or once, as `amount_note` says) would bring, where law fixes it.

    `service` is the code of the catalogue's service by which it is applied for, if there is one.
    """

    code: str
    title: Text
    summary: Text
    agency: Text
    cite: str
    conditions: tuple[Condition, ...]
    amount: Callable[[Facts], Money | None] | None = None
    amount_note: Text | None = None
    service: str = ""


class Outcome(StrEnum):
    """What the finder says: likely yes, no, or that a datum is still missing."""

    LIKELY = "likely"
    NO = "no"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One condition, answered. `holds` is None while `missing` names data not told. `datum` is the datum that it turned on."""

    holds: bool | None
    datum: str
    says: Text
    cite: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one benefit means to one person. `decided_by` is the datum that settled it, or the first one missing."""

    benefit: Benefit
    outcome: Outcome
    reasons: tuple[Reason, ...]
    decided_by: str
    amount: Money | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The data that would settle an open answer, each once, in the order of the conditions."""
        return tuple(dict.fromkeys(datum for reason in self.reasons for datum in reason.missing))


def answer(*, benefit: Benefit, facts: Facts) -> Answer:
    """Answer one benefit: a condition that fails decides; else what is missing keeps it open; else it is likely due."""
    reasons = tuple(_reason(condition, facts) for condition in benefit.conditions)
    refused = next((reason for reason in reasons if reason.holds is False), None)
    unsettled = next((reason for reason in reasons if reason.holds is None), None)
    if refused:
        return Answer(benefit=benefit, outcome=Outcome.NO, reasons=reasons, decided_by=refused.datum)
    if unsettled:
        return Answer(benefit=benefit, outcome=Outcome.OPEN, reasons=reasons, decided_by=unsettled.datum)
    return Answer(
        benefit=benefit,
        outcome=Outcome.LIKELY,
        reasons=reasons,
        decided_by=reasons[0].datum if reasons else "",
        amount=benefit.amount(facts) if benefit.amount else None,
    )


_ORDER = {Outcome.LIKELY: 0, Outcome.OPEN: 1, Outcome.NO: 2}


def find(*, benefits: tuple[Benefit, ...], facts: Facts) -> tuple[Answer, ...]:
    """Every benefit answered: what is likely due first, then what is open by how little is missing, then the rest."""
    answers = [answer(benefit=benefit, facts=facts) for benefit in benefits]
    return tuple(sorted(answers, key=lambda each: (_ORDER[each.outcome], len(each.missing))))


def _reason(condition: Condition, facts: Facts) -> Reason:
    missing = tuple(datum for datum in condition.data if not facts.knows(datum))
    holds = None if missing else condition.holds(facts)
    return Reason(
        holds=holds,
        datum=missing[0] if missing else condition.data[0],
        says=condition.unmet if holds is False else condition.met,
        cite=condition.cite,
        missing=missing if holds is None else (),
    )


BenefitsOn = Callable[[date], tuple[Benefit, ...]]

# The country's benefits as its law stands on a day: `@fills(BENEFITS) def benefits(on: date) -> tuple[Benefit, ...]`.
BENEFITS: Slot[BenefitsOn] = slot("civil.benefits", BenefitsOn)
