"""The words of this room in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from madang.framework.ui import written
from madang.systems.procurement.domain.collusion import Screen
from madang.systems.procurement.domain.indicating import IndicatorState
from madang.systems.procurement.domain.words import Step


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


def state_words() -> dict[str, str]:
    """Where a tender stands, as the standard says it."""
    return {
        "planned": _("planned"),
        "active": _("running"),
        "complete": _("awarded"),
        "cancelled": _("cancelled"),
        "unsuccessful": _("ended without a valid bid"),
    }


def milestone_words() -> dict[str, tuple[str, str]]:
    """Where a part of a contract stands, as the standard says it, with the badge's tone."""
    return {
        "scheduled": (_("To be delivered"), "gray"),
        "met": (pgettext("contract", "Delivered and accepted"), "success"),
        "notMet": (_("Not delivered"), "danger"),
    }


def bid_words() -> dict[str, tuple[str, str]]:
    """What became of an opened bid, as the standard says it, with the badge's tone."""
    return {
        "valid": (pgettext("bid", "counts"), "success"),
        "disqualified": (pgettext("bid", "Does not count"), "danger"),
    }


def screen_words() -> dict[str, str]:
    """The screens' names."""
    return {
        Screen.IDENTICAL: _("Identical prices"),
        Screen.VARIATION: _("Prices unusually near each other"),
        Screen.DISTANCE: _("A winner far below losers who lie close together"),
        Screen.DEVICE: _("Bids from one device"),
        Screen.ROTATION: _("Winning in turns"),
    }


def indicator_state_words() -> dict[str, str]:
    """Where an indicator stands."""
    return {
        IndicatorState.FOUND: _("found"),
        IndicatorState.TOLD: _("suppliers asked"),
        IndicatorState.EXPLAINED: _("explained"),
        IndicatorState.PASSED_ON: _("passed on"),
    }


def explained(*, screen: str, value: float, threshold: float) -> tuple[str, str]:
    """What the figure says in words, and which innocent reason there may be."""
    figures = {"value": written.number(round(value, 2)), "threshold": written.number(round(threshold, 2))}
    says = {
        Screen.IDENTICAL: _("{value} bidders offered exactly the same price."),
        Screen.VARIATION: _(
            "The prices differ by {value} % of their mean (coefficient of variation); below {threshold} % we ask."
        ),
        Screen.DISTANCE: _(
            "The gap between the two lowest prices is {value} times the spread of the losing ones; above {threshold} we ask."
        ),
        Screen.DEVICE: _("The bids of {value} bidders were sent from one device."),
        Screen.ROTATION: _(
            "The same bidders win in turns. By chance that would happen in {value} % of cases; up to {threshold} % we ask."
        ),
    }
    innocent = {
        Screen.IDENTICAL: _("List prices, official tariffs or a rule that leads all to the same figure."),
        Screen.VARIATION: _("Standard goods with a market price, or a lower limit near which all bids must lie."),
        Screen.DISTANCE: _("The winner has lower costs than others who buy from the same makers, or made a mistake."),
        Screen.DEVICE: _("A shared office, an agent who sends bids for several, or a public computer."),
        Screen.ROTATION: _("Few specialists in a region, each able to carry out one contract at a time."),
    }
    return says[Screen(screen)].format(**figures), innocent[Screen(screen)]
