"""Which permits goods need, from whom, by which law, and what each agency will ask: before anybody declares."""

from dataclasses import dataclass
from datetime import date

from madang.framework.law import parameter_or_none
from madang.systems.customs.domain.declaration import Declaration, Item
from madang.systems.customs.domain.requirements import Requirement, possible
from madang.systems.customs.domain.words import Direction
from madang.systems.customs.usecases.declarations.law import requirements


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One act that asks of the goods. `days` is the term of its answer in working days, None where the law of that day sets
    none."""

    requirement: Requirement
    days: int | None


def what_do_i_need(
    *, commodity: str, direction: Direction, origin: str, destination: str, on: date
) -> tuple[Need, ...]:
    """Every act that asks of goods of this code, on that day; an origin or destination that is not known leaves all that could
    ask. A code of less than a line (four digits at least) brings what asks of some goods below it."""
    item = Item(sequence=1, commodity=commodity, origin=origin)
    told = Declaration(direction=direction, reference="", items=(item,), destination_country=destination)
    known = [one for one in requirements() if one.direction is direction and one.stands(on=on)]
    if origin or destination:
        found = [one for _item, one in possible(declaration=told, requirements=known, on=on)]
    else:
        found = [one for one in known if one.asks_of(commodity=commodity)]
    below = [one for one in known if one not in found and any(code.startswith(commodity) for code in one.prefixes)]
    return tuple(
        Need(requirement=one, days=_days(one, on)) for one in (*found, *(below if len(commodity) >= 4 else ()))
    )


def _days(one: Requirement, on: date) -> int | None:
    value = parameter_or_none(f"customs.permits.{one.kind.value}_days", on=on)
    return None if value is None else int(value)
