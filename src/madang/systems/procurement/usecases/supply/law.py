"""What the country's pack says of suppliers."""

from collections.abc import Mapping
from datetime import date

from madang.framework.law import parameter
from madang.systems.procurement.domain.clearance import Needed, Source
from madang.systems.procurement.domain.sanctions import SanctionLaw

KEY = "procurement.supply"


def needed(*, on: date) -> Mapping[Source, Needed]:
    """Before what each source must have cleared the supplier."""
    return {source: Needed(parameter(f"{KEY}.{source}_clearance_before", on=on)) for source in Source}


def clearance_days(*, on: date) -> int:
    """How many days an answer may be relied on."""
    return int(parameter(f"{KEY}.clearance_days", on=on))


def overdue_after(*, on: date) -> int:
    """How many days after a charge it is overdue, where its last day of payment is not told."""
    return int(parameter(f"{KEY}.overdue_after", on=on))


def reminder_days(*, on: date) -> int:
    """How many days before its end a supplier is reminded of a certificate."""
    return int(parameter(f"{KEY}.reminder_days", on=on))


def contest_days(*, on: date) -> int:
    """Within how many days a decision that bars a supplier can be contested."""
    return int(parameter(f"{KEY}.contest_days", on=on))


def sanction_law(*, on: date) -> SanctionLaw:
    """The limits of a sanction."""
    return SanctionLaw(
        shortest_months=int(parameter(f"{KEY}.sanction_shortest", on=on)),
        longest_months=int(parameter(f"{KEY}.sanction_longest", on=on)),
        opinion_days=int(parameter(f"{KEY}.opinion_days", on=on)),
    )
