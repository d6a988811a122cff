"""The lane of a declaration: what selection says of it, kept beside it for officials alone."""

from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from madang.framework.identity.actor import Actor
from madang.framework.values import Party
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.domain.progress import control_of
from madang.systems.customs.domain.selectivity import STRICTNESS
from madang.systems.customs.domain.words import Lane
from madang.systems.customs.models import CustomsDeclaration
from madang.systems.customs.usecases.declarations.advance_declaration import deferred_right
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.securing.operators import operators_on
from madang.systems.customs.usecases.selectivity.select_declaration import select_declaration


def selected_as(*, one: CustomsDeclaration) -> str:
    """Under which number this version was selected."""
    return one.number if one.version == 1 else f"{one.number}-{one.version}"


def select_lane(*, one: CustomsDeclaration, declaration: Declaration, actor: Actor, now: datetime) -> None:
    """Choose the lane of a version, in the transaction that keeps it. An amendment leads to no gentler lane: who was chosen
    cannot amend until chance passes him by."""
    numbered = replace(declaration, number=selected_as(one=one))
    made = select_declaration(declaration=numbered, now=now, trusted=trusted(party=one.party, now=now))
    before = Lane(one.lane) if one.lane else Lane.GREEN
    lane = max(made.lane, before, key=STRICTNESS.index)
    one.lane, one.control = lane.value, control_of(lane=lane).value
    one.save(update_fields=["lane", "control"])
    reasons = [" ".join(filter(None, (reason.why.value, reason.code))) for reason in made.reasons]
    detail = {"lane": lane.value, "reasons": reasons, "score": made.score}
    happened(to=one, kind="selected", actor=actor, now=now, detail=detail, hidden=True)


def trusted(*, party: Party, now: datetime) -> bool:
    """Whether customs authorised the operator, or lets it pay later."""
    listed = operators_on(on=timezone.localdate(now)).filter(party_kind=party.kind.value, party_key=party.key)
    return listed.exists() or deferred_right(party=party, now=now).exists()
