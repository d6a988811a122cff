"""How much of an export was loaded, for whoever asks: drawback, procedures whose goods must leave, its own page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from madang.systems.customs.domain.loading import packages_of
from madang.systems.customs.models import CustomsDeclaration, DepartureGoods, ExportLoading
from madang.systems.customs.usecases.declarations.content import declaration_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportLoaded:
    """What was loaded of an export. `whole`: its duty to load is fulfilled (in Korea Customs Act art. 251), on `loaded_on`."""

    declared: int
    """Packages it declares; 0 where it says none."""
    named: int
    """Packages that bills of standing manifests name."""
    loaded: int
    """Packages aboard or gone."""
    whole: bool
    loaded_on: date | None


def loaded_of(*, declaration: CustomsDeclaration) -> ExportLoaded:
    """What was loaded of it so far: by the bills of leaving goods, or as a carrier confirmed of the whole."""
    confirmed = ExportLoading.objects.filter(declaration=declaration).first()
    goods = list(_goods(declaration))
    return ExportLoaded(
        declared=packages_of(declaration=declaration_of(content=declaration.content)),
        named=sum(one.held().named for one in goods),
        loaded=sum(one.loaded + one.left for one in goods),
        whole=confirmed is not None,
        loaded_on=confirmed.loaded_on if confirmed else None,
    )


def loaded_whole(*, numbers: Iterable[str]) -> dict[str, date]:
    """Of these declarations, those that are loaded whole, each with the day on which the last of it went aboard."""
    rows = ExportLoading.objects.filter(declaration__number__in=list(numbers))
    return dict(rows.values_list("declaration__number", "loaded_on"))


def named_of(*, declaration: CustomsDeclaration) -> int:
    """Packages that standing bills name of it; of a ship that left, only those it took."""
    return sum(one.held().named for one in _goods(declaration))


def shares_of(*, declaration: CustomsDeclaration) -> list[DepartureGoods]:
    """The goods lines of bills that name it, in the order in which they were lodged."""
    return list(_goods(declaration).select_related("bill__manifest", "bill__master__manifest").order_by("pk"))


def _goods(declaration: CustomsDeclaration) -> QuerySet[DepartureGoods]:
    return DepartureGoods.objects.filter(declaration=declaration, withdrawn=False)
