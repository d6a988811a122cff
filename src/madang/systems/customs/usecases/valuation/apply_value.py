"""What customs decides of a value takes effect: before release as the declaration's next version, after it as an assessment."""

from dataclasses import replace
from datetime import datetime

from madang.framework.identity.actor import Actor
from madang.framework.money.usecases import give_back
from madang.systems.customs.domain.declaration import Declaration, Item
from madang.systems.customs.domain.progress import OPEN
from madang.systems.customs.domain.words import DeclarationState
from madang.systems.customs.models import CustomsDeclaration
from madang.systems.customs.usecases.corrections.file_correction import assess_anew
from madang.systems.customs.usecases.declarations.advance_declaration import advance
from madang.systems.customs.usecases.declarations.claim_quota import assess_within_quotas
from madang.systems.customs.usecases.declarations.content import declaration_of
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.declarations.lodge_declaration import judge_for, keep_version, put_next


def apply_item(*, one: CustomsDeclaration, item: Item, kind: str, reason: str, actor: Actor, now: datetime) -> None:
    """In the caller's transaction, which holds the declaration. Of the item only how its value is found changes; what was
    charged before release ends or goes back. Raises DeclarationRefused, and what `assess_anew` raises."""
    said = declaration_of(content=one.content)
    told = replace(said, items=tuple(_valued(each, item) for each in said.items))
    if one.state == DeclarationState.RELEASED.value:
        assess_anew(number=one.number, version=one.version, declaration=told, reason=reason, actor=actor, now=now)
        one.refresh_from_db()
        happened(to=one, kind=kind, actor=actor, now=now, text=reason, detail={"item": item.sequence})
    elif DeclarationState(one.state) in OPEN:
        _next_version(one, told, item, kind, reason, actor, now)


def _valued(said: Item, decided: Item) -> Item:
    """Only how the value is found is taken from the decision."""
    if said.sequence != decided.sequence:
        return said
    return replace(said, documents=decided.documents, valuation=decided.valuation, customs_value=decided.customs_value)


def _next_version(
    one: CustomsDeclaration, told: Declaration, item: Item, kind: str, reason: str, actor: Actor, now: datetime
) -> None:
    judged = judge_for(declaration=told, party=one.party, name=one.party_name, on=one.rates_on)
    give_back(reference=one.number, reason=reason[:300], actor=actor, now=now)
    put_next(one=one, declaration=judged.declaration, assessed=judged.assessed)
    one.save()
    assess_within_quotas(one=one)
    keep_version(one=one, actor=actor, now=now)
    detail = {"item": item.sequence, "version": one.version}
    happened(to=one, kind=kind, actor=actor, now=now, text=reason, detail=detail)
    advance(one=one, actor=actor, now=now)
