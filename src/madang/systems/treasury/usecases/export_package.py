"""Give the budget away as open data."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone

from madang.framework.identity.models import Office
from madang.framework.law import pack
from madang.framework.protect import mask_name
from madang.systems.treasury.domain.publication import is_organisation
from madang.systems.treasury.formats import data_package
from madang.systems.treasury.models import BudgetLine, ClassCode, Commitment

_PART = 2000


def about() -> data_package.About:
    """The package of this country."""
    years = sorted(set(BudgetLine.objects.values_list("year", flat=True)))
    return data_package.About(
        name=f"budget-{pack().code}",
        title=f"Budget and spending: {pack().name}",
        country=pack().code.upper(),
        currency=pack().currency,
        years=years,
    )


def resource(*, name: str) -> Iterator[str]:
    """A resource of the package as CSV, line by line. Raises KeyError for a name that it does not have."""
    return data_package.rows_as_csv(name=name, rows=_ROWS[name]())


def write_package(*, folder: Path) -> list[str]:
    """The whole package into `folder`; the names of its files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "datapackage.json").write_bytes(data_package.descriptor(about=about()))
    for name in data_package.RESOURCES:
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            file.writelines(resource(name=name))
    return ["datapackage.json", *(f"{name}.csv" for name in data_package.RESOURCES)]


def public_payee(*, name: str) -> str:
    """A payee as everybody may see it: only what says itself that it is a company or body keeps its name; every other name
    may be a person's and is masked.
    """
    words = pack().data("treasury/classification").get("organisation_words", ())
    return name if is_organisation(name=name, words=words) else mask_name(name)


def _lines() -> Iterator[Sequence[Any]]:
    offices = dict(Office.objects.values_list("code", "name_en"))
    names = dict(Office.objects.values_list("code", "name"))
    for line in BudgetLine.objects.order_by("pk").iterator(chunk_size=_PART):
        yield (
            line.pk,
            line.year,
            line.office,
            offices.get(line.office) or names.get(line.office, line.office),
            line.programme,
            line.activity,
            str(line.titles.get("en") or line.activity),
            line.economic,
            line.function,
            line.fund,
            line.region,
            *(_major(one) for one in (line.appropriated, line.budget, line.allotted, line.committed, line.paid)),
        )


def _codes() -> Iterator[Sequence[Any]]:
    for one in ClassCode.objects.order_by("dimension", "code", "first_year").iterator(chunk_size=_PART):
        titles = one.titles
        # An empty key is no key for readers of the package: the general account is named by a dash.
        code = one.code or "-"
        yield (
            one.dimension,
            code,
            one.parent,
            titles.get("ko", ""),
            titles.get("en", ""),
            one.first_year,
            one.last_year,
        )


def _commitments() -> Iterator[Sequence[Any]]:
    for one in Commitment.objects.order_by("pk").iterator(chunk_size=_PART):
        day = timezone.localdate(one.committed_at).isoformat()
        yield one.number, one.line_id, day, one.purpose, public_payee(name=one.payee), _major(one.minor)


def _major(minor: int) -> Any:
    return data_package.major(minor=minor, digits=pack().currency_digits)


_ROWS: dict[str, Callable[[], Iterator[Sequence[Any]]]] = {
    "lines": _lines,
    "classification": _codes,
    "commitments": _commitments,
}
