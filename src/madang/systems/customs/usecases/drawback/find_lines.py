"""The lines of released imports that a party may use for a drawback: what was levied on them, what is left of them."""

from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from madang.framework.values import Party
from madang.systems.customs.domain.drawback import ImportLine, added, as_charged, measure_of
from madang.systems.customs.domain.regimes import tariff
from madang.systems.customs.domain.words import DeclarationState, Direction
from madang.systems.customs.models import CustomsDeclaration, DrawbackUse
from madang.systems.customs.usecases.corrections.reckon_correction import levied_now
from madang.systems.customs.usecases.declarations.content import assessed_of, declaration_of

MOST = 200


def lines_left(*, party: Party, since: date) -> list[ImportLine]:
    """The lines with something left, of the newest two hundred imports since that day; those not paid yet are left out."""
    rows = CustomsDeclaration.objects.filter(
        party_kind=party.kind.value,
        party_key=party.key,
        direction=Direction.IMPORT.value,
        state=DeclarationState.RELEASED.value,
        released_at__date__gte=since,
        payable_minor__gt=0,
    )
    paid = rows.exclude(levies__state="open").order_by("-released_at")[:MOST]
    return [line for one in paid for line in lines_of(one=one) if line.left > 0]


def lines_of(*, one: CustomsDeclaration) -> list[ImportLine]:
    """Every line of an import that says how much it is."""
    said, made = declaration_of(content=one.content), assessed_of(content=one.assessed)
    used, charged = _used(one), levied_now(one=one)
    steps = {item.sequence: item.steps for item in made.items} if made else {}
    assessed = added(parts=[{step.levy.value: step.amount} for found in steps.values() for step in found])
    found = []
    for item in said.items:
        measure = measure_of(item=item, unit=unit_of(commodity=item.commodity))
        if measure is None or measure.value <= 0:
            continue
        levies = added(parts=[{step.levy.value: step.amount} for step in steps.get(item.sequence, ())])
        found.append(
            ImportLine(
                declaration=one.number,
                item=item.sequence,
                commodity=item.commodity,
                measure=measure,
                levies=as_charged(levies=levies, assessed=assessed, charged=charged),
                imported_on=timezone.localdate(one.released_at),
                used=used.get(item.sequence, Decimal(0)),
            )
        )
    return found


def unit_of(*, commodity: str) -> str:
    """The unit of the tariff line; kilograms where the tariff no longer has it."""
    line = tariff().lines.get(commodity)
    return line.unit if line else "KGM"


def _used(one: CustomsDeclaration) -> dict[int, Decimal]:
    rows = DrawbackUse.objects.filter(declaration=one, freed=False).values("item").annotate(sum=Sum("quantity"))
    return {row["item"]: row["sum"] for row in rows}
