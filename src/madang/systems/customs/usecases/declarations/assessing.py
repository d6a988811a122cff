"""What the tariff makes of a declaration."""

from collections.abc import Mapping
from datetime import date

from madang.framework.values import Fault, Party
from madang.systems.customs.domain.assess import assess
from madang.systems.customs.domain.assessed import Assessed
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.domain.faults import DeclarationFaulty
from madang.systems.customs.domain.measures import Measure
from madang.systems.customs.models import ValueStatement
from madang.systems.customs.usecases.tariff.measures_in_force import measures_on
from madang.systems.customs.usecases.valuation.stated_values import stated_values, statements_in


def assessed_by_law(
    *,
    declaration: Declaration,
    party: Party,
    on: date,
    quotas: frozenset[str] = frozenset(),
    admitted: frozenset[int] | None = None,
    measures: tuple[Measure, ...] | None = None,
    statements: Mapping[str, ValueStatement] | None = None,
) -> tuple[Assessed | None, tuple[Fault, ...]]:
    """The assessment by the law of that day, or every fault. `quotas` are the orders within which the items `admitted` (or all)
    were admitted; `party` is whose valuation statements count. Whoever assesses many gives the `measures` that stand that day,
    and the `statements` that they name."""
    standing = measures_on(day=on) if measures is None else measures
    known = statements_in(declarations=[declaration], party=party) if statements is None else statements
    values, misfits = stated_values(declaration=declaration, known=known, on=on)
    try:
        made = assess(
            declaration=declaration, on=on, quotas=quotas, admitted=admitted, measures=standing, values=values
        )
    except DeclarationFaulty as faulty:
        return None, (*misfits, *faulty.faults)
    return (None, misfits) if misfits else (made, ())
