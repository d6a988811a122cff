"""What payers are told."""

from django.utils.translation import gettext_lazy as _

from madang.framework.notify.catalogue import Template, register

MESSAGES = (
    Template(
        "money/receipt",
        _("We received your payment of {amount}"),
        _("Your payment of {amount} for “{title}” was received. Receipt {receipt}."),
    ),
    Template(
        "money/refunded",
        _("{amount} was given back to you"),
        _("{amount} for “{title}” was sent back by the way you paid. Your bank may take some days to show it."),
    ),
)


def declare() -> None:
    """Make them known."""
    register(*MESSAGES)
