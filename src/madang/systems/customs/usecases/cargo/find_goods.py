"""What the manifest and the log say of the goods under a bill, for whoever declares them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from madang.framework.values import Party
from madang.systems.customs.models import CargoAt, CargoBill
from madang.systems.customs.usecases.cargo.find_bill import LONGEST, standing_bill
from madang.systems.customs.usecases.cargo.record_steps import holdings_of
from madang.systems.customs.usecases.cargo.refusals import NoSuchBill


@dataclass(frozen=True, kw_only=True)
class GoodsLine:
    """One line of the bill, as it was lodged."""

    description: str
    commodity: str


@dataclass(frozen=True, kw_only=True)
class GoodsUnderBill:
    """The goods of a bill: what was reported of them, where they are, and how much of them can be declared still."""

    description: str
    packages: int
    gross_mass: Decimal
    lines: tuple[GoodsLine, ...]
    containers: tuple[str, ...]
    loading: str
    """UN/LOCODE of the port of loading."""
    state: str
    """aboard, arrived, landed, stored, moving, out, destroyed, missing."""
    place: str
    """The code of the store or quay where most of them lie; empty aboard, under way and outside."""
    released: int
    declarable: int
    """Packages here, neither released nor under way."""


def goods_under(*, bill: str) -> GoodsUnderBill | None:
    """The goods under a bill of that number; None where there is no such bill, or its goods stand in house bills."""
    try:
        found = standing_bill(number=bill)
    except NoSuchBill:
        return None
    return None if found.consolidated else _told(found)


def is_consigned_to(*, bill: str, party: Party) -> bool:
    """Whether the party may declare what lies under the bill: a bill that names a consignee by number is that business's;
    one that names none, or is not known yet, is anybody's who holds it."""
    try:
        consignee = standing_bill(number=bill).consignee
    except NoSuchBill:
        return True
    return consignee in {"", party.key}


def consigned_elsewhere(*, bills: Iterable[str], party: Party) -> frozenset[str]:
    """Those of the bills that name another business as their consignee; `is_consigned_to` of many in one question."""
    asked = {bill: bill.strip().upper()[: LONGEST + 1] for bill in bills}
    named = CargoBill.objects.filter(number__in=set(asked.values()), withdrawn_at=None)
    others = set(named.exclude(consignee__in=("", party.key)).values_list("number", flat=True))
    return frozenset(bill for bill, number in asked.items() if number in others)


def _told(bill: CargoBill) -> GoodsUnderBill:
    holding = holdings_of(bills=[bill.pk])[bill.pk]
    most = CargoAt.objects.filter(bill=bill, spot__in=("landed", "stored")).order_by("-packages", "pk").first()
    return GoodsUnderBill(
        description=bill.description,
        packages=bill.packages,
        gross_mass=bill.gross_mass,
        lines=tuple(GoodsLine(description=line["description"], commodity=line["commodity"]) for line in bill.goods),
        containers=tuple(bill.containers.order_by("number").values_list("number", flat=True)),
        loading=bill.loading,
        state=bill.state,
        place=most.place if most else "",
        released=bill.released,
        declarable=holding.bound,
    )
