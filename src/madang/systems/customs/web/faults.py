"""Declarations' faults as people read them: the law tells programs a code and English, pages say it in the reader's words."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from madang.framework.values import Fault

SAYS: dict[str, Promise] = {
    "customs.items.none": _("Declare at least one item."),
    "customs.items.many": _("A declaration has at most 999 items."),
    "customs.sequence.twice": _("Two items have the same number."),
    "customs.total.items": _("The number of items is not the one that was announced."),
    "customs.total.packages": _("The items have other packages in all than were announced."),
    "customs.total.mass": _("The items weigh something else in all than was announced."),
    "customs.incoterm.unknown": _("This is no delivery term of Incoterms."),
    "customs.freight.missing": _(
        "At this delivery term the price does not hold the freight: state the freight (0 if none)."
    ),
    "customs.commodity.unknown": _("This number is no line of the tariff. Look it up in the tariff."),
    "customs.origin.unknown": _("This is no country: write its two letters."),
    "customs.origin.missing": _("State the country of origin."),
    "customs.preference.unknown": _("The tariff knows no such preference."),
    "customs.preference.origin": _("Goods of this country have no part in that agreement."),
    "customs.preference.unproven": _("The preference needs a proof of origin."),
    "customs.proof.number": _("State the number of the proof of origin."),
    "customs.proof.over": _("This proof of origin is too old: the agreement lets it be used for a time only."),
    "customs.price.missing": _("State the price."),
    "customs.value.missing": _("State the customs value, for this method does not begin with the price."),
    "customs.mass.unfit": _("This is no mass in kilograms."),
    "customs.mass.net": _("The net mass is more than the gross mass."),
    "customs.quantity.missing": _("This duty is charged by quantity: state the mass or the quantity."),
    "customs.quantity.unfit": _("This quantity is none."),
    "customs.quota.unknown": _("The line has no such quota on that day."),
    "customs.quota.unrecommended": _("This quota is for recommended goods: state the number."),
    "customs.amount.unfit": _("This amount is negative or too large."),
    "customs.currency.rate": _("There is no exchange rate of this currency for that day."),
    "customs.rate.missing": _("The tariff that is held here has no rate for that day."),
}
ITEM = re.compile(r"items\[(\d+)\]")


def sentence_of(*, fault: Fault) -> str:
    """What is wrong."""
    return str(SAYS.get(fault.code, fault.says))


def place_of(*, fault: Fault) -> str:
    """Which item it is about; empty where it is about the whole."""
    found = ITEM.match(fault.place)
    return pgettext("customs", "Item %(number)d:") % {"number": int(found[1]) + 1} if found else ""
