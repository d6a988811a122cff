"""The packages as files, for the tour."""

from collections.abc import Iterator
from pathlib import Path

from django.urls import reverse

from madang.systems.procurement.models import Release
from madang.systems.procurement.usecases.disclosure import package


def write_disclosure_files(*, out: Path) -> Iterator[str]:
    """`releases.json` and `records.json` of the year with the most releases; each yields a line."""
    known = package.years()
    if not known:
        raise RuntimeError("Nothing is released yet: publish a tender first.")
    year = max(known, key=lambda one: package.released(year=one).count())
    released = package.released(year=year)
    path = reverse("procurement:open_file", args=[year, "releases.json"])
    _write(out / "releases.json", package.release_package(path=path, rows=released))
    yield f"{released.count()} releases of {year} in the Open Contracting Data Standard 1.1.5: releases.json"
    path = reverse("procurement:open_file", args=[year, "records.json"])
    _write(out / "records.json", package.record_package(path=path, year=year))
    ocids = Release.objects.filter(pk__in=released.values("pk")).values("ocid").distinct().count()
    yield f"{ocids} processes compiled from notice to payment, with the versions of each field: records.json"


def _write(path: Path, parts: Iterator[str]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(parts)
