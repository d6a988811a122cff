"""Words of the tariff's pages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.systems.customs.domain.words import Levy

LEVIES: dict[Levy, Promise] = {
    Levy.DUTY: pgettext_lazy("customs", "Customs duty"),
    Levy.ANTI_DUMPING: pgettext_lazy("customs", "Anti-dumping duty"),
    Levy.COUNTERVAILING: pgettext_lazy("customs", "Countervailing duty"),
    Levy.SAFEGUARD: pgettext_lazy("customs", "Safeguard duty"),
    Levy.RETALIATORY: pgettext_lazy("customs", "Retaliatory duty"),
    Levy.EXCISE: pgettext_lazy("customs", "Individual consumption tax"),
    Levy.LIQUOR: pgettext_lazy("customs", "Liquor tax"),
    Levy.ENERGY: pgettext_lazy("customs", "Transportation, energy and environment tax"),
    Levy.EDUCATION: pgettext_lazy("customs", "Education tax"),
    Levy.RURAL: pgettext_lazy("customs", "Special tax for rural development"),
    Levy.VAT: pgettext_lazy("customs", "Value-added tax"),
}
UNITS: dict[str, Promise] = {
    "KGM": pgettext_lazy("tariff", "in kilograms"),
    "LTR": pgettext_lazy("tariff", "in litres"),
    "H87": pgettext_lazy("tariff", "in pieces"),
    "NPR": pgettext_lazy("tariff", "in pairs"),
}
SAYS: dict[str, Promise] = {
    "customs.quantity.missing": _("This duty is charged by quantity: state the mass or the quantity."),
    "customs.preference.origin": _("Goods of this country have no part in that agreement."),
    "customs.rate.missing": _("The tariff that is held here has no rate for that day."),
    "customs.currency.rate": _("There is no exchange rate of this currency for that day."),
    "customs.amount.unfit": _("This amount is too large."),
    "customs.quantity.unfit": _("This quantity is none."),
}
