"""How states, lanes, levies and happenings are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from madang.framework.law import pack
from madang.framework.values import Money
from madang.systems.customs.domain.progress import PermitState
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
    DeclarationState.AWAITING_SECURITY.value: pgettext_lazy("customs", "waiting for a guarantee"),
    DeclarationState.AWAITING_PAYMENT.value: pgettext_lazy("customs", "waiting for payment"),
    DeclarationState.RELEASED.value: pgettext_lazy("customs", "released"),
    DeclarationState.CANCELLED.value: pgettext_lazy("customs", "withdrawn"),
}
TONES = {
    DeclarationState.RELEASED.value: "success",
    DeclarationState.REFUSED.value: "danger",
    DeclarationState.CANCELLED.value: "gray",
    DeclarationState.AWAITING_SECURITY.value: "warning",
    DeclarationState.AWAITING_PAYMENT.value: "warning",
    DeclarationState.AWAITING_PERMIT.value: "warning",
}
PERMITS = {
    PermitState.NEEDED.value: pgettext_lazy("customs", "not yet asked"),
    PermitState.ASKED.value: pgettext_lazy("customs", "asked"),
    PermitState.GRANTED.value: pgettext_lazy("customs", "granted"),
    PermitState.REFUSED.value: pgettext_lazy("customs", "refused"),
    PermitState.PARTLY.value: pgettext_lazy("customs permit", "accepted in part"),
    PermitState.ENDED.value: pgettext_lazy("customs permit", "not needed any more"),
}
PERMIT_TONES = {
    PermitState.GRANTED.value: "success",
    PermitState.REFUSED.value: "danger",
    PermitState.ENDED.value: "gray",
}
LANES = {
    Lane.GREEN.value: _("Green: nothing is checked before release"),
    Lane.YELLOW.value: _("Yellow: documents are checked"),
    Lane.RED.value: _("Red: the goods are inspected"),
    Lane.BLUE.value: _("Blue: released, audited afterwards"),
}
LEVIES = {
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
    Levy.VAT: pgettext_lazy("customs", "Value-added tax on imports"),
}
HAPPENED = {
    "lodged": _("Lodged"),
    "selected": _("Selected for a lane"),
    "permit_asked": _("Another agency was asked"),
    "permit_granted": _("Another agency agreed"),
    "permit_refused": _("Another agency refused"),
    "permit_partly": _("Another agency accepted a part"),
    "permit_moved": _("Another agency went on with its check"),
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
    "corrected": _("Corrected after release"),
    "guarantee_restored": _("What was drawn is good again"),
    "sent_back": _("The goods went back, what was paid is given back"),
    "correction_claimed": _("A correction was claimed"),
    "correction_refused": _("The claim for correction was refused"),
    "assessment_told": _("Customs told what it would assess"),
    "appealed": _("A review or an appeal was filed"),
    "appeal_upheld": _("The review or appeal was upheld"),
    "appeal_dismissed": _("The review or appeal was dismissed"),
    "collection_stayed": _("Collection was stayed"),
    "offline": _("It was written without a network"),
    "paper": _("It was released on paper during a fallback"),
    "loaded": _("The goods were loaded"),
    "loaded_part": _("A part of the goods was loaded"),
    "cancelling_asked": _("Cancelling the release was asked for"),
    "cancelling_begun": _("Customs began to cancel the release; the exporter is heard"),
    "cancelling_answered": _("The exporter answered"),
    "release_cancelled": _("The release was cancelled"),
    "release_stands": _("The release stands"),
    "export_late": _("The goods were not loaded in time"),
    "under_procedure": _("The goods are under a procedure, the duties wait"),
    "discharged": _("Goods left the procedure"),
    "term_extended": _("The term was made longer"),
    "term_missed": _("The term was missed: the duties that waited were charged"),
    "term_over": _("The term is over: customs may sell the goods"),
    "term_settled": _("What the missed term asked was paid"),
    "guarantee_called": _("The guarantee was called"),
    "value_doubted": _("Customs doubts the value of an item and asks for proof"),
    "value_accepted": _("The declared value stands"),
    "value_decided": _("Customs decided on the value of an item"),
    "value_restored": _("The declared value stands after an objection"),
    "drawback_claimed": _("A drawback was claimed"),
    "drawback_granted": _("The drawback was granted"),
    "drawback_refused": _("The drawback was refused"),
    "drawback_taken_back": _("Of the drawback, something was taken back"),
}


ADDITION = "addition"
"""What comes on top of a correction: no levy on goods, charged beside them."""
DEPOSIT = "deposit"
"""Money given as security: no levy at all."""


def levied_title(*, levy: str) -> Promise | str:
    """How something charged is called."""
    if levy == DEPOSIT:
        return pgettext_lazy("guarantee", "Deposit")
    return _("Additional tax and interest") if levy == ADDITION else LEVIES[Levy(levy)]


def levied_amounts(*, amounts: Mapping[str, int], currency: str) -> list[tuple[Promise | str, Money]]:
    """Amounts by levy with their titles, in the order of law; the database keeps them in another one."""
    known = [levy.value for levy in Levy if levy.value in amounts]
    return [(levied_title(levy=levy), Money(amounts[levy], currency)) for levy in known]


def levied_titles(*, levy: str, number: str) -> dict[str, str]:
    """What a charge is for, in each language of the country."""
    titles = {}
    for language in dict.fromkeys((*pack().languages, "en")):
        with override(language):
            titles[language] = f"{levied_title(levy=levy)} {number}"
    return titles


def levy_titles(*, levy: Levy, number: str) -> dict[str, str]:
    """The same for a levy."""
    return levied_titles(levy=levy.value, number=number)
