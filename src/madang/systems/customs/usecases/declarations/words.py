"""How states, lanes, levies and happenings are called."""

from django.utils.translation import gettext, gettext_noop, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from madang.framework.law import pack
from madang.systems.customs.domain.words import DeclarationState, Direction, Lane, Levy

DIRECTIONS = {
    Direction.IMPORT.value: pgettext_lazy("customs", "Import"),
    Direction.EXPORT.value: pgettext_lazy("customs", "Export"),
    Direction.TRANSIT.value: pgettext_lazy("customs", "Transit"),
}
STATES = {
    DeclarationState.PREPARED.value: pgettext_lazy("customs", "in preparation"),
    DeclarationState.LODGED.value: pgettext_lazy("customs", "lodged"),
    DeclarationState.REFUSED.value: pgettext_lazy("customs", "refused"),
    DeclarationState.ACCEPTED.value: pgettext_lazy("customs", "accepted"),
    DeclarationState.UNDER_CONTROL.value: pgettext_lazy("customs", "being checked"),
    DeclarationState.AWAITING_PERMIT.value: pgettext_lazy("customs", "waiting for another agency"),
    DeclarationState.AWAITING_PAYMENT.value: pgettext_lazy("customs", "waiting for payment"),
    DeclarationState.RELEASED.value: pgettext_lazy("customs", "released"),
    DeclarationState.CANCELLED.value: pgettext_lazy("customs", "withdrawn"),
}
TONES = {
    DeclarationState.RELEASED.value: "success",
    DeclarationState.REFUSED.value: "danger",
    DeclarationState.CANCELLED.value: "gray",
    DeclarationState.AWAITING_PAYMENT.value: "warning",
    DeclarationState.AWAITING_PERMIT.value: "warning",
}
LANES = {
    Lane.GREEN.value: _("Green: nothing is checked before release"),
    Lane.YELLOW.value: _("Yellow: documents are checked"),
    Lane.RED.value: _("Red: the goods are inspected"),
    Lane.BLUE.value: _("Blue: released, audited afterwards"),
}
LEVIES = {
    Levy.DUTY.value: gettext_noop("Customs duty"),
    Levy.ANTI_DUMPING.value: gettext_noop("Anti-dumping duty"),
    Levy.COUNTERVAILING.value: gettext_noop("Countervailing duty"),
    Levy.SAFEGUARD.value: gettext_noop("Safeguard duty"),
    Levy.RETALIATORY.value: gettext_noop("Retaliatory duty"),
    Levy.EXCISE.value: gettext_noop("Individual consumption tax"),
    Levy.LIQUOR.value: gettext_noop("Liquor tax"),
    Levy.ENERGY.value: gettext_noop("Transportation, energy and environment tax"),
    Levy.EDUCATION.value: gettext_noop("Education tax"),
    Levy.RURAL.value: gettext_noop("Special tax for rural development"),
    Levy.VAT.value: gettext_noop("Value-added tax on imports"),
}
HAPPENED = {
    "lodged": _("Lodged"),
    "selected": _("Selected for a lane"),
    "permit_asked": _("Another agency was asked"),
    "permit_granted": _("Another agency agreed"),
    "permit_refused": _("Another agency refused"),
    "control_passed": _("The check found nothing wrong"),
    "control_failed": _("The check found something wrong"),
    "charged": _("Duty and taxes were charged"),
    "paid": _("A levy was paid"),
    "released": pgettext_lazy("customs", "Released"),
    "certified": _("The certificate was sealed"),
    "amended": _("Amended"),
    "withdrawn": pgettext_lazy("customs", "Withdrawn"),
    "refused": pgettext_lazy("customs", "Refused"),
    "quota": _("The tariff quota was settled"),
    "goods_held": _("The goods are not there to be released yet"),
    "goods_released": _("The goods may leave the storage"),
}


def levy_titles(*, levy: str, number: str) -> dict[str, str]:
    """What a charge of this levy is for, in each language of the country."""
    titles = {}
    for language in dict.fromkeys((*pack().languages, "en")):
        with override(language):
            titles[language] = f"{gettext(LEVIES[levy])} {number}"
    return titles
