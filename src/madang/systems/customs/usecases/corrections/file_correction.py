"""A declarant corrects a released declaration (Customs Act of Korea arts. 38-2, 38-3 (1), (2)), or customs does (38-3 (6))."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law.days import next_working_day
from madang.framework.money.usecases.repay import account_given
from madang.framework.notify import notify
from madang.framework.values import Fault
from madang.framework.values.identifiers import random_symbols
from madang.systems.customs.domain.appeal import ask_until
from madang.systems.customs.domain.correction import ClaimGround, CorrectionKind, CorrectionState, Fraud, WithoutNotice
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.models import Correction, CustomsDeclaration
from madang.systems.customs.usecases.corrections.law import appeal_law
from madang.systems.customs.usecases.corrections.reckon_correction import Reckoned, reckon_correction
from madang.systems.customs.usecases.corrections.settle_correction import settle_correction
from madang.systems.customs.usecases.declarations.advance_declaration import locked
from madang.systems.customs.usecases.declarations.content import as_json
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.declarations.open_case_of import open_case_of
from madang.systems.customs.usecases.declarations.refusals import DeclarationMovedOn, ReasonMissing
from madang.systems.customs.usecases.refunds.accounts import AccountMissing

CLAIM = "customs.claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class LateClaim:
    """What lets a claim come after its years, and the day on which it became known."""

    ground: ClaimGround
    known_on: date


@transaction.atomic
def file_correction(
    *,
    number: str,
    version: int,
    declaration: Declaration,
    reason: str,
    actor: Actor,
    now: datetime,
    account: str = "",
    holder: str = "",
    late: LateClaim | None = None,
) -> Correction:
    """The whole declaration as it should have been. What costs more takes effect at once; what brings money back is a claim
    that an official decides, and names the account.

    Raises Forbidden, DeclarationMovedOn, ReasonMissing, AccountMissing, DeclarationRefused, NotCorrectable, CorrectionOpen,
    QuotaGoods, ProcedureGoods, DrawnBack, CorrectionTooLate, NothingCorrected.
    """
    one = locked(number=number)
    require(actor, "customs.declare", str(one.party))
    _require_sound(one, version, reason)
    known_on = late.known_on if late else None
    today = timezone.localdate(now)
    found = reckon_correction(one=one, declaration=declaration, own=True, on=today, known_on=known_on)
    claimed = found.kind is CorrectionKind.CLAIM
    made = _composed(one, found, reason, actor, now)
    if claimed:
        made.account, made.holder = account_given(account=account, holder=holder, missing=AccountMissing)
        made.ground, made.known_on = (late.ground.value, late.known_on) if late else ("", None)
    made.save(force_insert=True)
    if claimed:
        _wait_for_official(one, made, actor, now)
    else:
        settle_correction(one=one, made=made, actor=actor, now=now)
    return made


@transaction.atomic
def assess_anew(
    *,
    number: str,
    version: int,
    declaration: Declaration,
    reason: str,
    actor: Actor,
    now: datetime,
    without_notice: WithoutNotice | None = None,
    fraud: Fraud | None = None,
) -> Correction:
    """Customs assesses what should have been declared. Where something more is collected its party is told first and may ask
    for a review (Customs Act of Korea art. 118), unless the law lets that be left out. What goes back waits for the account
    that its party names then. Raises what `file_correction` raises, but for AccountMissing."""
    one = locked(number=number)
    require(actor, "customs.decide", one.office_code)
    _require_sound(one, version, reason)
    today = timezone.localdate(now)
    found = reckon_correction(one=one, declaration=declaration, own=False, on=today, fraud=fraud is not None)
    made = _composed(one, found, reason, actor, now)
    made.fraud = fraud.value if fraud else ""
    if found.told and without_notice is None:
        made.state = CorrectionState.TOLD.value
        made.ask_until = next_working_day(ask_until(told_on=today, law=appeal_law(on=today)))
        made.save(force_insert=True)
        _tell(one, made, actor, now)
        return made
    if found.shortfall:
        made.without_notice = (without_notice or WithoutNotice.LAPSING).value
    made.save(force_insert=True)
    settle_correction(one=one, made=made, actor=actor, now=now)
    return made


def _require_sound(one: CustomsDeclaration, version: int, reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing(faults=(Fault("reason", str(ReasonMissing.says), ReasonMissing.code),))
    if one.version != version:
        raise DeclarationMovedOn(number=one.number)


def _composed(one: CustomsDeclaration, found: Reckoned, reason: str, actor: Actor, now: datetime) -> Correction:
    return Correction(
        number=f"C{now:%Y}-{random_symbols(count=8)}",
        declaration=one,
        kind=found.kind.value,
        state=CorrectionState.FILED.value,
        version=one.version,
        content=as_json(of=found.declaration),
        assessed=as_json(of=found.assessed) if found.assessed else {},
        changes=dict(found.changes),
        additions=[{"code": step.code, "minor": step.minor, "cite": step.cite} for step in found.steps],
        addition_minor=found.addition.minor,
        currency=one.currency,
        reason=reason.strip()[:1000],
        filed_at=now,
        filed_by=officer(actor),
    )


def _tell(one: CustomsDeclaration, made: Correction, actor: Actor, now: datetime) -> None:
    detail = {"correction": made.number, "ask_until": str(made.ask_until)}
    happened(to=one, kind="assessment_told", actor=actor, now=now, text=made.reason, detail=detail)
    values = {"number": one.number, "correction": made.number, "day": made.ask_until}
    notify(party=one.party, template="customs/assessment_told", values=values, link=made.link, now=now)


def _wait_for_official(one: CustomsDeclaration, made: Correction, actor: Actor, now: datetime) -> None:
    case = open_case_of(
        one=one,
        procedure=CLAIM,
        data={"correction": made.number},
        application=f"correction:{made.number}",
        actor=actor,
        now=now,
    )
    made.case = case.number
    made.save(update_fields=["case"])
    detail = {"correction": made.number, "kind": made.kind, "case": case.number}
    happened(to=one, kind="correction_claimed", actor=actor, now=now, text=made.reason, detail=detail)
    values = {"number": one.number, "correction": made.number, "day": case.due_on}
    notify(party=one.party, template="customs/correction_claimed", values=values, link=made.link, now=now)
