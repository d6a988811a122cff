"""Count what was released."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from madang.systems.customs.domain.procedures import Ending
from madang.systems.customs.domain.trade_statistics import partner_of, subheading_of
from madang.systems.customs.domain.words import DeclarationState
from madang.systems.customs.models import CustomsDeclaration, Discharged, TradeLine
from madang.systems.customs.models.trade import COUNTED
from madang.systems.customs.usecases.declarations.content import assessed_of, declaration_of

AT_ONCE = 500


def note_trade(*, now: datetime) -> int:
    """Lines for every released import and export that has none, or none of its present version; how many declarations were
    counted. Cut off in between, the next run goes on."""
    counted, last = 0, 0
    while True:
        with transaction.atomic():
            found = list(_uncounted().filter(pk__gt=last)[:AT_ONCE])
            TradeLine.objects.filter(declaration__in=found).delete()
            TradeLine.objects.bulk_create([line for one in found for line in _lines(one, now)])
        counted += len(found)
        if len(found) < AT_ONCE:
            return counted
        last = found[-1].pk


def _uncounted() -> QuerySet[CustomsDeclaration]:
    """Goods under a procedure are counted when they are declared home; those sent out of it were never imported."""
    released = CustomsDeclaration.objects.filter(state=DeclarationState.RELEASED.value, direction__in=COUNTED)
    sent_out = Discharged.objects.filter(ending=Ending.RE_EXPORT.value, declaration=OuterRef("number"))
    released = released.filter(~Exists(sent_out), procedure="")
    return (
        released.exclude(trade__version=F("version")).order_by("pk").select_for_update(of=("self",), skip_locked=True)
    )


def _lines(one: CustomsDeclaration, now: datetime) -> list[TradeLine]:
    told, assessed = declaration_of(content=one.content), assessed_of(content=one.assessed)
    values = {item.sequence: item.customs_value for item in assessed.items} if assessed else {}
    if one.released_at is None:
        return []
    month = timezone.localdate(one.released_at).replace(day=1)
    return [
        TradeLine(
            declaration=one,
            version=one.version,
            item=item.sequence,
            month=month,
            direction=one.direction,
            partner=partner_of(declaration=told, item=item),
            commodity=subheading_of(commodity=item.commodity),
            value_minor=values.get(item.sequence, 0),
            grams=_grams(item.net_mass),
            trader=str(one.party),
            noted_at=now,
        )
        for item in told.items
    ]


def _grams(kilograms: Decimal | None) -> int:
    return int(((kilograms or Decimal(0)) * 1000).to_integral_value(ROUND_HALF_UP))
