"""What the features of the learned score are called."""

from django.utils.translation import pgettext, pgettext_lazy

FEATURES = {
    "items": pgettext_lazy("risk model", "Number of items"),
    "importer_new": pgettext_lazy("risk model", "New importer"),
    "importer_finds": pgettext_lazy("risk model", "Earlier finds at the importer"),
    "exporter_finds": pgettext_lazy("risk model", "Earlier finds at the exporter"),
    "price": pgettext_lazy("risk model", "Price of all items"),
    "cheapest_kg": pgettext_lazy("risk model", "Lowest price of a kilogram"),
    "preference": pgettext_lazy("risk model", "A preference is claimed"),
    "without_documents": pgettext_lazy("risk model", "An item has no document"),
}


def feature_title(*, feature: str) -> str:
    """A feature as people read it: `origin:CN` names a country, `chapter:84` a chapter of the tariff."""
    kind, _colon, code = feature.partition(":")
    if kind == "origin":
        return pgettext("risk model", "Origin %(code)s") % {"code": code}
    if kind == "chapter":
        return pgettext("risk model", "Chapter %(code)s of the tariff") % {"code": code}
    return str(FEATURES.get(kind, feature))
