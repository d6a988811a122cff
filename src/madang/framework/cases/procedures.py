"""The registry of procedures: what an office may be asked to decide, and how."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from madang.framework.law.parameters import citation, find, parameter
from madang.framework.values import Fault, Refusal

if TYPE_CHECKING:
    from django.http import HttpRequest

    from madang.framework.cases.models import Case

OnDecision = Callable[..., None]
Describe = Callable[["Case"], Iterable[tuple[object, object]]]
Check = Callable[[Mapping[str, Any]], Iterable[Fault]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a neighbour answered for an official's eyes: where from, when, and the data by name.

    `missing` is the sentence that says why there is nothing (the neighbour does not answer, the datum is not granted).
    """

    source: str
    at: datetime
    rows: tuple[tuple[object, object], ...] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A piece of the official's case page that asks the exchange. Loaded on its own, so that a slow neighbour holds up
    nobody; `provide(case, request)` is called outside a transaction.
    """

    code: str
    title: object
    provide: Callable[["Case", "HttpRequest"], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """One kind of case.

    `days` and `objection_days` are keys of law parameters in working days (or the number itself); without
    `objection_days` a refusal cannot be objected to here. `objection_decided_in` is for the answer to the objection.
    `extension_periods` says how many times its own length a period may be put off by, once, and `objection_extension` by how
    many days the answer to an objection; None where the law gives neither.
    `on_decision(case, decision, actor, now)` runs in the transaction of the decision: what it refuses, refuses all.
    `legal_text` is the law that decisions name; without it, the article that gives `days`.
    `checks` are told the data of a new case; all their faults are answered together.
    """

    code: str
    title: object
    decided_by: str
    days: str | int
    objection_days: str | int | None = None
    objection_decided_in: str | int = 10
    on_decision: OnDecision | None = None
    describe: Describe | None = None
    legal_text: str | Callable[["Case"], str] = ""
    checks: tuple[Check, ...] = ()
    panels: tuple[Panel | Callable[["Case", "HttpRequest"], Answer], ...] = ()
    supplement_days: str | int = 7
    extension_periods: str | int | None = None
    objection_extension: str | int | None = None
    may_withdraw: bool = True
    refunds_on_withdrawal: bool = True
    reason_texts: tuple[tuple[str, object], ...] = field(default=())

    def term(self, of: str, *, on: date) -> int:
        """How many days the field `of` (`days`, `objection_days`, …) gives on that day."""
        value = getattr(self, of)
        if value is None:
            return 0
        return value if isinstance(value, int) else int(parameter(value, on=on))

    def in_calendar_days(self, of: str) -> bool:
        """Whether the law counts the field `of` in calendar days."""
        value = getattr(self, of)
        return isinstance(value, str) and find(value).unit in {"calendar_days", "days"}

    @property
    def runs_in_calendar_days(self) -> bool:
        """Whether the law says in so many words that the period of decision runs in calendar days; else it runs as petitions
        do in the country."""
        return isinstance(self.days, str) and find(self.days).unit == "calendar_days"

    def law_of(self, case: "Case") -> str:
        """The text of law that a decision on this case stands on: that of the period, where nothing else is said."""
        if not self.legal_text and isinstance(self.days, str):
            return citation(self.days, on=timezone.localdate(case.filed_at))
        return self.legal_text(case) if callable(self.legal_text) else str(self.legal_text)

    def facts_of(self, case: "Case") -> list[tuple[object, object]]:
        """What the case is about, label by label."""
        return list(self.describe(case)) if self.describe else []

    def panel(self, code: str) -> "Panel | None":
        """The panel with this code."""
        return next((panel for panel in self.all_panels() if panel.code == code), None)

    def all_panels(self) -> tuple[Panel, ...]:
        """The panels; a bare callable is named after itself."""
        return tuple(
            panel if isinstance(panel, Panel) else Panel(code=f"p{place}", title=_spoken(panel), provide=panel)
            for place, panel in enumerate(self.panels)
        )


def _spoken(function: Callable[..., Any]) -> str:
    return str(getattr(function, "title", function.__name__.replace("_", " ").capitalize()))


class NoSuchProcedure(Refusal):
    """Nobody registered this procedure here."""

    code = "cases.no_such_procedure"
    says = "This member keeps no procedure named {procedure}. Ask the operator which systems run here."
    status = 404


_procedures: dict[str, Procedure] = {}


def register(procedure: Procedure) -> Procedure:
    """Make a procedure known; a system does it in its `apps.ready`. The same code twice replaces the first."""
    _procedures[procedure.code] = procedure
    return procedure


def get(code: str) -> Procedure:
    """The procedure with this code. Raises NoSuchProcedure."""
    try:
        return _procedures[code]
    except KeyError:
        raise NoSuchProcedure(procedure=code) from None


def known() -> tuple[Procedure, ...]:
    """All procedures of this process, by code."""
    return tuple(_procedures[code] for code in sorted(_procedures))


def decided_with(duties: Iterable[str]) -> tuple[str, ...]:
    """The codes of the procedures that somebody with these duties decides."""
    held = set(duties)
    return tuple(procedure.code for procedure in known() if procedure.decided_by in held)
