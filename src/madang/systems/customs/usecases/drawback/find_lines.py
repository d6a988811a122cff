"""The lines of released imports that a party may use for a drawback: what was levied on them, what is left of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from madang.framework.values import Party
from madang.systems.customs.domain.appeal import AppealState
from madang.systems.customs.domain.correction import CorrectionState
from madang.systems.customs.domain.drawback import ImportLine, Measured, added, as_charged, measure_of
from madang.systems.customs.domain.material_certificate import CertificateState
from madang.systems.customs.domain.words import DeclarationState, Direction
from madang.systems.customs.models import Correction, CustomsDeclaration, DrawbackUse, MaterialCertificate
from madang.systems.customs.usecases.corrections.reckon_correction import levied_of
from madang.systems.customs.usecases.declarations.content import assessed_of, declaration_of
from madang.systems.customs.usecases.tariff.editions_in_force import tariff_in_force

MOST = 200


def lines_left(*, party: Party, since: date) -> list[ImportLine]:
    """The lines with something left, of the newest two hundred imports since that day and of as many certificates; what is not
    paid yet, or may go back, is left out."""
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
    found = lines_of(imports=list(paid)) + certified_lines(rows=bought.order_by("-filed_at")[:MOST])
    return [line for line in found if line.left > 0]


def certified_lines(*, rows: QuerySet[MaterialCertificate]) -> list[ImportLine]:
    """What certificates say, as if their buyer had imported it."""
    used = Sum("used__quantity", filter=Q(used__freed=False), default=Decimal(0))
    return [
        ImportLine(
            declaration=one.number,
            item=0,
            commodity=one.commodity,
            measure=Measured(value=one.quantity, unit=one.unit),
            levies=one.amounts,
            imported_on=one.counts_from,
            used=one.taken,
        )
        for one in rows.annotate(taken=used)
    ]


def lines_of(*, imports: Sequence[CustomsDeclaration]) -> list[ImportLine]:
    """Every line of released imports that says how much it is; of what may become less, none."""
    keys = [one.pk for one in imports]
    charged, used, contested = levied_of(keys=keys), _used(keys), _contested(keys)
    found = (one for one in imports if one.pk not in contested)
    return [line for one in found for line in _lines(one, charged.get(one.pk, {}), used)]


def _lines(
    one: CustomsDeclaration, charged: Mapping[str, int], used: Mapping[tuple[int, int], Decimal]
) -> Iterator[ImportLine]:
    said, made = declaration_of(content=one.content), assessed_of(content=one.assessed)
    steps = {item.sequence: item.steps for item in made.items} if made else {}
    assessed = added(parts=[{step.levy.value: step.amount} for found in steps.values() for step in found])
    for item in said.items:
        measure = measure_of(item=item, unit=unit_of(commodity=item.commodity))
        if measure is None or measure.value <= 0:
            continue
        levies = added(parts=[{step.levy.value: step.amount} for step in steps.get(item.sequence, ())])
        yield ImportLine(
            declaration=one.number,
            item=item.sequence,
            commodity=item.commodity,
            measure=measure,
            levies=as_charged(levies=levies, assessed=assessed, charged=charged),
            imported_on=timezone.localdate(one.released_at),
            used=used.get((one.pk, item.sequence), Decimal(0)),
        )


def unit_of(*, commodity: str) -> str:
    """The unit of the tariff line; kilograms where the tariff no longer has it."""
    line = tariff_in_force().lines.get(commodity)
    return line.unit if line else "KGM"


def _contested(keys: Sequence[int]) -> set[int]:
    """Of which imports a claim waits, or an appeal against what was assessed or refused: their duty would go back twice."""
    appealed = Q(appeals__state=AppealState.FILED.value) & ~Q(state=CorrectionState.TOLD.value)
    rows = Correction.objects.filter(Q(state=CorrectionState.FILED.value) | appealed, declaration__in=keys)
    return set(rows.values_list("declaration_id", flat=True))


def _used(keys: Sequence[int]) -> dict[tuple[int, int], Decimal]:
    """How much of each item of these imports was used, by key and item."""
    rows = DrawbackUse.objects.filter(declaration__in=keys, freed=False)
    return {
        (key, item): taken for key, item, taken in rows.values_list("declaration", "item").annotate(sum=Sum("quantity"))
    }
