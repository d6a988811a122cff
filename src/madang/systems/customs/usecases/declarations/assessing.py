"""What the tariff makes of a declaration."""

from datetime import date

from madang.framework.values import Fault
from madang.systems.customs.domain.assess import assess
from madang.systems.customs.domain.assessed import Assessed
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.domain.faults import DeclarationFaulty
from madang.systems.customs.domain.measures import Measure
from madang.systems.customs.usecases.tariff.measures_in_force import measures_on


def assessed_by_law(
    *,
    declaration: Declaration,
    on: date,
    quotas: frozenset[str] = frozenset(),
    admitted: frozenset[int] | None = None,
    measures: tuple[Measure, ...] | None = None,
) -> tuple[Assessed | None, tuple[Fault, ...]]:
    """The assessment by the law of that day, or every fault. `quotas` are the orders within which the items `admitted` (or all)
    were admitted; `measures` those that stand that day, for whoever assesses many."""
    standing = measures_on(day=on) if measures is None else measures
    try:
        return assess(declaration=declaration, on=on, quotas=quotas, admitted=admitted, measures=standing), ()
    except DeclarationFaulty as faulty:
        return None, tuple(faulty.faults)
