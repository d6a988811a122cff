"""A duty as people read it."""

from decimal import Decimal

from django.utils.translation import pgettext

from madang.framework.law import pack
from madang.systems.customs.domain.duty import (
    AdValorem,
    Compound,
    Duty,
    InQuota,
    Mixed,
    Seasonal,
    Specific,
)
from madang.systems.customs.web import units

NO_BREAK = "\u00a0"


def said(*, duty: Duty) -> str:
    """A duty in words: `max(20%, 1625/KGM)` is the higher of 20 % and 1,625 won for each kilogram."""
    match duty:
        case AdValorem(percent):
            return f"{_plain(percent)}{NO_BREAK}%" if percent else pgettext("tariff", "free")
        case Specific(amount, unit):
            values = {"amount": f"{amount:,f} {pack().currency}", "unit": units.ONE.get(unit, unit)}
            return pgettext("tariff", "%(amount)s for each %(unit)s") % values
        case Compound(parts):
            return " + ".join(said(duty=part) for part in parts)
        case Mixed(parts, highest):
            values = {"parts": ", ".join(said(duty=part) for part in parts)}
            if highest:
                return pgettext("tariff", "the higher of %(parts)s") % values
            return pgettext("tariff", "the lower of %(parts)s") % values
        case Seasonal(first, last, inside, outside):
            span = {"first": f"{first[0]:02}-{first[1]:02}", "last": f"{last[0]:02}-{last[1]:02}"}
            values = {"inside": said(duty=inside), "outside": said(duty=outside), **span}
            return pgettext("tariff", "%(inside)s from %(first)s to %(last)s, else %(outside)s") % values
        case InQuota(_order, inside, outside):
            values = {"inside": said(duty=inside), "outside": said(duty=outside)}
            return pgettext("tariff", "%(inside)s within the quota, else %(outside)s") % values


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
