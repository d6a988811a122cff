"""Words of the tariff's pages."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

RULES: dict[str, Promise] = {
    "WO": pgettext_lazy("tariff", "wholly obtained there"),
    "CC": pgettext_lazy("tariff", "every material from elsewhere is of another chapter"),
    "CTH": pgettext_lazy("tariff", "every material from elsewhere is of another heading"),
    "CTSH": pgettext_lazy("tariff", "every material from elsewhere is of another subheading"),
}
"""A rule of origin that is one word."""
PROOFS: dict[str, Promise] = {
    "authority": pgettext_lazy("tariff", "a certificate of an authority"),
    "approved": pgettext_lazy("tariff", "a declaration of an approved exporter"),
    "exporter": pgettext_lazy("tariff", "the exporter's or producer's own declaration"),
    "importer": pgettext_lazy("tariff", "the importer's own knowledge"),
}
"""Who writes a proof of origin."""
OPERATIONS: dict[str, Promise] = {
    "preserve": pgettext_lazy("tariff", "preserving for transport or storage"),
    "pack": pgettext_lazy("tariff", "packing and unpacking"),
    "sort": pgettext_lazy("tariff", "sorting, sifting, simple cutting or grinding"),
    "mark": pgettext_lazy("tariff", "marking and labelling"),
    "dilute": pgettext_lazy("tariff", "diluting with water"),
    "dismantle": pgettext_lazy("tariff", "taking apart"),
    "slaughter": pgettext_lazy("tariff", "slaughtering"),
    "paint": pgettext_lazy("tariff", "simple painting and polishing"),
    "peel": pgettext_lazy("tariff", "peeling, stoning, shelling"),
    "mix": pgettext_lazy("tariff", "simple mixing"),
    "wash": pgettext_lazy("tariff", "washing and cleaning"),
    "iron": pgettext_lazy("tariff", "ironing textiles"),
    "assemble": pgettext_lazy("tariff", "simple assembly"),
    "test": pgettext_lazy("tariff", "testing and calibrating"),
}
"""Minor operations."""
FORMULAS: dict[str, Promise] = {
    "build_down": pgettext_lazy("tariff", "built down: (value - materials from elsewhere) / value"),
    "build_up": pgettext_lazy("tariff", "built up: what the parties gave / value"),
    "net_cost": pgettext_lazy("tariff", "of the net cost: (net cost - materials from elsewhere) / net cost"),
}
"""How a value content is reckoned."""
