"""What this room makes known at start-up."""

from django.utils.translation import gettext_lazy as _

from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template


def declare() -> None:
    """The messages."""
    catalogue.register(
        Template(
            "customs/refund_paid",
            _("Customs paid you {amount}"),
            _("Refund {number}: {amount} went to the account that you named."),
        ),
        Template(
            "customs/refund_returned",
            _("Refund {number} waits for an account"),
            _("{amount} could not be paid to the account that stands there, or there is none. Name another one."),
        ),
    )
