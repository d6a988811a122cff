"""How the room of bonded areas says no."""

from collections.abc import Iterable

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from madang.framework.values import Fault, Refusal
from madang.systems.customs.domain.lodging import Wrong

WORDS = {
    "days_turned": gettext_noop("The last day lies before the first one. Name a later day."),
    "no_last_day": gettext_noop("Name the last day."),
    "licence_too_long": gettext_noop("A licence holds for at most {value} years. Name an earlier last day."),
    "licensed_then": gettext_noop("The area is licensed on some of these days already. Begin after its last day."),
    "not_run_out": gettext_noop(
        "No licence of the area ran out the day before, or the days to clear it are set already."
    ),
    "past": gettext_noop("It cannot begin before today. Name today or a later day."),
    "not_open": gettext_noop("The area takes no goods in on that day already. Look at its history."),
    "suspension_too_long": gettext_noop("At most {value} months are allowed. Name an earlier last day."),
    "clearing_too_long": gettext_noop("The goods leave within {value} months. Name an earlier last day."),
    "code": gettext_noop("“{value}” is no code of an area: eight digits or capital letters at most."),
    "port": gettext_noop("There is no port {value}. Choose one of the list."),
    "name": gettext_noop("Name the area, in both languages."),
    "keeper": gettext_noop("Name the business that keeps the area by its number."),
    "keeper_stays": gettext_noop(
        "The area is licensed to the business {value}. End that licence before another begins."
    ),
    "kind_stays": gettext_noop(
        "The area {value} is of another kind or lies at another port. Give a new area its own code."
    ),
    "ground": gettext_noop("Choose why."),
    "text": gettext_noop("Say what the paper says, in at most 1,000 signs."),
    "spot": gettext_noop("Name a place on the drawing from 0 to {value}."),
    "waits": gettext_noop("Something else about this area waits for a second officer. Have it decided first."),
}


class AreaFaulty(Refusal):
    """It cannot be decided so."""

    code = "customs.area.faulty"
    says = _("Nothing was recorded. Correct what is marked and send it again.")
    status = 422


class OwnDecision(Refusal):
    """Nobody decides on what they entered."""

    code = "customs.area.own"
    says = _("You entered this. Another cargo officer decides on it.")


class AreaDecided(Refusal):
    """It is too late."""

    code = "customs.area.decided"
    says = _("This was decided already. Read the page of the area again.")


class NoSuchArea(Refusal):
    """There is none."""

    code = "customs.area.unknown"
    says = _("There is no bonded area with the code {area}. Look at the code again.")
    status = 404


class AreaClosed(Refusal):
    """It is suspended, ended or not open yet."""

    code = "customs.area.closed"
    says = _(
        "{area} takes no goods in: it is suspended, has ended or has not begun. Bring the goods to another bonded area."
    )


def faults(*, found: Iterable[Wrong]) -> tuple[Fault, ...]:
    """Faults in the reader's language."""
    return tuple(
        Fault(one.place, _t(WORDS[one.code]).format(value=one.value), f"customs.area.{one.code}") for one in found
    )
