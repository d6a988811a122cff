"""Bonded areas: what lets a place hold goods under the control of customs, for how long, and what ends it.

In Korea Customs Act arts. 166 and 167 (areas that customs designates) and 174 to 182 (areas that it licenses to a business).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from madang.framework.values.months import add_months
from madang.systems.customs.domain.cargo_terms import StoreKind
from madang.systems.customs.domain.lodging import Wrong

ONE_DAY = timedelta(days=1)
LICENSED = frozenset({StoreKind.WAREHOUSE})
"""Kinds that are licensed for a term; the others are one until that is taken back."""
KEPT = frozenset({StoreKind.WAREHOUSE, StoreKind.FREE_ZONE})
"""Kinds that a business keeps; of the others customs itself may be the keeper."""
FARTHEST = 78
"""Where on the drawing of a port an area may begin, in hundredths: a box is a fifth of it."""


class ActKind(StrEnum):
    """What customs may decide of an area."""

    LICENCE = "licence"
    """Licensed or designated; after another licence its renewal (in Korea arts. 166, 174)."""
    SUSPENSION = "suspension"
    """Takes no goods in for some days (art. 178 (1))."""
    END = "end"
    """Is no bonded area any more (arts. 167, 179 (1))."""
    CLEARING = "clearing"
    """Until when the goods leave an area whose term ran out (art. 182 (2))."""


class Ground(StrEnum):
    """Why an area takes nothing in or ends."""

    CANNOT_PAY = "cannot_pay"  # art. 178 (1) no. 1
    BROKE_LAW = "broke_law"  # art. 178 (1) no. 2
    UNFIT = "unfit"  # art. 178 (1) no. 3
    GIVEN_UP = "given_up"  # art. 179 (1) no. 1
    DISSOLVED = "dissolved"  # art. 179 (1) no. 2
    REVOKED = "revoked"  # arts. 178 (2), 179 (1) no. 4
    NOT_NEEDED = "not_needed"  # art. 167


GROUNDS = {
    ActKind.SUSPENSION: (Ground.CANNOT_PAY, Ground.BROKE_LAW, Ground.UNFIT),
    ActKind.END: (Ground.GIVEN_UP, Ground.DISSOLVED, Ground.REVOKED, Ground.NOT_NEEDED),
}


class AreaState(StrEnum):
    """What an area is on a day."""

    COMING = "coming"
    OPEN = "open"
    SUSPENDED = "suspended"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLaw:
    """The longest that the law allows (in Korea arts. 176 (1), 178 (1), 182 (2))."""

    licence_years: int
    suspension_months: int
    clearing_months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaAct:
    """A decision of customs. A licence and a suspension hold from their first to their last day; an end holds from its first
    day, and by its last the goods are out. A designation has no last day."""

    kind: ActKind
    begins_on: date
    last_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an area is on a day."""

    state: AreaState
    until: date | None = None
    """The last day of the licence or of the suspension; the last day for its goods where it ended."""
    since: date | None = None
    """The first day on which it was none any more."""

    @property
    def takes_in(self) -> bool:
        """Whether goods may come in."""
        return self.state is AreaState.OPEN

    @property
    def next_acts(self) -> tuple[ActKind, ...]:
        """What may be decided of it beside a licence."""
        if self.state is not AreaState.ENDED:
            return ActKind.SUSPENSION, ActKind.END
        return (ActKind.CLEARING,) if self.until is None else ()


def standing(*, acts: Sequence[AreaAct], on: date) -> Standing:
    """What the area is on that day by what was decided of it, in the order of deciding. One that the country's data entered is
    open until something is decided."""
    terms = sorted([*_entered(acts), *_licensed(acts)])
    begun = [term for term in terms if term[0] <= on]
    if not begun:
        return Standing(state=AreaState.COMING if terms else AreaState.ENDED)
    last = begun[-1][1]
    if last < on:
        return Standing(state=AreaState.ENDED, since=last + ONE_DAY, until=_clear_by(acts, last + ONE_DAY))
    for act in acts:
        if act.kind is ActKind.SUSPENSION and act.begins_on <= on <= _last(act):
            return Standing(state=AreaState.SUSPENDED, until=act.last_on)
    return Standing(state=AreaState.OPEN, until=None if last == date.max else last)


def wrongs_of(
    *, act: AreaAct, store_kind: StoreKind, before: Sequence[AreaAct], today: date, law: AreaLaw
) -> list[Wrong]:
    """Why this cannot be decided of an area of which `before` was; nothing where it can."""
    if act.last_on is not None and act.last_on < act.begins_on:
        return [Wrong("last_on", "days_turned")]
    if act.kind is ActKind.LICENCE:
        return list(_licence(act, store_kind, before, law))
    if act.last_on is None:
        return [Wrong("last_on", "no_last_day")]
    if act.kind is ActKind.CLEARING:
        return list(_clearing(act, before, law))
    return list(_closing(act, before, today, law))


def _entered(acts: Sequence[AreaAct]) -> Iterator[tuple[date, date]]:
    """How long it was one without a licence, because the country's data entered it."""
    if not acts or acts[0].kind is not ActKind.LICENCE:
        over = (one.begins_on - ONE_DAY for one in acts if one.kind in {ActKind.LICENCE, ActKind.END})
        yield date.min, min(over, default=date.max)


def _licensed(acts: Sequence[AreaAct]) -> Iterator[tuple[date, date]]:
    """From when until when it was licensed: an end cuts, or voids, what was licensed before it was decided."""
    for place, act in enumerate(acts):
        if act.kind is not ActKind.LICENCE:
            continue
        ends = (one.begins_on - ONE_DAY for one in acts[place + 1 :] if one.kind is ActKind.END)
        last = min((_last(act), *ends))
        if act.begins_on <= last:
            yield act.begins_on, last


def _last(act: AreaAct) -> date:
    return act.last_on or date.max


def _clear_by(acts: Iterable[AreaAct], since: date) -> date | None:
    days = [one.last_on for one in acts if one.kind in {ActKind.END, ActKind.CLEARING} and one.begins_on == since]
    return days[-1] if days else None


def _licence(act: AreaAct, kind: StoreKind, before: Sequence[AreaAct], law: AreaLaw) -> Iterator[Wrong]:
    if kind in LICENSED:
        longest = add_months(day=act.begins_on, months=12 * law.licence_years) - ONE_DAY
        if act.last_on is None:
            yield Wrong("last_on", "no_last_day")
        elif act.last_on > longest:
            yield Wrong("last_on", "licence_too_long", str(law.licence_years))
    if any(begins <= _last(act) and act.begins_on <= last for begins, last in _licensed(before)):
        yield Wrong("begins_on", "licensed_then")


def _clearing(act: AreaAct, before: Sequence[AreaAct], law: AreaLaw) -> Iterator[Wrong]:
    now = standing(acts=before, on=act.begins_on)
    if now.since != act.begins_on or now.until is not None:
        yield Wrong("begins_on", "not_run_out")
    yield from _too_long(act, law.clearing_months, "clearing_too_long")


def _closing(act: AreaAct, before: Sequence[AreaAct], today: date, law: AreaLaw) -> Iterator[Wrong]:
    """A suspension or an end: of an area that is open then, and not backwards."""
    if act.begins_on < today:
        yield Wrong("begins_on", "past")
    states = {AreaState.OPEN, AreaState.SUSPENDED} if act.kind is ActKind.END else {AreaState.OPEN}
    if standing(acts=before, on=act.begins_on).state not in states:
        yield Wrong("begins_on", "not_open")
    if act.kind is ActKind.END:
        yield from _too_long(act, law.clearing_months, "clearing_too_long")
    else:
        yield from _too_long(act, law.suspension_months, "suspension_too_long")


def _too_long(act: AreaAct, months: int, code: str) -> Iterator[Wrong]:
    if _last(act) >= add_months(day=act.begins_on, months=months):
        yield Wrong("last_on", code, str(months))
