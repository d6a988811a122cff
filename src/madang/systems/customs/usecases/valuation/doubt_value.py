"""Customs doubts a declared value: it asks for proof and decides, in a case with an objection (Customs Act of Korea
art. 30 (4), (5))."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case, Decision
from madang.framework.cases.procedures import Procedure
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.notify import notify
from madang.framework.ui import written
from madang.framework.values import Fault, Money
from madang.framework.values.identifiers import random_symbols
from madang.systems.customs.domain.progress import VOID
from madang.systems.customs.domain.value_statement import statement_of, with_statement
from madang.systems.customs.domain.words import DeclarationState, Direction, ValuationMethod
from madang.systems.customs.models import CustomsDeclaration, ValueDoubt
from madang.systems.customs.usecases.declarations.advance_declaration import advance, locked
from madang.systems.customs.usecases.declarations.content import declaration_of
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.declarations.open_case_of import open_case_of
from madang.systems.customs.usecases.declarations.refusals import NoSuchDeclaration, ReasonMissing
from madang.systems.customs.usecases.permissions import OFFICER
from madang.systems.customs.usecases.valuation.apply_value import apply_item
from madang.systems.customs.usecases.valuation.content import item_of, plain
from madang.systems.customs.usecases.valuation.law import HERE
from madang.systems.customs.usecases.valuation.refusals import DoubtedAlready, NotDoubtable, StatementMissing
from madang.systems.customs.usecases.valuation.words import METHODS

DOUBT = "customs.value"
DAYS = f"{HERE}.decision_days"


@transaction.atomic
def doubt_value(*, number: str, item: int, reason: str, actor: Actor, now: datetime) -> ValueDoubt:
    """Open the case; goods that are not released wait until it is decided. Raises NoSuchDeclaration, Forbidden, ReasonMissing,
    NotDoubtable, DoubtedAlready."""
    one = _doubtable(number, actor)
    said = next((told for told in declaration_of(content=one.content).items if told.sequence == item), None)
    if said is None:
        raise NoSuchDeclaration
    if not reason.strip():
        raise ReasonMissing(faults=(Fault("reason", str(ReasonMissing.says), ReasonMissing.code),))
    # What customs itself worked out is no declared value.
    decided = Q(state="decided", statement__number=statement_of(item=said))
    known = one.value_doubts.filter(Q(state="open") | decided, item=item).first()
    if known is not None:
        raise DoubtedAlready(doubt=known.number)
    made = ValueDoubt.objects.create(
        number=f"D{now:%Y}-{random_symbols(count=8)}",
        declaration=one,
        item=item,
        reason=reason.strip()[:1000],
        state="open",
        before=plain(of=said),
        opened_by=officer(actor),
        opened_at=now,
    )
    made.case = open_case_of(
        one=one,
        procedure=DOUBT,
        data={"doubt": made.number},
        application=f"value:{made.number}",
        actor=actor,
        now=now,
    ).number
    made.save(update_fields=["case"])
    detail = {"doubt": made.number, "item": item, "case": made.case}
    happened(to=one, kind="value_doubted", actor=actor, now=now, text=made.reason, detail=detail)
    advance(one=one, actor=actor, now=now)
    values = {"number": one.number, "item": item, "reason": made.reason, "case": made.case}
    link = f"/my/cases/{made.case}/"
    notify(party=one.party, template="customs/value_doubted", values=values, link=link, now=now)
    return made


def _doubtable(number: str, actor: Actor) -> CustomsDeclaration:
    if not CustomsDeclaration.objects.filter(number=number[:32]).exists():
        raise NoSuchDeclaration
    one = locked(number=number)
    require(actor, "customs.decide", one.office_code)
    if not is_doubtable(one=one):
        raise NotDoubtable(number=one.number)
    return one


def is_doubtable(*, one: CustomsDeclaration) -> bool:
    """Whether values in it decide what is levied: an import for free use that is neither refused nor withdrawn."""
    return one.direction == Direction.IMPORT.value and not one.procedure and DeclarationState(one.state) not in VOID


def procedure() -> Procedure:
    """Decided by an officer of the declaration's office: granted, the declared value stands; refused, another one counts."""
    return Procedure(
        code=DOUBT,
        title=_("Doubt about a declared customs value"),
        decided_by=OFFICER,
        days=DAYS,
        supplement_days=f"{HERE}.proof_days",
        objection_days=f"{HERE}.objection_days",
        objection_decided_in=f"{HERE}.objection_answer_days",
        describe=_facts,
        on_decision=_decide,
        may_withdraw=False,
    )


def _facts(case: Case) -> list[tuple[object, object]]:
    held = ValueDoubt.objects.select_related("declaration", "statement").get(number=case.data["doubt"])
    one, found = held.declaration, held.statement
    rows: list[tuple[object, object]] = [
        (_("Declaration"), one.number),
        (pgettext_lazy("valuation", "Item"), held.item),
        (pgettext_lazy("customs", "Trader"), one.party_name),
        (pgettext_lazy("customs", "Goods"), held.before.get("description") or held.before["commodity"]),
        (_("Why the value is doubted"), held.reason),
        (pgettext_lazy("valuation", "Doubt"), held.number),
    ]
    if found is not None:
        worth = written.money(Money(found.value_minor, found.currency))
        rows.append((_("Value by customs"), f"{worth} · {METHODS[ValuationMethod(found.method)]} · {found.number}"))
    return rows


def _decide(*, case: Case, decision: Decision, actor: Actor, now: datetime) -> None:
    """In the transaction of the decision, or of the answer that upholds an objection. Raises StatementMissing."""
    named = ValueDoubt.objects.select_related("declaration").get(number=case.data["doubt"])
    one = locked(number=named.declaration.number)
    held = ValueDoubt.objects.select_for_update(of=("self",)).select_related("statement").get(pk=named.pk)
    accepted = decision.outcome == Outcome.GRANTED.value
    if accepted and held.state == "decided":
        held.state = "restored"
        _close(held, now)
        apply_item(
            one=one,
            item=item_of(content=held.before),
            kind="value_restored",
            reason=decision.reasons,
            actor=actor,
            now=now,
        )
    elif held.state == "open" and accepted:
        held.state = "accepted"
        _close(held, now)
        detail = {"doubt": held.number, "item": held.item}
        happened(to=one, kind="value_accepted", actor=actor, now=now, text=decision.reasons, detail=detail)
        advance(one=one, actor=actor, now=now)
    elif held.state == "open":
        if held.statement is None:
            raise StatementMissing(doubt=held.number)
        held.state = "decided"
        _close(held, now)
        item = with_statement(item=item_of(content=held.before), number=held.statement.number)
        apply_item(one=one, item=item, kind="value_decided", reason=decision.reasons, actor=actor, now=now)


def _close(held: ValueDoubt, now: datetime) -> None:
    held.decided_at = now
    held.save(update_fields=["state", "decided_at"])
