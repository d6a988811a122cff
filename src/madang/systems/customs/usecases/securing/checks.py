"""What customs asks of a declaration that puts goods under a procedure, or ends one."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from madang.framework.values import Fault, Party
from madang.systems.customs.domain.declaration import Declaration, Item, PreviousDocument
from madang.systems.customs.domain.procedures import (
    Procedure,
    ended_by,
    ending_of,
    measure_of,
    mixed,
    procedure_called,
    procedure_of,
)
from madang.systems.customs.domain.securing import INSIDE
from madang.systems.customs.models import CustomsGuarantee, SecuredGoods
from madang.systems.customs.usecases.securing.reserve import standing_in


def faults_under(*, declaration: Declaration, party: Party, on: date) -> Iterator[Fault]:
    """Every fault of procedures and of the guarantee that is named."""
    procedure = procedure_of(declaration=declaration, on=on)
    if procedure is not None:
        if mixed(declaration=declaration, on=on):
            yield Fault("items", _("Declare goods of each procedure in a declaration of their own."), "customs.mixed")
        for place, item in enumerate(declaration.items):
            measure = measure_of(item=item)
            if measure is None or measure.value <= 0:
                says = _("Say how many, or the net mass: goods under a procedure are counted when they leave it.")
                yield Fault(f"items[{place}].quantities", says, "customs.nothing_to_count")
        yield from _guarantee(declaration, procedure, party, on)
    for place, item in enumerate(declaration.items):
        for paper in ended_by(item=item):
            yield from _ended(declaration, item, paper, party, f"items[{place}].previous")


def _guarantee(declaration: Declaration, procedure: Procedure, party: Party, on: date) -> Iterator[Fault]:
    named = [one.number for one in declaration.guarantees if one.number]
    if not named or not procedure.security_percent or standing_in(declaration=declaration, procedure=procedure):
        return
    ends_on = procedure.ends_on(began_on=on, mode=declaration.border.mode) or on
    mine = CustomsGuarantee.objects.filter(
        number__in=named, party_kind=party.kind.value, party_key=party.key, returned_at=None, valid_until__gte=ends_on
    )
    if not mine.exists():
        says = _("There is no guarantee {number} of yours that is valid until {day}.")
        told = says.format(number=named[0][:30], day=ends_on.isoformat())
        yield Fault("guarantees[0].number", told, "customs.no_such_guarantee")


def _ended(declaration: Declaration, item: Item, paper: PreviousDocument, party: Party, place: str) -> Iterator[Fault]:
    goods = SecuredGoods.objects.select_related("declaration").filter(
        declaration__number=paper.number[:32],
        item=paper.line or 1,
        declaration__party_kind=party.kind.value,
        declaration__party_key=party.key,
    )
    found = goods.filter(state__in=[one.value for one in INSIDE]).first()
    if found is None:
        says = _("There are no goods of yours under a procedure by declaration {number}, item {item}.")
        told = says.format(number=paper.number[:32], item=paper.line or 1)
        yield Fault(place, told, "customs.no_such_goods")
        return
    procedure = procedure_called(code=found.procedure, on=found.declaration.rates_on)
    if procedure is None or ending_of(direction=declaration.direction) not in procedure.endings:
        yield Fault(place, _("This procedure does not end by such a declaration."), "customs.ends_otherwise")
    if item.commodity != found.commodity:
        says = _("Under declaration {number} lie goods of {commodity}, not of {other}.")
        told = says.format(number=paper.number[:32], commodity=found.commodity, other=item.commodity[:16])
        yield Fault(place, told, "customs.other_goods")
    if left_in(item=item, unit=found.unit) > found.left:
        says = _("Of these goods {left} {unit} are left under the procedure.")
        yield Fault(place, says.format(left=f"{found.left.normalize():f}", unit=found.unit), "customs.more_than_left")


def left_in(*, item: Item, unit: str) -> Decimal:
    """How much of goods counted in that unit an item takes out of their procedure; nothing where it does not say."""
    return item.counted(unit=unit) or Decimal(0)
