"""Every fault of what a declaration tells other agencies."""

from collections.abc import Iterator
from datetime import date

from madang.framework.audit.spoken import spoken
from madang.framework.values import Fault
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.domain.requirements import unfit_elements
from madang.systems.customs.usecases.declarations.law import requirements
from madang.systems.customs.usecases.permits.words import in_language, unfit_says


def faults_for_agencies(*, declaration: Declaration, on: date) -> Iterator[Fault]:
    """What an agency asks by law and the declaration does not say, or says unfit: each once, with the act."""
    found = unfit_elements(declaration=declaration, requirements=requirements(), on=on)
    for place, asked, element, why in found:
        act = f"{in_language(asked.titles)} ({spoken(asked.cite)})"
        says = unfit_says(element=element, act=act, why=why)
        yield Fault(f"items[{place}].{element.code}", says, f"customs.permit.{why.value}")
