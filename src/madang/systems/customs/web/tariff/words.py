"""Words of the tariff's pages."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

UNITS: dict[str, Promise] = {
    "KGM": pgettext_lazy("tariff", "in kilograms"),
    "LTR": pgettext_lazy("tariff", "in litres"),
    "H87": pgettext_lazy("tariff", "in pieces"),
    "NPR": pgettext_lazy("tariff", "in pairs"),
}
