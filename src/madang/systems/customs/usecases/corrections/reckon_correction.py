"""What a correction is in law and what it costs or brings, if it is filed that day. Nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.formats import date_format

from madang.framework.values import Money
from madang.systems.customs.domain.assessed import Assessed
from madang.systems.customs.domain.correction import (
    Addition,
    CorrectionKind,
    Facts,
    NothingChanges,
    TooLate,
    additions,
    differences,
    kind_of,
)
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.domain.settlement import settlement, totalled
from madang.systems.customs.domain.words import DeclarationState, Direction
from madang.systems.customs.models import CustomsDeclaration, Discharged, DrawbackUse, QuotaClaim
from madang.systems.customs.usecases.corrections.law import correction_law
from madang.systems.customs.usecases.corrections.refusals import (
    CorrectionOpen,
    CorrectionTooLate,
    DrawnBack,
    NotCorrectable,
    NothingCorrected,
    PayFirst,
    ProcedureGoods,
    QuotaGoods,
)
from madang.systems.customs.usecases.declarations import law
from madang.systems.customs.usecases.declarations.content import declaration_of
from madang.systems.customs.usecases.declarations.lodge_declaration import judge_for
from madang.systems.customs.usecases.declarations.words import ADDITION


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """A sound correction. `changes` are by levy; `shortfall` is what is charged of them, less than the law's least is not."""

    kind: CorrectionKind
    declaration: Declaration
    assessed: Assessed
    changes: Mapping[str, int]
    shortfall: Money
    steps: tuple[Addition, ...]
    addition: Money

    @property
    def given_back(self) -> int:
        """What goes back, without interest."""
        return -sum(minor for minor in self.changes.values() if minor < 0)


def reckon_correction(*, one: CustomsDeclaration, declaration: Declaration, own: bool, on: date) -> Reckoned:
    """The correction as the law sees it that day; `own` where the declarant files it. The goods are assessed by the rates of
    the day on which they were declared. Raises DeclarationRefused and the refusals of this room."""
    _require_correctable(one)
    said = declaration_of(content=one.content)
    fixed = {name: getattr(said, name) for name in ("reference", "direction", "bill", "office")}
    judged = judge_for(declaration=replace(declaration, **fixed), party=one.party, name=one.party_name, on=one.rates_on)
    if judged.assessed is None:  # an import is assessed or refused
        raise NotCorrectable(number=one.number)
    terms, facts = correction_law(on=on), facts_of(one=one)
    after = {levy.value: minor for levy, minor in judged.assessed.totals}
    changes = differences(before=levied_now(one=one), after=after)
    try:
        kind = kind_of(changes=changes, own=own, on=on, facts=facts, law=terms)
    except TooLate as late:
        raise CorrectionTooLate(day=date_format(late.last_on)) from None
    except NothingChanges:
        raise NothingCorrected from None
    rules = settlement(on=on)
    raised = sum(minor for minor in changes.values() if minor > 0)
    shortfall = raised if raised >= rules.least else 0  # Customs Act of Korea art. 40
    steps = additions(kind=kind, shortfall=shortfall, on=on, facts=facts, law=terms)
    addition = totalled(amount=sum(step.minor for step in steps), unit=rules.total_unit)
    return Reckoned(
        kind=kind,
        declaration=judged.declaration,
        assessed=judged.assessed,
        changes=changes,
        shortfall=Money(shortfall, one.currency),
        steps=steps,
        addition=Money(addition, one.currency),
    )


def _require_correctable(one: CustomsDeclaration) -> None:
    if one.state != DeclarationState.RELEASED.value or one.direction != Direction.IMPORT.value:
        raise NotCorrectable(number=one.number)
    if one.levies.filter(state="open").exists():
        raise PayFirst(number=one.number)
    if DrawbackUse.objects.filter(declaration=one, freed=False).exists():
        raise DrawnBack(number=one.number)
    if one.secured.exists() or Discharged.objects.filter(declaration=one.number).exists():
        raise ProcedureGoods(number=one.number)
    if QuotaClaim.objects.filter(declaration=one.number).exists():
        raise QuotaGoods
    waiting = one.corrections.filter(state="filed").first()
    if waiting is not None:
        raise CorrectionOpen(correction=waiting.number, number=one.number)


def facts_of(*, one: CustomsDeclaration) -> Facts:
    """The days from which the terms run; what bears no levy counts as paid when it was released."""
    first = one.levies.filter(source__startswith="v", state="paid").exclude(levy=ADDITION)
    earliest = first.order_by("pk").first()
    days = first.filter(source=earliest.source).aggregate(due=Max("due_on"), paid=Max("paid_on")) if earliest else {}
    released = timezone.localdate(one.released_at) if one.released_at else one.rates_on
    return Facts(
        declared_on=one.rates_on,
        due_on=days.get("due") or law.pay_by(on=one.rates_on, deferred=one.deferred),
        paid_on=days.get("paid") or released,
    )


def levied_now(*, one: CustomsDeclaration) -> dict[str, int]:
    """What is levied by levy after every correction so far, without what came on top."""
    rows = one.levies.exclude(state="ended").exclude(levy=ADDITION)
    found = {row["levy"]: int(row["sum"]) for row in rows.values("levy").annotate(sum=Sum("minor"))}
    for row in one.refunds.values("levy").annotate(sum=Sum("minor")):
        found[row["levy"]] = found.get(row["levy"], 0) - int(row["sum"])
    return {levy: minor for levy, minor in found.items() if minor}
