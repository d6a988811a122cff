"""Lodge many declarations of a party at once: judged one by one, stored together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from madang.framework.identity.actor import Actor
from madang.framework.values import Fault, Party
from madang.systems.customs.domain.assessed import Assessed
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.models import CustomsDeclaration, DeclarationVersion
from madang.systems.customs.usecases.cargo.find_goods import consigned_elsewhere
from madang.systems.customs.usecases.declarations.content import as_json, assessed_of
from madang.systems.customs.usecases.declarations.lodge_declaration import Judged, judge_for, says_the_same
from madang.systems.customs.usecases.declarations.record_many import Fresh, Source, record_many
from madang.systems.customs.usecases.declarations.refusals import DeclarationRefused, ReferenceUsed
from madang.systems.customs.usecases.tariff.measures_in_force import measures_on
from madang.systems.customs.usecases.valuation.stated_values import statements_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a declaration: its number and assessment, or every fault."""

    number: str = ""
    assessed: Assessed | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """What a reference names."""

    number: str
    content: dict[str, Any]
    assessed: Assessed | None


def lodge_many(*, declarations: Sequence[Declaration], source: Source, actor: Actor, now: datetime) -> list[Taken]:
    """What became of each, in their order, as `lodge_declaration` decides it one by one; whoever calls has checked that the
    lodger may. In the caller's transaction. Raises IntegrityError where somebody lodges one of them in this very moment."""
    standing = _standing(source.party, {one.reference for one in declarations})
    fresh: dict[str, Fresh] = {}
    told: list[Taken | Fresh] = []
    for one in _judged(declarations, source, now):
        if isinstance(one, tuple):
            told.append(Taken(faults=one))
            continue
        content = as_json(of=one.declaration)
        reference = one.declaration.reference
        if reference in standing:
            told.append(_again(standing[reference], content, reference))
        elif reference not in fresh:
            fresh[reference] = Fresh(judged=one, content=content)
            told.append(fresh[reference])
        elif says_the_same(first=fresh[reference].content, again=content):
            told.append(fresh[reference])
        else:
            told.append(Taken(faults=(_used(reference, ""),)))
    record_many(fresh=list(fresh.values()), source=source, actor=actor, now=now)
    return [Taken(number=one.number, assessed=one.judged.assessed) if isinstance(one, Fresh) else one for one in told]


def _judged(declarations: Sequence[Declaration], source: Source, now: datetime) -> list[Judged | tuple[Fault, ...]]:
    others = consigned_elsewhere(bills={one.bill for one in declarations} - {""}, party=source.party)

    def consigned(*, bill: str, party: Party) -> bool:
        return bill not in others

    on = timezone.localdate(now)
    standing = measures_on(day=on)
    statements = statements_in(declarations=declarations, party=source.party)
    found: list[Judged | tuple[Fault, ...]] = []
    for one in declarations:
        try:
            found.append(
                judge_for(
                    declaration=one,
                    party=source.party,
                    name=source.party_name,
                    on=on,
                    consigned=consigned,
                    measures=standing,
                    statements=statements,
                )
            )
        except DeclarationRefused as refusal:
            found.append(refusal.faults)
    return found


def _standing(party: Party, references: set[str]) -> dict[str, _Standing]:
    """What was lodged before under these references, as it was lodged."""
    mine = CustomsDeclaration.objects.filter(party_kind=party.kind.value, party_key=party.key)
    known = {one.pk: one for one in mine.filter(reference__in=references)}
    first = dict(
        DeclarationVersion.objects.filter(declaration__in=known, version=1).values_list("declaration", "content")
    )
    return {
        one.reference: _Standing(number=one.number, content=first[pk], assessed=assessed_of(content=one.assessed))
        for pk, one in known.items()
    }


def _again(before: _Standing, content: dict[str, Any], reference: str) -> Taken:
    """The one that stands, where it says the same."""
    if says_the_same(first=before.content, again=content):
        return Taken(number=before.number, assessed=before.assessed)
    return Taken(faults=(_used(reference, before.number),))


def _used(reference: str, number: str) -> Fault:
    says = str(ReferenceUsed(reference=reference, number=number or reference))
    return Fault("reference", says, ReferenceUsed.code)
