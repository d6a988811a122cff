"""Words of cargo in the reader's language."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from madang.systems.customs.models import BondedStore, CargoPort, ManifestAmendment, ManifestMessage

MOST_AMENDMENTS = 50
STATES: Mapping[str, Any] = {
    "aboard": _("On the way"),
    "arrived": pgettext_lazy("cargo", "Arrived, aboard"),
    "landed": _("Unloaded, at the quay"),
    "stored": _("In a bonded store"),
    "moving": _("Moving under bond"),
    "out": _("Left by the gate"),
    "destroyed": pgettext_lazy("cargo", "Destroyed"),
    "shipped": _("Gone on by another ship"),
    "missing": _("Did not come"),
}
KINDS: Mapping[str, Any] = {
    "manifested": _("Manifest lodged"),
    "arrived": _("Ship or aircraft arrived"),
    "unloaded": _("Unloaded and counted"),
    "carried_in": _("Carried into a store"),
    "sent": _("Sent under bond"),
    "received": _("Arrived under bond"),
    "released": pgettext_lazy("cargo", "Released"),
    "carried_out": _("Carried out by the gate"),
    "destroyed": pgettext_lazy("cargo", "Destroyed"),
    "transhipped": _("Loaded onto another ship"),
}
MODES: Mapping[str, Any] = {"sea": _("by sea"), "air": _("by air"), "rail": _("by rail"), "road": _("by road")}
LODGED: Mapping[str, Any] = {"master": _("Carrier, master bills"), "house": _("Forwarder, house bills")}
STORES: Mapping[str, Any] = {
    "quay": pgettext_lazy("cargo", "Quay"),
    "designated": _("Designated store"),
    "warehouse": _("Bonded warehouse"),
    "free_zone": _("Place in a free zone"),
}
DESTRUCTIONS: Mapping[str, Any] = {
    "asked": pgettext_lazy("destruction", "waits for customs"),
    "approved": pgettext_lazy("destruction", "approved, not done yet"),
    "refused": pgettext_lazy("destruction", "refused"),
    "done": pgettext_lazy("destruction", "done"),
}
MISMATCHES: Mapping[str, Any] = {
    "no_houses": _("The house bills are missing"),
    "no_master": _("No carrier lodged this master bill"),
    "packages": _("The packages do not add up"),
    "mass": _("The gross mass does not add up"),
}
TOLD: Mapping[str, Any] = {
    "replace": _("Stands in the place of"),
    "replaced": _("Was replaced by"),
    "change": _("Bills were changed"),
    "cancel": _("The manifest was withdrawn"),
}
FIELDS: Mapping[str, Any] = {
    "packages": pgettext_lazy("cargo", "Packages"),
    "gross_mass": _("Gross mass (kg)"),
    "description": pgettext_lazy("cargo", "Goods"),
    "consignee_name": pgettext_lazy("cargo", "Consignee"),
    "consignee": _("Consignee’s business number"),
}


def amendments(*, rows: QuerySet[ManifestAmendment]) -> list[dict[str, Any]]:
    """The latest fifty, with what each field was and became."""
    return [
        {
            "bill": one.bill,
            "at": one.made_at,
            "reason": one.reason,
            "changes": [(FIELDS[name], was, becomes) for name, (was, becomes) in one.changes.items() if name in FIELDS],
        }
        for one in rows.order_by("-pk")[:MOST_AMENDMENTS]
    ]


def by_message(*, number: str, address: str) -> list[dict[str, Any]]:
    """The latest fifty messages that put a manifest in the place of another, changed or withdrew it; another one has its page
    at `address`."""
    rows = ManifestMessage.objects.filter(Q(manifest=number) | Q(replaced=number)).order_by("-pk")
    return [_message(one, number, address) for one in rows[:MOST_AMENDMENTS]]


def _message(one: ManifestMessage, number: str, address: str) -> dict[str, Any]:
    other = one.replaced if one.manifest == number else one.manifest
    after = "replaced" if one.replaced == number else one.function
    return {
        "title": TOLD[after],
        "other": other,
        "link": reverse(address, args=[other]) if other else "",
        "at": one.taken_at,
        "reason": one.reason,
    }


class Names:
    """What ports and stores are called, read once a page."""

    def __init__(self) -> None:
        native = (get_language() or "").startswith("ko")
        rows = list(BondedStore.objects.order_by("code"))
        self._stores = {row.code: row.name if native else row.name_en for row in rows}
        self._known = {row.code: row for row in rows}
        self._ports = {row.code: row.name if native else row.name_en for row in CargoPort.objects.all()}

    def store(self, code: str) -> str:
        """A store, with its code."""
        return f"{self._stores[code]} ({code})" if code in self._stores else code

    def stores(
        self, *, codes: Collection[str] | None = None, kinds: Collection[str] = tuple(STORES), port: str = ""
    ) -> list[tuple[str, str]]:
        """Stores to choose from: those codes, of those kinds, at that port."""
        return [
            (code, self.store(code))
            for code, row in self._known.items()
            if (codes is None or code in codes) and row.kind in kinds and port in {"", row.port}
        ]

    def short(self, code: str) -> str:
        """A store without its code."""
        return self._stores.get(code, code)

    def port(self, code: str) -> str:
        """A port of this country by its name, another by its code."""
        return f"{self._ports[code]} ({code})" if code in self._ports else code

    @property
    def ports(self) -> dict[str, str]:
        """Every port of this country."""
        return dict(sorted(self._ports.items()))
