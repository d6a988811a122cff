"""Materials that are named for a drawback or a certificate: whose they are, what is left of them, what was paid for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from madang.framework.values import Fault, Party
from madang.systems.customs.domain.drawback import ImportLine, Misuse, Use, added, given_back, misuses
from madang.systems.customs.domain.material_certificate import CertificateState
from madang.systems.customs.domain.settlement import settlement
from madang.systems.customs.domain.words import DeclarationState, Direction
from madang.systems.customs.models import CustomsDeclaration, Drawback, DrawbackUse, Levied, MaterialCertificate
from madang.systems.customs.usecases.drawback.find_lines import certified_lines, lines_of
from madang.systems.customs.usecases.drawback.refusals import MaterialsUnfit

SAYS = {
    Misuse.NOTHING: _("Say how much of the material goes into one unit, and how much was used."),
    Misuse.TOO_OLD: _("This was imported too long before the export."),
    Misuse.USED_UP: _("Less than that is left of this import line."),
    Misuse.MORE_THAN_NEEDED: _("That is more than the exported quantity needs by what you say of one unit."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One line of the bill of materials as it is claimed: `quantity` of this import line, or of a certificate (item 0),
    `per_unit` for one unit of the exported item `made`."""

    declaration: str
    item: int
    per_unit: Decimal
    quantity: Decimal
    made: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """Materials that hold, with what was paid for each."""

    uses: tuple[Use, ...]
    parts: tuple[Mapping[str, int], ...]

    @property
    def amounts(self) -> dict[str, int]:
        """All together, by levy."""
        return added(parts=self.parts)


def judge_materials(
    *, party: Party, materials: Sequence[Material], exported: Mapping[int, Decimal], since: date, on: date
) -> Sound:
    """What was paid for them. Imports are held, so that a correction waits. Raises MaterialsUnfit with every fault."""
    lines = _lines(party, materials)
    faults = [
        Fault(f"materials[{place}]", str(SAYS[Misuse.NOTHING]), MaterialsUnfit.code)
        for place, line in enumerate(lines)
        if line is None
    ]
    uses = tuple(
        Use(line=line, per_unit=material.per_unit, quantity=material.quantity, made=material.made)
        for line, material in zip(lines, materials, strict=True)
        if line is not None
    )
    wrong = misuses(uses=uses, exported=exported, since=since)
    faults += [Fault(f"materials[{place}]", str(SAYS[why]), f"{MaterialsUnfit.code}.{why}") for place, why in wrong]
    if faults:
        raise MaterialsUnfit(faults=tuple(faults))
    unit = settlement(on=on).total_unit
    return Sound(uses=uses, parts=tuple(given_back(line=use.line, quantity=use.quantity, unit=unit) for use in uses))


def _lines(party: Party, materials: Sequence[Material]) -> list[ImportLine | None]:
    """What is named: only the party's own paid imports, and certificates that were issued to it."""
    wanted = {material.declaration for material in materials}
    own = {"party_kind": party.kind.value, "party_key": party.key}
    rows = CustomsDeclaration.objects.select_for_update().filter(
        number__in=wanted, direction=Direction.IMPORT.value, state=DeclarationState.RELEASED.value, **own
    )
    held = list(rows.order_by("pk"))
    # Looked at under the lock.
    unpaid = set(Levied.objects.filter(declaration__in=held, state="open").values_list("declaration_id", flat=True))
    paid = [row for row in held if row.pk not in unpaid]
    bought = MaterialCertificate.objects.filter(
        number__in=wanted,
        buyer_kind=party.kind.value,
        buyer_key=party.key,
        state=CertificateState.ISSUED.value,
    )
    lines = lines_of(imports=paid) + certified_lines(rows=bought)
    known = {(line.declaration, line.item): line for line in lines}
    return [known.get((material.declaration, material.item)) for material in materials]


def use_up(*, found: Sound, drawback: Drawback | None = None, certificate: MaterialCertificate | None = None) -> None:
    """Write down that they are used: nobody else uses them. In the caller's transaction."""
    numbers = {use.line.declaration for use in found.uses}
    imports = dict(CustomsDeclaration.objects.filter(number__in=numbers).values_list("number", "pk"))
    bought = dict(MaterialCertificate.objects.filter(number__in=numbers).values_list("number", "pk"))
    for use, part in zip(found.uses, found.parts, strict=True):
        DrawbackUse.objects.create(
            drawback=drawback,
            certificate=certificate,
            made=use.made,
            declaration_id=imports.get(use.line.declaration),
            source_id=bought.get(use.line.declaration),
            item=use.line.item,
            commodity=use.line.commodity,
            per_unit=use.per_unit,
            quantity=use.quantity,
            unit=use.line.measure.unit,
            amounts=dict(part),
        )


def free(*, made: Drawback | MaterialCertificate) -> None:
    """What it used may be used anew. In the caller's transaction."""
    made.uses.filter(freed=False).update(freed=True)


def uses_of(*, made: Drawback | MaterialCertificate) -> QuerySet[DrawbackUse]:
    """What it used, in the order of its materials."""
    return made.uses.select_related("declaration", "source").order_by("pk")
