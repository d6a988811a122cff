"""The law that drawbacks stand on, as the country says it."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from madang.framework.law import pack, parameter
from madang.framework.law.pack import load_pack
from madang.framework.values import Money
from madang.systems.customs.domain.taken_back import TakenBackLaw
from madang.systems.customs.usecases.corrections.law import history

HERE = "customs.drawback"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawbackLaw:
    """The country's terms that day. `sale_years` within which what was made of materials is sold, `fixed_most` up to which sum
    a year a small maker may claim fixed amounts, `fixed_per` the exported value for which the table gives an amount."""

    import_years: int
    sale_years: int
    fixed_most: Money
    fixed_per: Money


def drawback_law(*, on: date) -> DrawbackLaw:
    """The terms of that day."""
    return DrawbackLaw(
        import_years=int(parameter(f"{HERE}.import_years", on=on)),
        sale_years=int(parameter(f"{HERE}.sale_years", on=on)),
        fixed_most=parameter(f"{HERE}.fixed_most", on=on),
        fixed_per=parameter(f"{HERE}.fixed_per", on=on),
    )


def claim_years() -> tuple[tuple[date, int], ...]:
    """For how long a drawback may be claimed, with the day since when."""
    return tuple((one.since, int(one.value)) for one in pack().parameters[f"{HERE}.claim_years"].values if one.value)


def taken_back_law(*, on: date) -> TakenBackLaw:
    """The terms on which too much is taken back."""
    return TakenBackLaw(
        a_day=history(name=f"{HERE}.back_a_day"),
        own_a_day=history(name=f"{HERE}.own_back_a_day"),
        deposit_months=int(parameter(f"{HERE}.own_back_months", on=on)),
        deposit=history(name="customs.corrections.interest_a_year"),
    )


def fixed_rate(*, commodity: str, on: date) -> int | None:
    """The amount of the table for `fixed_per` of this line that day, in minor units; nothing where the table has none."""
    rows = [row for row in _table(pack().code) if row[0] == commodity and row[1] <= on]
    return max(rows, key=lambda row: row[1])[2] if rows else None


@cache
def _table(code: str) -> tuple[tuple[str, date, int], ...]:
    rows = load_pack(code).table("customs/drawback_rates")
    return tuple((row["code"], date.fromisoformat(row["since"]), int(row["amount"])) for row in rows)
