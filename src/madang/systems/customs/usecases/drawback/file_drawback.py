"""An exporter claims the duty of what went into an export (in Korea 환급특례법 arts. 9, 10, 13, 14)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.money.usecases.repay import account_given
from madang.framework.notify import notify
from madang.framework.notify.amounts import written
from madang.framework.values import Fault
from madang.framework.values.identifiers import random_symbols
from madang.systems.customs.domain.drawback import (
    DrawbackMethod,
    DrawbackState,
    ImportLine,
    Misuse,
    Use,
    added,
    claim_until,
    fixed_amount,
    given_back,
    imported_since,
    measure_of,
    misuses,
)
from madang.systems.customs.domain.settlement import settlement
from madang.systems.customs.domain.words import DeclarationState, Direction, Levy
from madang.systems.customs.models import CustomsDeclaration, Drawback, DrawbackUse
from madang.systems.customs.usecases.declarations.advance_declaration import locked
from madang.systems.customs.usecases.declarations.content import assessed_of, declaration_of
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.declarations.open_case_of import open_case_of
from madang.systems.customs.usecases.drawback.find_lines import lines_of, unit_of
from madang.systems.customs.usecases.drawback.law import drawback_law, fixed_rate
from madang.systems.customs.usecases.drawback.refusals import (
    DrawbackClaimed,
    DrawbackTooLate,
    MaterialsUnfit,
    NoExport,
    NoSmallMaker,
    NothingBack,
)
from madang.systems.customs.usecases.refunds.accounts import AccountMissing

DRAWBACK = "customs.drawback"
SAYS = {
    Misuse.NOTHING: _("Say how much of the material goes into one unit, and how much was used."),
    Misuse.TOO_OLD: _("This was imported too long before the export."),
    Misuse.USED_UP: _("Less than that is left of this import line."),
    Misuse.MORE_THAN_NEEDED: _("That is more than the exported quantity needs by what you say of one unit."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One line of the bill of materials as it is claimed: `quantity` of this import line, `per_unit` for one exported unit."""

    declaration: str
    item: int
    per_unit: Decimal
    quantity: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a claim comes to."""

    amounts: Mapping[str, int]
    uses: tuple[Use, ...] = ()
    parts: tuple[Mapping[str, int], ...] = ()
    steps: tuple[Mapping[str, object], ...] = ()


def file_drawback(
    *,
    number: str,
    method: DrawbackMethod,
    materials: Sequence[Material],
    small_maker: bool,
    account: str,
    holder: str,
    actor: Actor,
    now: datetime,
) -> Drawback:
    """Claim it for one export: what was paid for the materials that went into its first item, or the table's amounts. An
    officer decides. What is claimed of an import line is used up with the claim, for everybody.

    Raises Forbidden, AccountMissing, NoExport, DrawbackClaimed, DrawbackTooLate, MaterialsUnfit, NothingBack, NoSmallMaker.
    """
    try:
        with transaction.atomic():
            one = locked(number=number)
            require(actor, "customs.declare", str(one.party))
            given = account_given(account=account, holder=holder, missing=AccountMissing)
            exported_on = _require_claimable(one, timezone.localdate(now))
            if method is DrawbackMethod.FIXED:
                found = _fixed(one, exported_on, small_maker, now)
            else:
                found = _individual(one, exported_on, materials, timezone.localdate(now))
            if not found.amounts:
                raise NothingBack
            return _recorded(one, method, found, given, actor, now)
    except IntegrityError:
        # Somebody else used the same line up in this very moment.
        fault = Fault("materials", str(SAYS[Misuse.USED_UP]), MaterialsUnfit.code)
        raise MaterialsUnfit(faults=(fault,)) from None


def _require_claimable(one: CustomsDeclaration, today: date) -> date:
    if one.state != DeclarationState.RELEASED.value or one.direction != Direction.EXPORT.value:
        raise NoExport(number=one.number)
    before = Drawback.objects.filter(declaration=one).exclude(state=DrawbackState.REFUSED.value).first()
    if before is not None:
        raise DrawbackClaimed(number=one.number, drawback=before.number)
    exported_on = timezone.localdate(one.released_at)
    last_on = claim_until(exported_on=exported_on, years=drawback_law(on=today).claim_years)
    if today > last_on:
        raise DrawbackTooLate(day=date_format(last_on))
    return exported_on


def _individual(one: CustomsDeclaration, exported_on: date, materials: Sequence[Material], today: date) -> _Found:
    first = declaration_of(content=one.content).items[0]
    exported = measure_of(item=first, unit=unit_of(commodity=first.commodity))
    lines = _lines(one, materials)
    faults = [
        Fault(f"materials[{place}]", str(SAYS[Misuse.NOTHING]), MaterialsUnfit.code)
        for place, line in enumerate(lines)
        if line is None
    ]
    uses = tuple(
        Use(line=line, per_unit=material.per_unit, quantity=material.quantity)
        for line, material in zip(lines, materials, strict=True)
        if line is not None
    )
    since = imported_since(exported_on=exported_on, years=drawback_law(on=today).import_years)
    wrong = misuses(uses=uses, exported=exported.value if exported else Decimal(0), since=since)
    faults += [Fault(f"materials[{place}]", str(SAYS[why]), f"{MaterialsUnfit.code}.{why}") for place, why in wrong]
    if faults:
        raise MaterialsUnfit(faults=tuple(faults))
    unit = settlement(on=today).total_unit
    parts = tuple(given_back(line=use.line, quantity=use.quantity, unit=unit) for use in uses)
    return _Found(amounts=added(parts=parts), uses=uses, parts=parts)


def _lines(one: CustomsDeclaration, materials: Sequence[Material]) -> list[ImportLine | None]:
    """The import lines that are named; only paid imports of the exporter. Others are held, so that a correction waits."""
    wanted = {material.declaration for material in materials}
    rows = CustomsDeclaration.objects.select_for_update().filter(
        number__in=wanted,
        party_kind=one.party_kind,
        party_key=one.party_key,
        direction=Direction.IMPORT.value,
        state=DeclarationState.RELEASED.value,
    )
    paid = [row for row in rows.order_by("pk") if not row.levies.filter(state="open").exists()]
    known = {(line.declaration, line.item): line for row in paid for line in lines_of(one=row)}
    return [known.get((material.declaration, material.item)) for material in materials]


def _fixed(one: CustomsDeclaration, exported_on: date, small_maker: bool, now: datetime) -> _Found:
    """By the table of the day of export (Decree art. 14 (3)), for who stays within the law's sum a year (Rule art. 12)."""
    today = timezone.localdate(now)
    law, made = drawback_law(on=today), assessed_of(content=one.assessed)
    unit = settlement(on=today).total_unit
    steps: list[dict[str, str | int]] = []
    total = 0
    for item in made.items if made else ():
        rate = fixed_rate(commodity=item.commodity, on=exported_on)
        if rate is not None:
            minor = fixed_amount(value=item.customs_value, rate=rate, per=law.fixed_per.minor, unit=unit)
            steps.append({"commodity": item.commodity, "value": item.customs_value, "rate": rate, "minor": minor})
            total += minor
    years = (today.year - 2, today.year - 1)
    most = law.fixed_most.minor
    if not small_maker or any(_in_year(one, year) > most for year in years) or _in_year(one, today.year) + total > most:
        raise NoSmallMaker(most=written(law.fixed_most))
    return _Found(amounts={Levy.DUTY.value: total} if total else {}, steps=tuple(steps))


def _in_year(one: CustomsDeclaration, year: int) -> int:
    """What the exporter claimed in a year and was not refused."""
    rows = Drawback.objects.filter(party_kind=one.party_kind, party_key=one.party_key, filed_at__year=year)
    return int(rows.exclude(state=DrawbackState.REFUSED.value).aggregate(sum=Sum("minor"))["sum"] or 0)


def _recorded(
    one: CustomsDeclaration,
    method: DrawbackMethod,
    found: _Found,
    paid_to: tuple[str, str],
    actor: Actor,
    now: datetime,
) -> Drawback:
    made = Drawback.objects.create(
        number=f"D{now:%Y}-{random_symbols(count=8)}",
        declaration=one,
        party_kind=one.party_kind,
        party_key=one.party_key,
        office_code=one.office_code,
        method=method.value,
        state=DrawbackState.FILED.value,
        amounts=dict(found.amounts),
        minor=sum(found.amounts.values()),
        currency=one.currency,
        steps=[dict(step) for step in found.steps],
        account=paid_to[0],
        holder=paid_to[1],
        filed_at=now,
        filed_by=officer(actor),
    )
    _use_up(made, found)
    _wait_for_official(one, made, actor, now)
    return made


def _wait_for_official(one: CustomsDeclaration, made: Drawback, actor: Actor, now: datetime) -> None:
    case = open_case_of(
        one=one,
        procedure=DRAWBACK,
        data={"drawback": made.number},
        application=f"drawback:{made.number}",
        actor=actor,
        now=now,
    )
    made.case = case.number
    made.save(update_fields=["case"])
    detail = {"drawback": made.number, "minor": made.minor, "case": case.number}
    happened(to=one, kind="drawback_claimed", actor=actor, now=now, detail=detail)
    values = {"number": made.number, "declaration": one.number, "amount": made.amount}
    link = f"/customs/drawbacks/{made.number}/"
    notify(party=one.party, template="customs/drawback_claimed", values=values, link=link, now=now)


def _use_up(made: Drawback, found: _Found) -> None:
    numbers = {use.line.declaration for use in found.uses}
    keys = dict(CustomsDeclaration.objects.filter(number__in=numbers).values_list("number", "pk"))
    for use, part in zip(found.uses, found.parts, strict=True):
        DrawbackUse.objects.create(
            drawback=made,
            declaration_id=keys[use.line.declaration],
            item=use.line.item,
            commodity=use.line.commodity,
            per_unit=use.per_unit,
            quantity=use.quantity,
            unit=use.line.measure.unit,
            amounts=dict(part),
        )
