"""Export government finance statistics for the IMF."""

from datetime import datetime

from madang.framework.law import pack
from madang.systems.treasury.domain import gfs
from madang.systems.treasury.formats import sdmx
from madang.systems.treasury.usecases.accounting_rules import account, year_days
from madang.systems.treasury.usecases.draw_statements import home_sums


def operations(*, year: int) -> dict[str, int]:
    """The statement of operations of a year, the state's own dealings with itself taken out. Raises Inconsistent."""
    first, last = year_days(year=year)
    changes: dict[str, int] = {}
    for (code, _fund), minor in home_sums(since=first, until=last, with_closing=False).items():
        one = account(code=code)
        if one.gfs and not one.internal:
            changes[one.gfs] = changes.get(one.gfs, 0) + minor
    return gfs.operations(changes=changes)


def export_gfs(*, year: int, now: datetime, years: int = 1) -> bytes:
    """The statements of operations of a year and of those before it, as SDMX-ML 2.1."""
    figures = [
        (code, one, minor) for one in range(year - years + 1, year + 1) for code, minor in operations(year=one).items()
    ]
    country = pack()
    return sdmx.write(
        figures=figures,
        area=country.code.upper(),
        currency=country.currency,
        digits=country.currency_digits,
        sender="MADANG",
        now=now,
    )
