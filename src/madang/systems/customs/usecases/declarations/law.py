"""The law that declarations stand on, as the country says it."""

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from madang.framework.law import pack, parameter
from madang.framework.law.days import next_working_day
from madang.framework.values.months import add_months
from madang.systems.customs.domain.requirements import Requirement, read_requirements
from madang.systems.customs.domain.settlement import settlement


def requirements() -> tuple[Requirement, ...]:
    """What other agencies ask of goods (in Korea Customs Act art. 226 and the notice on it)."""
    return _requirements(pack().folder)


@lru_cache(maxsize=8)
def _requirements(_folder: Path) -> tuple[Requirement, ...]:
    return read_requirements(data=pack().data("customs/requirements") or {})


def requirement_of(*, code: str) -> Requirement | None:
    """One of them."""
    return next((one for one in requirements() if one.code == code), None)


def pay_by(*, on: date, deferred: bool) -> date:
    """Until when what is charged that day is paid: the law's days, deferred to the end of the month in which they end;
    never a day off (in Korea Customs Act arts. 8 (3), 9 (1) no. 1, 9 (3))."""
    last = on + timedelta(days=int(parameter("customs.declarations.payment_days", on=on)))
    if deferred:
        last = add_months(day=last.replace(day=1), months=1) - timedelta(days=1)
    return next_working_day(last)


def least(*, on: date) -> int:
    """Less than this of all levies together is not collected, in minor units (in Korea Customs Act art. 40)."""
    return settlement(on=on).least
