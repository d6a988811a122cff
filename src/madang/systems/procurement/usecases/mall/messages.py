"""What suppliers are told of the mall."""

from django.utils.translation import gettext_lazy as _

from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template
from madang.systems.procurement.usecases.mall import answer_order, ask_offers, decide_catalogue, end_round, tell_seller


def register_messages() -> None:
    """Make the messages known."""
    catalogue.register(
        Template(
            tell_seller.TEMPLATE,
            _("New order {number}"),
            _(
                "Its money stands at the treasury. Confirm or decline order {number}. It is to be delivered by {deliver_by}."
            ),
            by_sms=True,
        ),
        Template(
            answer_order.TEMPLATE,
            _("Order {number}: {state}"),
            _("Order {number} is now “{state}”. What the office says: {reason}"),
        ),
        Template(
            ask_offers.TEMPLATE,
            _("Offer for {title}"),
            _(
                "An office asks for your offer ({number}), at your framework price or below. Offers are taken until {until}."
            ),
        ),
        Template(end_round.TEMPLATE, _("Round {number} has ended"), "{outcome}"),
        Template(
            decide_catalogue.TEMPLATE,
            _("Catalogue {number}: {outcome}"),
            _("Catalogue {number} is {outcome}. What the office says: {reason}"),
        ),
    )
