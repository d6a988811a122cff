"""What this room makes known at start-up."""

from django.utils.translation import gettext_lazy as _

from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template
from madang.systems.customs.usecases.areas.keep_areas import (
    CLEARING,
    DESIGNATED,
    ENDED,
    LICENSED_MESSAGE,
    SUSPENDED,
)
from madang.systems.customs.usecases.areas.watch_areas import MOVE, RAN_OUT, RUNS_OUT


def declare() -> None:
    """Messages to keepers, and to owners of goods in an area that ended."""
    catalogue.register(
        Template(
            LICENSED_MESSAGE,
            _("The bonded area {area} is licensed"),
            _("You keep the bonded area {area} from {day} to {last}. Report what comes in and goes out there."),
        ),
        Template(
            DESIGNATED,
            _("The bonded area {area} is designated"),
            _("You keep the bonded area {area} from {day} on. Report what comes in and goes out there."),
        ),
        Template(
            SUSPENDED,
            _("The bonded area {area} takes no goods in"),
            _("From {day} to {last} no goods may come into the bonded area {area}. Its page says why."),
        ),
        Template(
            ENDED,
            _("{area} is a bonded area no longer"),
            _("From {day} on {area} is no bonded area. Bring the goods that lie there elsewhere by {last}."),
        ),
        *_about_the_end(),
    )


def _about_the_end() -> tuple[Template, ...]:
    return (
        Template(
            CLEARING,
            _("Clear the bonded area {area}"),
            _("Its licence ran out. Bring the goods that lie in {area} to another bonded area by {last}."),
        ),
        Template(
            RUNS_OUT,
            _("The licence of the bonded area {area} runs out"),
            _("It ends on {day}. Ask the customs office for its renewal, or bring the goods elsewhere by then."),
        ),
        Template(
            RAN_OUT,
            _("The licence of the bonded area {area} ran out"),
            _("No goods may come in any more. Bring what lies there to another bonded area at once."),
        ),
        Template(
            MOVE,
            _("The goods of {bill} have to leave {area}"),
            _(
                "{area} is a bonded area no longer. Declare the {count} packages under the bill {bill}, or have them "
                "brought to another bonded area; the page of {area} says by when."
            ),
        ),
    )
