"""The words of this room in the reader's language."""

from django.utils.translation import gettext as _

from madang.systems.procurement.domain.words import Kind, Method, Step


def step_words() -> dict[str, str]:
    """What happened, by the release's tag."""
    return {
        Step.PLANNING: _("The purchase was planned"),
        Step.TENDER: _("The tender was published"),
        Step.TENDER_AMENDMENT: _("The notice was corrected"),
        Step.TENDER_UPDATE: _("The tender went on"),
        Step.TENDER_CANCELLATION: _("The tender was cancelled"),
        Step.AWARD: _("The award was decided"),
        Step.AWARD_UPDATE: _("The award changed"),
        Step.AWARD_CANCELLATION: _("The award was cancelled"),
        Step.CONTRACT: _("The contract was signed"),
        Step.CONTRACT_AMENDMENT: _("The contract was changed"),
        Step.CONTRACT_TERMINATION: _("The contract ended"),
        Step.IMPLEMENTATION: _("The contract is carried out"),
        Step.IMPLEMENTATION_UPDATE: _("A part was delivered or paid"),
    }


def kind_words() -> dict[str, str]:
    """What is bought."""
    return {Kind.GOODS: _("Goods"), Kind.SERVICES: _("Services"), Kind.WORKS: _("Works")}


def method_words() -> dict[str, str]:
    """How suppliers are invited."""
    return {
        Method.OPEN: _("Open"),
        Method.RESTRICTED: _("Restricted"),
        Method.QUOTATION: _("Request for quotation"),
        Method.TWO_STAGE: _("Two stages"),
        Method.FRAMEWORK: _("Framework agreement"),
    }


def state_words() -> dict[str, str]:
    """Where a tender stands, as the standard says it."""
    return {
        "planned": _("planned"),
        "active": _("running"),
        "complete": _("awarded"),
        "cancelled": _("cancelled"),
        "unsuccessful": _("ended without a valid bid"),
    }
