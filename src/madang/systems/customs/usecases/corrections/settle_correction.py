"""A correction takes effect: the declaration has another version, what is missing is charged, what was too much goes back."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from madang.framework.identity.actor import Actor
from madang.framework.law import parameter
from madang.framework.law.days import next_working_day
from madang.framework.notify import notify
from madang.framework.values import Money
from madang.systems.customs.domain.correction import CorrectionKind, CorrectionState
from madang.systems.customs.domain.words import Levy
from madang.systems.customs.models import Correction, CustomsDeclaration
from madang.systems.customs.usecases.corrections.charge_levied import charge_levied
from madang.systems.customs.usecases.corrections.law import HERE
from madang.systems.customs.usecases.corrections.lessen import lessen
from madang.systems.customs.usecases.corrections.reckon_correction import shortfall_of
from madang.systems.customs.usecases.declarations import law, queue
from madang.systems.customs.usecases.declarations.content import assessed_of, declaration_of
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.declarations.lodge_declaration import keep_version, put_next
from madang.systems.customs.usecases.declarations.tell_import import tell_import
from madang.systems.customs.usecases.declarations.words import ADDITION


def settle_correction(*, one: CustomsDeclaration, made: Correction, actor: Actor, now: datetime) -> None:
    """In the caller's transaction, which holds the declaration."""
    today = timezone.localdate(now)
    raised = {levy: minor for levy, minor in made.changes.items() if minor > 0}
    if not shortfall_of(changes=raised, on=today):
        raised = {}
    _next_version(one, made, actor, now)
    due_on = _due_on(CorrectionKind(made.kind), today)
    on_top = max(made.addition_minor, 0) if raised else 0
    for levy, minor in {**raised, ADDITION: on_top}.items():
        if minor:
            charge_levied(one=one, levy=levy, minor=minor, source=made.charged_as, due_on=due_on, actor=actor, now=now)
    changes = {**made.changes, ADDITION: min(made.addition_minor, 0)}
    for levy in (*(one.value for one in Levy), ADDITION):
        if changes.get(levy, 0) < 0:
            lessen(one=one, made=made, levy=levy, minor=-changes[levy], actor=actor, now=now)
    made.state, made.decided_at = CorrectionState.DONE.value, now
    made.save(update_fields=["state", "decided_at", "additions", "addition_minor"])
    if made.changes.get(Levy.VAT.value, 0) < 0:
        tell_import(declaration=one, now=now)
    queue.seal_certificate(number=one.number)
    _tell(one, made, Money(sum(raised.values()) + on_top, one.currency), now)


def _tell(one: CustomsDeclaration, made: Correction, owed: Money, now: datetime) -> None:
    values = {"number": one.number, "correction": made.number, "amount": owed}
    template = "customs/correction_payable" if owed else "customs/corrected"
    notify(party=one.party, template=template, values=values, link=made.link, now=now)


def _next_version(one: CustomsDeclaration, made: Correction, actor: Actor, now: datetime) -> None:
    told, assessed = declaration_of(content=made.content), assessed_of(content=made.assessed or None)
    put_next(one=one, declaration=told, assessed=assessed)
    one.save(update_fields=["version", "content", "assessed", "value_minor", "payable_minor", "title"])
    keep_version(one=one, actor=actor, now=now)
    detail = {"correction": made.number, "kind": made.kind, "version": one.version}
    happened(to=one, kind="corrected", actor=actor, now=now, text=made.reason, detail=detail)


def _due_on(kind: CorrectionKind, today: date) -> date:
    """What the declarant finds is paid on the day after (Customs Act of Korea arts. 38-2 (4), 38-3 (1)), what customs finds
    within the days of a notice (art. 9 (1) no. 2)."""
    if kind in {CorrectionKind.SUPPLEMENT, CorrectionKind.AMENDED}:
        return next_working_day(today + timedelta(days=int(parameter(f"{HERE}.pay_days", on=today))))
    return law.pay_by(on=today, deferred=False)
