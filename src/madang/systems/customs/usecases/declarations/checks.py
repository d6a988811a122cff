"""What customs asks of a declaration beside the tariff: whose it is, what names it, where it is lodged."""

from collections.abc import Iterator
from typing import Protocol

from django.utils.translation import gettext as _

from madang.framework.values import Fault, Party, PartyKind
from madang.systems.customs.domain.declaration import Declaration, Trader
from madang.systems.customs.domain.words import Direction, Function
from madang.systems.customs.usecases.cargo.find_goods import is_consigned_to
from madang.systems.customs.usecases.declarations.offices import office_for


class Consigned(Protocol):
    """Says whether a party may declare what lies under a bill."""

    def __call__(self, *, bill: str, party: Party) -> bool:
        """Whether it may."""


LONGEST_REFERENCE = 35
"""UN/EDIFACT 1004 and the local reference number of the WCO data model have 35 signs at most."""


def owner_of(*, declaration: Declaration) -> Trader | None:
    """For whom goods are declared: the importer, at export the exporter (Customs Act of Korea art. 241 (1))."""
    return declaration.exporter if declaration.direction is Direction.EXPORT else declaration.importer


def faults_of(*, declaration: Declaration, party: Party, consigned: Consigned = is_consigned_to) -> Iterator[Fault]:
    """Every fault beside those of the tariff."""
    place = "exporter" if declaration.direction is Direction.EXPORT else "importer"
    owner = owner_of(declaration=declaration)
    if owner is not None and owner.number and owner.number != party.key and party.kind is PartyKind.BUSINESS:
        yield Fault(
            f"{place}.number",
            _("The declaration names the business {number}; you act for {own}.").format(
                number=owner.number[:40], own=party.key
            ),
            "customs.not_your_goods",
        )
    bill = declaration.bill
    if bill and declaration.direction is not Direction.EXPORT and not consigned(bill=bill, party=party):
        yield Fault("bill", _("The goods under this bill are consigned to another business."), "customs.not_your_bill")
    reference = declaration.reference
    if not reference or len(reference) > LONGEST_REFERENCE or not reference.isprintable():
        yield Fault("reference", _("Give your own reference: 1 to 35 printable signs."), "customs.reference_unfit")
    if declaration.function is not Function.ORIGINAL:
        yield Fault("function", _("Only a first declaration is lodged here."), "customs.not_original")
    if not office_for(code=declaration.office):
        yield Fault(
            "office",
            _("There is no customs office {code}.").format(code=declaration.office[:20]),
            "customs.no_such_office",
        )
