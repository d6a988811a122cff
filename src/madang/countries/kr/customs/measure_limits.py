"""How far a duty for a time may go: Customs Act arts. 68, 69, 71, 72."""

from datetime import date
from decimal import Decimal

from madang.systems.customs.domain.duty import AdValorem, Duty, InQuota, Mixed
from madang.systems.customs.domain.tariff import Line, Rate

POINTS = Decimal(40)  # arts. 71 (1), (2), 72: of the basic rate, up or down
MOST = Decimal(100)  # art. 69: an adjusted rate with the basic one
LOWERED = frozenset({"P1", "P3", "SE"})


def beyond(*, line: Line, rate: Rate, on: date) -> str:
    """The article that a rate breaks, in a sentence; empty where it breaks none or is no plain percentage."""
    percent, basic = _percent(rate.duty), _basic(line, on)
    if percent is None:
        return ""
    if rate.regime in {"L", "L2"} and percent > MOST:
        return "조정관세는 100퍼센트를 넘을 수 없습니다 (an adjusted duty is at most 100 %; Customs Act art. 69)."
    if rate.regime in {"T1", "T2"}:
        return _special(line, percent, on)
    if basic is None:
        return ""
    if rate.regime in LOWERED and percent < basic - POINTS:
        return (
            f"기본세율 {basic}%에서 40%p까지 뺄 수 있습니다 (at most 40 points below it; Customs Act arts. 71 (1), 72)."
        )
    if rate.regime in {"P", "SE"} and percent > basic + POINTS:
        return (
            f"기본세율 {basic}%에 40%p까지 더할 수 있습니다 (at most 40 points above it; Customs Act arts. 71 (2), 72)."
        )
    return ""


def _special(line: Line, percent: Decimal, on: date) -> str:
    """The special emergency duty stands on a conceded farm product and exceeds its rate by a third of it at most."""
    conceded = [
        value for one in line.on(day=on) if one.regime == "W2" for value in _percents(one.duty) if value is not None
    ]
    if not conceded:
        return "시장접근물량이 양허된 농림축산물이 아닙니다 (no conceded farm product; Customs Act art. 68)."
    if percent * 3 > max(conceded) * 4:
        return (
            "양허세율의 3분의 1까지 더할 수 있습니다 (at most a third above it; Customs Act art. 68, Decree art. 90)."
        )
    return ""


def _basic(line: Line, on: date) -> Decimal | None:
    rates = {one.regime: one for one in line.on(day=on)}
    found = rates.get("B") or rates.get("A")
    return _percent(found.duty) if found else None


def _percents(duty: Duty) -> list[Decimal]:
    """The percentages that a conceded rate beyond its quota names."""
    match duty:
        case AdValorem(percent):
            return [percent]
        case InQuota(outside=outside):
            return _percents(outside)
        case Mixed(parts):
            return [value for part in parts for value in _percents(part)]
        case _:
            return []


def _percent(duty: Duty) -> Decimal | None:
    return duty.percent if isinstance(duty, AdValorem) else None
