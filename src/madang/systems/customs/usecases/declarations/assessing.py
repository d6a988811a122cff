"""What the tariff makes of a declaration."""

from datetime import date

from madang.framework.values import Fault, Party
from madang.systems.customs.domain.assess import assess
from madang.systems.customs.domain.assessed import Assessed
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.domain.faults import DeclarationFaulty
from madang.systems.customs.domain.measures import Measure
from madang.systems.customs.usecases.tariff.measures_in_force import measures_on
from madang.systems.customs.usecases.valuation.stated_values import stated_values


def assessed_by_law(
    *,
    declaration: Declaration,
    party: Party,
    on: date,
    quotas: frozenset[str] = frozenset(),
    admitted: frozenset[int] | None = None,
    measures: tuple[Measure, ...] | None = None,
) -> tuple[Assessed | None, tuple[Fault, ...]]:
    """The assessment by the law of that day, or every fault. `quotas` are the orders within which the items `admitted` (or all)
    were admitted; `measures` those that stand that day, for whoever assesses many; `party` whose valuation statements count."""
    standing = measures_on(day=on) if measures is None else measures
    values, misfits = stated_values(declaration=declaration, party=party, on=on)
    try:
        made = assess(
            declaration=declaration, on=on, quotas=quotas, admitted=admitted, measures=standing, values=values
        )
    except DeclarationFaulty as faulty:
        return None, (*misfits, *faulty.faults)
    return (None, misfits) if misfits else (made, ())
