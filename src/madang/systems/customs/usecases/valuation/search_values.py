"""What goods of the same kind were worth in released declarations: for officers alone, each business sees that they read it.

Confidential: an importer never sees another's values (WTO Valuation Agreement art. 10; Customs Act of Korea art. 116)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import Forbidden
from madang.framework.values import Money, Party
from madang.systems.customs.domain.assessed import Assessed, AssessedItem
from madang.systems.customs.domain.declaration import Item
from madang.systems.customs.domain.words import DeclarationState, Direction, ValuationMethod
from madang.systems.customs.models import CustomsDeclaration
from madang.systems.customs.usecases.declarations.content import assessed_of, declaration_of
from madang.systems.customs.usecases.look import look_at
from madang.systems.customs.usecases.permissions import OFFICER
from madang.systems.customs.usecases.tariff.editions_in_force import tariff_in_force
from madang.systems.customs.usecases.valuation.find_statement import WHAT

SEARCHED = declare(gettext_noop("Comparing values of goods of {commodity}"))
MOST = 50
MOST_READ = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Goods whose values are looked for: the beginning of their code (six digits or more), origin, words, from which day on;
    `unit` in which they are counted."""

    commodity: str
    unit: str
    since: date
    until: date
    origin: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An item of a released declaration whose value was taken by the transaction."""

    number: str
    item: int
    party: Party
    party_name: str
    description: str
    origin: str
    producer: str
    day: date
    quantity: Decimal
    value: Money

    @property
    def each(self) -> Decimal:
        """Minor units of value for each unit."""
        return self.value.minor / self.quantity


@transaction.atomic
def search_values(*, wanted: Wanted, actor: Actor, now: datetime) -> tuple[Known, ...]:
    """Of the newest two thousand declarations the fifty values that are lowest by unit; a value that was found by another
    method is none of a transaction. Raises Forbidden."""
    if not actor.has_duty(OFFICER):
        raise Forbidden
    found = sorted(_known(wanted), key=lambda one: one.each)[:MOST]
    purpose = _(SEARCHED).format(commodity=wanted.commodity)
    for party in dict.fromkeys(one.party for one in found):
        look_at(subject=party, what=WHAT, target=f"values:{wanted.commodity}", purpose=purpose, actor=actor, now=now)
    return tuple(found)


def _known(wanted: Wanted) -> Iterator[Known]:
    rows = CustomsDeclaration.objects.filter(
        direction=Direction.IMPORT.value,
        state=DeclarationState.RELEASED.value,
        accepted_on__range=(wanted.since, wanted.until),
    )
    lines = Q()
    for line in tariff_in_force().under(prefix=wanted.commodity):
        lines |= Q(content__items__contains=[{"commodity": line.code}])
    if not lines:
        return
    rows = rows.filter(lines).exclude(value_doubts__state__in=["open", "decided"]).order_by("-accepted_on", "-pk")
    for one in rows[:MOST_READ].iterator(chunk_size=200):
        made = assessed_of(content=one.assessed)
        if made is None:
            continue
        for item in declaration_of(content=one.content).items:
            known = _of(one, item, made, wanted)
            if known is not None:
                yield known


def _of(one: CustomsDeclaration, item: Item, made: Assessed, wanted: Wanted) -> Known | None:
    assessed = made.item(sequence=item.sequence)
    quantity = item.counted(unit=wanted.unit)
    if assessed is None or not quantity or not _alike(item, assessed, wanted):
        return None
    return Known(
        number=one.number,
        item=item.sequence,
        party=one.party,
        party_name=one.party_name,
        description=item.description,
        origin=item.preferential_origin or item.origin,
        producer=item.consignor.name if item.consignor else "",
        day=one.accepted_on or timezone.localdate(one.lodged_at),
        quantity=quantity,
        value=Money(assessed.customs_value, one.currency),
    )


def _alike(item: Item, assessed: AssessedItem, wanted: Wanted) -> bool:
    by_price = (assessed.valuation or item.valuation or ValuationMethod.TRANSACTION) is ValuationMethod.TRANSACTION
    origin = item.preferential_origin or item.origin
    words = wanted.words.casefold().split()
    return (
        by_price
        and assessed.customs_value > 0
        and assessed.commodity.startswith(wanted.commodity)
        and wanted.origin in ("", origin)
        and all(word in item.description.casefold() for word in words)
    )
