"""What this room makes known at start-up."""

from django.utils.translation import gettext_lazy as _

from madang.framework.cases import procedures
from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template
from madang.systems.customs.usecases.drawback import decide_drawback


def declare() -> None:
    """The procedure, the messages."""
    procedures.register(decide_drawback.procedure())
    catalogue.register(
        Template(
            "customs/drawback_claimed",
            _("Your drawback {number} was received"),
            _("You claimed {amount} for the export {declaration}. An officer looks at it."),
        ),
        Template(
            "customs/drawback_granted",
            _("Drawback {number} granted"),
            _("{amount} goes to the account that you named."),
        ),
        Template(
            "customs/drawback_refused",
            _("Drawback {number} refused"),
            _("Nothing was given back, and the materials may be claimed anew. The reasons: {reasons}"),
        ),
    )
