"""How much of an export was loaded, for whoever asks: drawback, procedures whose goods must leave, its own page."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

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
    return loaded_of_each(declarations=[declaration])[declaration.pk]


def loaded_of_each(*, declarations: Collection[CustomsDeclaration]) -> dict[int, ExportLoaded]:
    """The same of many at once, by their keys."""
    rows = ExportLoading.objects.filter(declaration__in=declarations)
    confirmed = dict(rows.values_list("declaration", "loaded_on"))
    goods: dict[int | None, list[DepartureGoods]] = {}
    for row in DepartureGoods.objects.filter(declaration__in=declarations, withdrawn=False):
        goods.setdefault(row.declaration_id, []).append(row)
    return {
        one.pk: ExportLoaded(
            declared=packages_of(declaration=declaration_of(content=one.content)),
            named=sum(row.held().named for row in goods.get(one.pk, ())),
            loaded=sum(row.loaded + row.left for row in goods.get(one.pk, ())),
            whole=one.pk in confirmed,
            loaded_on=confirmed.get(one.pk),
        )
        for one in declarations
    }


def loaded_whole(*, numbers: Iterable[str]) -> dict[str, date]:
    """Of these declarations, those that are loaded whole, each with the day on which the last of it went aboard."""
    rows = ExportLoading.objects.filter(declaration__number__in=list(numbers))
    return dict(rows.values_list("declaration__number", "loaded_on"))


def shares_of(*, declaration: CustomsDeclaration) -> list[DepartureGoods]:
    """The goods lines of bills that name it, in the order in which they were lodged."""
    rows = DepartureGoods.objects.filter(declaration=declaration, withdrawn=False)
    return list(rows.select_related("bill__manifest", "bill__master__manifest").order_by("pk"))
