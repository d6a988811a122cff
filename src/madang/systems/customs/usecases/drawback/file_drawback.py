"""An exporter claims the duty of what went into an export (in Korea 환급특례법 arts. 9, 10, 13, 14)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.formats import date_format

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
    Misuse,
    claim_until,
    fixed_amount,
    imported_since,
    measure_of,
)
from madang.systems.customs.domain.settlement import settlement
from madang.systems.customs.domain.words import DeclarationState, Direction, Levy
from madang.systems.customs.models import CustomsDeclaration, Drawback, ExportLoading
from madang.systems.customs.usecases.declarations.advance_declaration import locked
from madang.systems.customs.usecases.declarations.content import assessed_of, declaration_of
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.declarations.open_case_of import open_case_of
from madang.systems.customs.usecases.drawback.find_lines import unit_of
from madang.systems.customs.usecases.drawback.law import claim_years, drawback_law, fixed_rate
from madang.systems.customs.usecases.drawback.materials import SAYS, Material, Sound, judge_materials, use_up
from madang.systems.customs.usecases.drawback.refusals import (
    DrawbackClaimed,
    DrawbackTooLate,
    MaterialsUnfit,
    NoExport,
    NoSmallMaker,
    NothingBack,
    NotLoaded,
)
from madang.systems.customs.usecases.refunds.accounts import AccountMissing

DRAWBACK = "customs.drawback"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a claim comes to."""

    amounts: Mapping[str, int]
    sound: Sound | None = None
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
    """Claim it for one export: what was paid for the materials that went into its items, or the table's amounts. An officer
    decides. What is claimed of an import line or a certificate is used up with the claim, for everybody.

    Raises Forbidden, AccountMissing, NoExport, NotLoaded, DrawbackClaimed, DrawbackTooLate, MaterialsUnfit, NothingBack,
    NoSmallMaker.
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
    if not ExportLoading.objects.filter(declaration=one).exists():
        # Decree of the Customs Refund Act art. 18 (4) no. 1.
        raise NotLoaded(number=one.number)
    before = Drawback.objects.filter(declaration=one).exclude(state=DrawbackState.REFUSED.value).first()
    if before is not None:
        raise DrawbackClaimed(number=one.number, drawback=before.number)
    exported_on = timezone.localdate(one.released_at)
    last_on = claim_until(exported_on=exported_on, years=claim_years())
    if today > last_on:
        raise DrawbackTooLate(day=date_format(last_on))
    return exported_on


def _individual(one: CustomsDeclaration, exported_on: date, materials: Sequence[Material], today: date) -> _Found:
    measures = {
        item.sequence: measure_of(item=item, unit=unit_of(commodity=item.commodity))
        for item in declaration_of(content=one.content).items
    }
    sound = judge_materials(
        party=one.party,
        materials=materials,
        exported={item: measure.value for item, measure in measures.items() if measure},
        since=imported_since(exported_on=exported_on, years=drawback_law(on=today).import_years),
        on=today,
    )
    return _Found(amounts=sound.amounts, sound=sound)


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
    if found.sound is not None:
        use_up(found=found.sound, drawback=made)
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
    notify(party=one.party, template="customs/drawback_claimed", values=values, link=made.link, now=now)
