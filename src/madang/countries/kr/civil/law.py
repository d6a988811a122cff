"""Korea's benefits in the benefit finder: 20 of them, in the order in which they are shown."""

from datetime import date

from madang.countries.kr.civil.children import CHILDREN
from madang.countries.kr.civil.livelihood import LIVELIHOOD
from madang.countries.kr.civil.work import WORK
from madang.framework.law import ParameterEnded, ParameterNotYetInForce, fills
from madang.systems.civil.domain.benefits import BENEFITS, Benefit


@fills(BENEFITS)
def benefits(on: date) -> tuple[Benefit, ...]:
    """Every benefit whose law is in force on that day; one that has not begun or has ended is not among them."""
    found = []
    for benefit in (*CHILDREN, *LIVELIHOOD, *WORK):
        try:
            found.append(benefit(on))
        except (ParameterNotYetInForce, ParameterEnded):
            continue
    return tuple(found)
