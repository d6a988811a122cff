"""What this room makes known at start-up."""

from django.utils.translation import gettext_lazy as _

from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template


def declare() -> None:
    """Messages."""
    catalogue.register(
        Template(
            "customs/batch",
            _("Declarations of {number} answered: {accepted} taken, {refused} refused"),
            _(
                "Every message of {number} is answered: {accepted} were taken, {refused} were refused with every fault named."
            ),
        ),
        Template(
            "customs/batch_faulty",
            _("The file {number} could not be taken"),
            _("Nothing of the file {number} was taken. Its page names every fault."),
        ),
    )
