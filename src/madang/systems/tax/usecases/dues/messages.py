"""What taxpayers are told."""

from django.utils.translation import gettext_lazy as _

from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template


def register_messages() -> None:
    """Make the messages known."""
    catalogue.register(
        Template(
            "tax/notice",
            _("Tax notice: {title}, {amount}"),
            _(
                "You owe {amount} for {title}, to be paid by {due_on}. The notice says why, and how you can object until "
                "{until}."
            ),
            by_sms=True,
        ),
        Template(
            "tax/demand",
            _("Overdue: {title}, {amount}"),
            _("{title} was to be paid by {due_on}. Pay {amount} by {pay_by}; after that your property may be seized."),
            by_sms=True,
        ),
        Template(
            "tax/seized",
            _("Property of yours was seized for overdue taxes"),
            _(
                "Seizure {number}: {what}. It ends when what is overdue is paid; the page of your taxes says how much that is."
            ),
            by_sms=True,
        ),
    )
    _register_refunds()


def _register_refunds() -> None:
    catalogue.register(
        Template(
            "tax/refund_granted",
            _("Your refund {number} of {amount} is granted"),
            _("{offset} went to what you owed and was overdue; {rest} is paid out to your account."),
            by_sms=True,
        ),
        Template(
            "tax/refund_paid",
            _("Your refund {number} was paid"),
            _("{amount} went to the account that you named."),
            by_sms=True,
        ),
        Template(
            "tax/refund_returned",
            _("Your refund {number} could not be paid"),
            _("{amount} waits for you. Name another account on the page of your taxes."),
            by_sms=True,
        ),
        Template(
            "tax/refund_refused",
            _("Your refund {number} is refused"),
            _("{reasons} You can object to it at the tax office."),
        ),
    )
