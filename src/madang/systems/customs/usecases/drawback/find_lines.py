"""The lines of released imports that a party may use for a drawback: what was levied on them, what is left of them."""

from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from madang.framework.values import Party
from madang.systems.customs.domain.drawback import ImportLine, Measured, added, as_charged, measure_of
from madang.systems.customs.domain.material_certificate import CertificateState
from madang.systems.customs.domain.regimes import tariff
from madang.systems.customs.domain.words import DeclarationState, Direction
from madang.systems.customs.models import CustomsDeclaration, DrawbackUse, MaterialCertificate
from madang.systems.customs.usecases.corrections.reckon_correction import levied_now
from madang.systems.customs.usecases.declarations.content import assessed_of, declaration_of

MOST = 200


def lines_left(*, party: Party, since: date) -> list[ImportLine]:
    """The lines with something left, of the newest two hundred imports since that day and of as many certificates; what is not
    paid yet is left out."""
    rows = CustomsDeclaration.objects.filter(
        party_kind=party.kind.value,
        party_key=party.key,
        direction=Direction.IMPORT.value,
        state=DeclarationState.RELEASED.value,
        released_at__date__gte=since,
        payable_minor__gt=0,
    )
    paid = rows.exclude(levies__state="open").order_by("-released_at")[:MOST]
    bought = MaterialCertificate.objects.filter(
        buyer_kind=party.kind.value,
        buyer_key=party.key,
        state=CertificateState.ISSUED.value,
        counts_from__gte=since,
    )
    found = [line for one in paid for line in lines_of(one=one)]
    found += [line_of_certificate(one=one) for one in bought.order_by("-filed_at")[:MOST]]
    return [line for line in found if line.left > 0]


def line_of_certificate(*, one: MaterialCertificate) -> ImportLine:
    """What a certificate says, as if its buyer had imported it."""
    used = DrawbackUse.objects.filter(source=one, freed=False).aggregate(sum=Sum("quantity"))["sum"]
    return ImportLine(
        declaration=one.number,
        item=0,
        commodity=one.commodity,
        measure=Measured(value=one.quantity, unit=one.unit),
        levies=one.amounts,
        imported_on=one.counts_from,
        used=used or Decimal(0),
    )


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
