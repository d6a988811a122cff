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


def origin_said(*, rule: str) -> str:
    """A rule of origin in words, where it is one word; else as it is written."""
    words = {
        "WO": pgettext("tariff", "wholly obtained there"),
        "CC": pgettext("tariff", "every material from elsewhere is of another chapter"),
        "CTH": pgettext("tariff", "every material from elsewhere is of another heading"),
        "CTSH": pgettext("tariff", "every material from elsewhere is of another subheading"),
    }
    return words.get(rule, rule)


def said(*, duty: Duty) -> str:
    """A duty in words: `max(20%, 1625/KGM)` is the higher of 20 % and 1,625 won for each kilogram."""
    match duty:
        case AdValorem(percent):
            return f"{_plain(percent)} %" if percent else pgettext("tariff", "free")
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


def proof_said(*, way: str) -> str:
    """Who writes a proof of origin."""
    words = {
        "authority": pgettext("tariff", "a certificate of an authority"),
        "approved": pgettext("tariff", "a declaration of an approved exporter"),
        "exporter": pgettext("tariff", "the exporter's or producer's own declaration"),
        "importer": pgettext("tariff", "the importer's own knowledge"),
    }
    return words.get(way, way)


def operation_said(*, operation: str) -> str:
    """A minor operation."""
    words = {
        "preserve": pgettext("tariff", "preserving for transport or storage"),
        "pack": pgettext("tariff", "packing and unpacking"),
        "sort": pgettext("tariff", "sorting, sifting, simple cutting or grinding"),
        "mark": pgettext("tariff", "marking and labelling"),
        "dilute": pgettext("tariff", "diluting with water"),
        "dismantle": pgettext("tariff", "taking apart"),
        "slaughter": pgettext("tariff", "slaughtering"),
        "paint": pgettext("tariff", "simple painting and polishing"),
        "peel": pgettext("tariff", "peeling, stoning, shelling"),
        "mix": pgettext("tariff", "simple mixing"),
        "wash": pgettext("tariff", "washing and cleaning"),
        "iron": pgettext("tariff", "ironing textiles"),
        "assemble": pgettext("tariff", "simple assembly"),
        "test": pgettext("tariff", "testing and calibrating"),
    }
    return words[operation]


def formula_said(*, formula: str) -> str:
    """How a value content is reckoned."""
    words = {
        "build_down": pgettext("tariff", "built down: (value - materials from elsewhere) / value"),
        "build_up": pgettext("tariff", "built up: what the parties gave / value"),
        "net_cost": pgettext("tariff", "of the net cost: (net cost - materials from elsewhere) / net cost"),
    }
    return words[formula]
