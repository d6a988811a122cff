"""What a correction is in law and what it costs or brings, if it is filed that day. Nothing is kept."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import F, Max, Sum
from django.utils import timezone
from django.utils.formats import date_format

from madang.framework.values import Money
from madang.systems.customs.domain.assessed import Assessed
from madang.systems.customs.domain.correction import (
    OPEN,
    Addition,
    CorrectionKind,
    Facts,
    NothingChanges,
    TooLate,
    additions,
    differences,
    kind_of,
    told_before,
)
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.domain.settlement import settlement, totalled
from madang.systems.customs.domain.words import DeclarationState, Direction
from madang.systems.customs.models import (
    Appeal,
    CustomsDeclaration,
    CustomsRefund,
    Discharged,
    Drawback,
    DrawbackUse,
    Levied,
    QuotaClaim,
)
from madang.systems.customs.usecases.corrections.law import correction_law
from madang.systems.customs.usecases.corrections.refusals import (
    CorrectionOpen,
    CorrectionTooLate,
    DrawnBack,
    NotCorrectable,
    NothingCorrected,
    ProcedureGoods,
    QuotaGoods,
)
from madang.systems.customs.usecases.declarations import law
from madang.systems.customs.usecases.declarations.assessing import assessed_by_law
from madang.systems.customs.usecases.declarations.content import declaration_of
from madang.systems.customs.usecases.declarations.lodge_declaration import Judged, judge_for
from madang.systems.customs.usecases.declarations.words import ADDITION


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """A sound correction. `changes` are by levy; `shortfall` is what is charged of them, less than the law's least is not;
    `told` where customs tells its party before."""

    kind: CorrectionKind
    declaration: Declaration
    assessed: Assessed | None
    changes: Mapping[str, int]
    shortfall: Money
    steps: tuple[Addition, ...]
    addition: Money
    told: bool = False

    @property
    def given_back(self) -> int:
        """What goes back, without interest."""
        return -sum(minor for minor in self.changes.values() if minor < 0)


def reckon_correction(
    *,
    one: CustomsDeclaration,
    declaration: Declaration,
    own: bool,
    on: date,
    fraud: bool = False,
    known_on: date | None = None,
) -> Reckoned:
    """The correction as the law sees it that day; `own` where the declarant files it, `known_on` where a ground lets it be
    claimed after its years. The goods are assessed by the rates of the day on which they were declared. Raises
    DeclarationRefused and the refusals of this room."""
    _require_correctable(one)
    said = declaration_of(content=one.content)
    fixed = {name: getattr(said, name) for name in ("reference", "direction", "bill", "office")}
    judged = judge_for(declaration=replace(declaration, **fixed), party=one.party, name=one.party_name, on=one.rates_on)
    if one.direction == Direction.EXPORT.value:
        return _of_export(one, judged)
    assessed = _assessed(one, judged)
    terms, facts = correction_law(on=on), facts_of(one=one)
    after = {levy.value: minor for levy, minor in assessed.totals}
    changes = differences(before=levied_now(one=one), after=after)
    try:
        kind = kind_of(changes=changes, own=own, on=on, facts=facts, law=terms, fraud=fraud, known_on=known_on)
    except TooLate as late:
        raise CorrectionTooLate(day=date_format(late.last_on)) from None
    except NothingChanges:
        raise NothingCorrected from None
    shortfall = shortfall_of(changes=changes, on=on)
    steps = additions(kind=kind, shortfall=shortfall, on=on, facts=facts, law=terms, fraud=fraud)
    return Reckoned(
        kind=kind,
        declaration=judged.declaration,
        assessed=assessed,
        changes=changes,
        shortfall=Money(shortfall, one.currency),
        steps=steps,
        addition=Money(summed(steps=steps, on=on), one.currency),
        told=not own and told_before(shortfall=shortfall, on=on, facts=facts, law=terms, fraud=fraud),
    )


def _of_export(one: CustomsDeclaration, judged: Judged) -> Reckoned:
    """Nothing is levied on exports: the declaration has another version, and the statistics follow."""
    nothing = Money(0, one.currency)
    return Reckoned(
        kind=CorrectionKind.AMENDED,
        declaration=judged.declaration,
        assessed=judged.assessed,
        changes={},
        shortfall=nothing,
        steps=(),
        addition=nothing,
    )


def _assessed(one: CustomsDeclaration, judged: Judged) -> Assessed:
    """Within the quotas that its items were admitted to, as long as they ask for no other quota and for no more of it."""
    claims = QuotaClaim.objects.filter(declaration=one.number).select_related("quota")
    if not claims:
        if judged.assessed is None:  # an import is assessed or refused
            raise NotCorrectable(number=one.number)
        return judged.assessed
    before, now = (_quota_items(one) for one in (declaration_of(content=one.content), judged.declaration))
    if set(before) != set(now) or any(now[key] > before[key] for key in now):
        raise QuotaGoods
    admitted = claims.filter(given=F("wanted"))
    made, _faults = assessed_by_law(
        declaration=judged.declaration,
        party=one.party,
        on=one.rates_on,
        quotas=frozenset(claim.quota.order for claim in admitted),
        admitted=frozenset(claim.item for claim in admitted),
    )
    if made is None:
        raise QuotaGoods
    return made


def _quota_items(said: Declaration) -> dict[tuple[int, str], tuple[Decimal, ...]]:
    """How much the items ask of a quota, by item and quota."""
    asked = (item for item in said.items if item.quota_order)
    return {
        (item.sequence, item.quota_order): (item.net_mass or Decimal(0), *(one.value for one in item.quantities))
        for item in asked
    }


def shortfall_of(*, changes: Mapping[str, int], on: date) -> int:
    """What is charged of it: less than the law's least is not collected (Customs Act of Korea art. 40)."""
    raised = sum(minor for minor in changes.values() if minor > 0)
    return raised if raised >= settlement(on=on).least else 0


def summed(*, steps: tuple[Addition, ...], on: date) -> int:
    """What comes on top, as it is payable."""
    return totalled(amount=sum(step.minor for step in steps), unit=settlement(on=on).total_unit)


def _require_correctable(one: CustomsDeclaration) -> None:
    if one.state != DeclarationState.RELEASED.value or one.direction == Direction.TRANSIT.value:
        raise NotCorrectable(number=one.number)
    drawn = Drawback.objects.filter(declaration=one).exclude(state="refused").exists()
    if drawn or DrawbackUse.objects.filter(declaration=one, freed=False).exists():
        raise DrawnBack(number=one.number)
    if one.secured.exists() or Discharged.objects.filter(declaration=one.number).exists():
        raise ProcedureGoods(number=one.number)
    waiting = one.corrections.filter(state__in=[state.value for state in OPEN]).first()
    if waiting is None:
        appeal = Appeal.objects.filter(correction__declaration=one, state="filed").select_related("correction").first()
        waiting = appeal.correction if appeal else None
    if waiting is not None:
        raise CorrectionOpen(correction=waiting.number, number=one.number)


def facts_of(*, one: CustomsDeclaration) -> Facts:
    """The days from which the terms run; what bears no levy counts as paid when it was released, what is not paid yet as paid
    on its day."""
    first = one.levies.filter(source__startswith="v").exclude(state="ended").exclude(levy=ADDITION)
    earliest = first.order_by("pk").first()
    days = first.filter(source=earliest.source).aggregate(due=Max("due_on"), paid=Max("paid_on")) if earliest else {}
    released = timezone.localdate(one.released_at) if one.released_at else one.rates_on
    due_on = days.get("due") or law.pay_by(on=one.rates_on, deferred=one.deferred)
    return Facts(
        declared_on=one.rates_on,
        due_on=due_on,
        paid_on=days.get("paid") or (due_on if earliest else released),
    )


def levied_now(*, one: CustomsDeclaration) -> dict[str, int]:
    """What is levied by levy after every correction so far, without what came on top."""
    return levied_of(keys=[one.pk]).get(one.pk, {})


def levied_of(*, keys: Collection[int]) -> dict[int, dict[str, int]]:
    """The same of several declarations, by their keys."""
    found: defaultdict[int, Counter[str]] = defaultdict(Counter)
    rows = Levied.objects.filter(declaration__in=keys).exclude(state="ended").exclude(levy=ADDITION)
    for key, levy, minor in rows.values_list("declaration", "levy").annotate(sum=Sum("minor")):
        found[key][levy] += int(minor)
    back = CustomsRefund.objects.filter(declaration__in=keys)
    for key, levy, minor in back.values_list("declaration", "levy").annotate(sum=Sum("minor")):
        found[key][levy] -= int(minor)
    return {key: {levy: minor for levy, minor in each.items() if minor} for key, each in found.items()}
