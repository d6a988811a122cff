"""Master bills beside the house bills below them, for the desk and for those who lodged them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from madang.systems.customs.domain.matching import Sums, Told, match
from madang.systems.customs.models import CargoBill, CargoManifest
from madang.systems.customs.usecases.cargo import law

MOST = 200


def mismatches(*, manifest: CargoManifest, on: date) -> tuple[Told, ...]:
    """What does not fit between the masters and houses that a manifest touches, by that day's law; the first 200."""
    tolerance = law.terms(on=on).mass_tolerance
    own = CargoBill.objects.filter(manifest=manifest, withdrawn_at=None)
    masters = own.filter(consolidated=True)
    if manifest.kind == "house":
        masters = CargoBill.objects.filter(pk__in=own.exclude(master=None).values("master"))
    found: list[Told] = []
    for row in _summed(masters):
        if len(found) >= MOST:
            break
        said = Sums(bills=1, packages=row["packages"], gross_mass=row["gross_mass"])
        houses = Sums(bills=row["below"], packages=row["below_packages"], gross_mass=row["below_mass"])
        found.extend(match(number=row["number"], master=said, houses=houses, tolerance=tolerance))
    alone = own.filter(kind="house", master=None).values("master_number").annotate(bills=Count("pk"))
    for one in alone.order_by("master_number")[:MOST]:
        houses = Sums(bills=one["bills"], packages=0, gross_mass=Decimal(0))
        found.extend(match(number=one["master_number"], master=None, houses=houses, tolerance=tolerance))
    return tuple(found[:MOST])


def _summed(masters: QuerySet[CargoBill]) -> Iterator[dict[str, Any]]:
    standing = Q(houses__withdrawn_at=None)
    rows = masters.values("number", "packages", "gross_mass").annotate(
        below=Count("houses", filter=standing),
        below_packages=Coalesce(Sum("houses__packages", filter=standing), 0),
        below_mass=Coalesce(Sum("houses__gross_mass", filter=standing), Decimal(0)),
    )
    for row in rows.order_by("number").iterator(chunk_size=2_000):
        yield dict(row)
