"""What the law of a day says about contracts."""

from datetime import date
from decimal import Decimal

from madang.framework.law.parameters import parameter, parameter_or_none
from madang.framework.values import Money
from madang.systems.procurement.domain.delay_penalty import DelayLaw
from madang.systems.procurement.domain.words import Kind


def delay_permille(*, kind: Kind, on: date) -> Decimal:
    """Per thousand and day for what is bought, on the day on which the contract is made."""
    return Decimal(parameter(f"procurement.contract.delay_permille_{kind}", on=on))


def delay_law(*, permille: Decimal, on: date) -> DelayLaw:
    """The contract's own rate with the cap and the unit of the day."""
    return DelayLaw(
        permille=permille,
        cap_percent=parameter_or_none("procurement.contract.delay_cap_percent", on=on),
        unit=int(parameter("procurement.contract.rounding_unit", on=on)),
    )


def performance_percent(*, on: date) -> Decimal:
    """Of the contract's value."""
    return Decimal(parameter("procurement.contract.performance_percent", on=on))


def exempt_until(*, on: date) -> Money:
    """Up to this value no performance guarantee is needed."""
    found: Money = parameter("procurement.contract.performance_exempt_until", on=on)
    return found


def defect_percents(*, on: date) -> tuple[Decimal, Decimal]:
    """The least and the most that a contract may set for defects."""
    low, high = (parameter(f"procurement.contract.defect_percent_{end}", on=on) for end in ("from", "to"))
    return Decimal(low), Decimal(high)


def days(*, name: str, on: date) -> int:
    """A term in days: `inspection_days`, `payment_working_days`, `sign_within`."""
    return int(parameter(f"procurement.contract.{name}", on=on))
