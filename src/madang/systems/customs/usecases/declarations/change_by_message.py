"""Amend or withdraw a declaration as a message asks: CUSDEC with the function change (4), replace (5) or cancellation (1), or
the WCO's amendment (13). A message says the whole of what shall stand, so change and replace are the same."""

from dataclasses import replace
from datetime import datetime

from madang.framework.identity.actor import Actor
from madang.framework.values import Fault, Party, Refusal
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.domain.words import DeclarationState, Function
from madang.systems.customs.models import CustomsDeclaration
from madang.systems.customs.usecases.declarations.change_declaration import amend_declaration, withdraw_declaration
from madang.systems.customs.usecases.declarations.content import as_json, assessed_of
from madang.systems.customs.usecases.declarations.lodge_declaration import says_the_same
from madang.systems.customs.usecases.declarations.lodge_many import Taken
from madang.systems.customs.usecases.declarations.refusals import NoSuchDeclaration

ASKED_ANEW = ("function", "number", "lodged_on", "importer", "exporter", "office", "statements")
"""What an amendment may say otherwise and still ask for what stands: customs fills it in, or it is about the message."""


def change_by_message(*, declaration: Declaration, party: Party, actor: Actor, now: datetime) -> Taken:
    """What became of the wish of a party that lodged by this actor; whoever calls has checked that it may. The same wish again
    changes nothing and has the same answer. In the caller's transaction."""
    try:
        one = _named(declaration, party)
        if declaration.function is Function.CANCELLATION:
            return _withdrawn(one, declaration, actor, now)
        return _amended(one, declaration, actor, now)
    except Refusal as refusal:
        return Taken(faults=refusal.faults or (Fault("reference", str(refusal), refusal.code),))


def _named(declaration: Declaration, party: Party) -> CustomsDeclaration:
    """By the declarant's own reference, and customs' number where the message gives it. Raises NoSuchDeclaration."""
    rows = CustomsDeclaration.objects.filter(
        party_kind=party.kind.value, party_key=party.key, reference=declaration.reference
    )
    found = (rows.filter(number=declaration.number) if declaration.number else rows).first()
    if found is None:
        raise NoSuchDeclaration
    return found


def _reason(declaration: Declaration) -> str:
    """What the message says in words (FTX+AAI, AdditionalInformation)."""
    return " ".join(one.text for one in declaration.statements if one.text)[:500]


def _withdrawn(one: CustomsDeclaration, declaration: Declaration, actor: Actor, now: datetime) -> Taken:
    if one.state != DeclarationState.CANCELLED.value:
        withdraw_declaration(number=one.number, version=one.version, reason=_reason(declaration), actor=actor, now=now)
    return Taken(number=one.number)


def _amended(one: CustomsDeclaration, declaration: Declaration, actor: Actor, now: datetime) -> Taken:
    if _stands(one, declaration):
        return Taken(number=one.number, assessed=assessed_of(content=one.assessed))
    made = amend_declaration(
        number=one.number,
        version=one.version,
        declaration=_as_original(declaration),
        reason=_reason(declaration),
        actor=actor,
        now=now,
    )
    return Taken(number=made.number, assessed=assessed_of(content=made.assessed))


def _as_original(declaration: Declaration) -> Declaration:
    """What shall stand: without what is about the message alone."""
    return replace(declaration, function=Function.ORIGINAL, number="")


def _stands(one: CustomsDeclaration, declaration: Declaration) -> bool:
    """Whether an amendment with this content was made before and still stands."""
    if one.version == 1:
        return False
    same = {name: one.content.get(name) for name in ASKED_ANEW}
    return says_the_same(first=one.content, again=as_json(of=declaration) | same)
