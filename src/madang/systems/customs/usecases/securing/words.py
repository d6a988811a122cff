"""How guarantees, procedures and the ways out of them are called."""

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from madang.systems.customs.domain.procedures import Ending, procedure_called
from madang.systems.customs.domain.securing import BUILDING, LAND, SecuredState
from madang.systems.customs.models import CustomsDeclaration

TERM, PENALTY = "term.", "penalty."
"""Where a levy comes from that a missed term asks for: followed by the item."""
KINDS = {
    "money": pgettext_lazy("guarantee", "Money deposited"),
    "bond": pgettext_lazy("guarantee", "State or local bonds"),
    "insurance": pgettext_lazy("guarantee", "Tax guarantee insurance"),
    "surety": pgettext_lazy("guarantee", "Letter of a surety"),
    LAND: pgettext_lazy("guarantee", "Land, with a mortgage"),
    BUILDING: pgettext_lazy("guarantee", "Building, with a mortgage"),
}
"""The kinds of Customs Act of Korea art. 24 (1), but for securities and registered ships, aircraft and machines."""
SECTORS = {
    "importer": pgettext_lazy("operator", "Importer"),
    "exporter": pgettext_lazy("operator", "Exporter"),
    "broker": pgettext_lazy("operator", "Customs broker"),
    "forwarder": pgettext_lazy("operator", "Freight forwarder"),
    "warehouse": pgettext_lazy("operator", "Keeper of a bonded area"),
    "transporter": pgettext_lazy("operator", "Carrier under bond"),
    "carrier": pgettext_lazy("operator", "Shipping line or airline"),
    "stevedore": pgettext_lazy("operator", "Stevedore"),
}
GRADES = ("A", "AA", "AAA")
STATES = {
    SecuredState.WAITING.value: pgettext_lazy("procedure", "waiting for a guarantee"),
    SecuredState.RESERVED.value: pgettext_lazy("procedure", "secured, not yet released"),
    SecuredState.OPEN.value: pgettext_lazy("procedure", "under the procedure"),
    SecuredState.DISCHARGED.value: pgettext_lazy("procedure", "ended in time"),
    SecuredState.DUE.value: pgettext_lazy("procedure", "term missed, duties due"),
    SecuredState.CALLED.value: pgettext_lazy("procedure", "guarantee called"),
    SecuredState.SETTLED.value: pgettext_lazy("procedure", "duties paid"),
    SecuredState.OVERDUE.value: pgettext_lazy("procedure", "term over, goods may be sold"),
    SecuredState.ENDED.value: pgettext_lazy("procedure", "not released"),
}
TONES = {
    SecuredState.DISCHARGED.value: "success",
    SecuredState.SETTLED.value: "success",
    SecuredState.DUE.value: "danger",
    SecuredState.CALLED.value: "danger",
    SecuredState.OVERDUE.value: "danger",
    SecuredState.WAITING.value: "warning",
    SecuredState.ENDED.value: "gray",
}
ENDINGS = {
    Ending.RE_EXPORT.value: pgettext_lazy("procedure", "Sent out of the country"),
    Ending.HOME_USE.value: pgettext_lazy("procedure", "Declared for home use"),
    Ending.ARRIVAL.value: pgettext_lazy("procedure", "Arrived"),
    Ending.USED_INSIDE.value: pgettext_lazy("procedure", "Used or consumed inside the zone"),
    Ending.DESTROYED.value: pgettext_lazy("procedure", "Lost or destroyed with customs’ leave"),
}
SOURCES = {
    TERM: _("term missed"),
    PENALTY: _("addition for the missed term"),
}


def procedure_title(*, one: CustomsDeclaration) -> str:
    """What the procedure of a declaration is called; empty where it has none."""
    found = procedure_called(code=one.procedure, on=one.rates_on)
    return found.title(language=get_language() or "en") if found else ""


def source_title(*, source: str) -> str:
    """Why a levy was charged after release; empty for those of the declaration itself."""
    return str(next((title for start, title in SOURCES.items() if source.startswith(start)), ""))
