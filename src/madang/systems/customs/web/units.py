"""Units of quantity (UN/ECE Recommendation 20) in words: several of them, and one."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

SEVERAL: dict[str, Promise] = {
    "H87": pgettext_lazy("customs", "pieces"),
    "KGM": pgettext_lazy("customs", "kilograms"),
    "LTR": pgettext_lazy("customs", "litres"),
    "NPR": pgettext_lazy("customs", "pairs"),
}
ONE: dict[str, Promise] = {
    "H87": pgettext_lazy("tariff", "piece"),
    "KGM": pgettext_lazy("tariff", "kilogram"),
    "LTR": pgettext_lazy("tariff", "litre"),
    "NPR": pgettext_lazy("tariff", "pair"),
}
