"""A declarant corrects a released declaration (Customs Act of Korea arts. 38-2, 38-3 (1), (2)), or customs does (38-3 (6))."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from madang.framework.cases.usecases import open_case
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.money.usecases.repay import account_given
from madang.framework.notify import notify
from madang.framework.values import Fault
from madang.framework.values.identifiers import random_symbols
from madang.systems.customs.domain.correction import CorrectionKind, CorrectionState
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.models import Correction, CustomsDeclaration
from madang.systems.customs.usecases.corrections.reckon_correction import Reckoned, reckon_correction
from madang.systems.customs.usecases.corrections.settle_correction import settle_correction
from madang.systems.customs.usecases.declarations.advance_declaration import locked
from madang.systems.customs.usecases.declarations.content import as_json
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.declarations.refusals import DeclarationMovedOn, ReasonMissing
from madang.systems.customs.usecases.refunds.accounts import AccountMissing

CLAIM = "customs.claim"


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
) -> Correction:
    """The whole declaration as it should have been. What costs more takes effect at once; what brings money back is a claim
    that an official decides, and names the account.

    Raises Forbidden, DeclarationMovedOn, ReasonMissing, AccountMissing, DeclarationRefused, NotCorrectable, PayFirst,
    CorrectionOpen, QuotaGoods, ProcedureGoods, CorrectionTooLate, NothingCorrected.
    """
    one = locked(number=number)
    require(actor, "customs.declare", str(one.party))
    found = _reckoned(one, version, declaration, reason, own=True, now=now)
    if found.kind is CorrectionKind.CLAIM:
        account, holder = account_given(account=account, holder=holder, missing=AccountMissing)
    else:
        account = holder = ""
    made = _kept(one, found, reason, (account, holder), actor, now)
    if found.kind is CorrectionKind.CLAIM:
        _wait_for_official(one, made, actor, now)
    else:
        settle_correction(one=one, made=made, actor=actor, now=now)
    return made


@transaction.atomic
def assess_anew(
    *, number: str, version: int, declaration: Declaration, reason: str, actor: Actor, now: datetime
) -> Correction:
    """Customs assesses what should have been declared; a notice says what is to pay, or what goes back to the account that its
    party names then. Raises what `file_correction` raises, but for AccountMissing."""
    one = locked(number=number)
    require(actor, "customs.decide", one.office_code)
    found = _reckoned(one, version, declaration, reason, own=False, now=now)
    made = _kept(one, found, reason, ("", ""), actor, now)
    settle_correction(one=one, made=made, actor=actor, now=now)
    return made


def _reckoned(
    one: CustomsDeclaration, version: int, declaration: Declaration, reason: str, *, own: bool, now: datetime
) -> Reckoned:
    if not reason.strip():
        raise ReasonMissing(faults=(Fault("reason", str(ReasonMissing.says), ReasonMissing.code),))
    if one.version != version:
        raise DeclarationMovedOn(number=one.number)
    return reckon_correction(one=one, declaration=declaration, own=own, on=timezone.localdate(now))


def _kept(
    one: CustomsDeclaration, found: Reckoned, reason: str, paid_to: tuple[str, str], actor: Actor, now: datetime
) -> Correction:
    return Correction.objects.create(
        number=f"C{now:%Y}-{random_symbols(count=8)}",
        declaration=one,
        kind=found.kind.value,
        state=CorrectionState.FILED.value,
        version=one.version,
        content=as_json(of=found.declaration),
        assessed=as_json(of=found.assessed),
        changes=dict(found.changes),
        additions=[{"code": step.code, "minor": step.minor, "cite": step.cite} for step in found.steps],
        addition_minor=found.addition.minor,
        currency=one.currency,
        reason=reason.strip()[:1000],
        account=paid_to[0],
        holder=paid_to[1],
        filed_at=now,
        filed_by=officer(actor),
    )


def _wait_for_official(one: CustomsDeclaration, made: Correction, actor: Actor, now: datetime) -> None:
    case = open_case(
        procedure=CLAIM,
        applicant=one.party,
        subject=one.party,
        office=one.office_code,
        data={"correction": made.number},
        actor=actor,
        now=now,
        application=f"customs:correction:{made.number}",
        applicant_name=one.party_name,
    )
    made.case = case.number
    made.save(update_fields=["case"])
    detail = {"correction": made.number, "kind": made.kind, "case": case.number}
    happened(to=one, kind="correction_claimed", actor=actor, now=now, text=made.reason, detail=detail)
    values = {"number": one.number, "correction": made.number, "day": case.due_on}
    notify(
        party=one.party,
        template="customs/correction_claimed",
        values=values,
        link=f"/customs/corrections/{made.number}/",
        now=now,
    )
