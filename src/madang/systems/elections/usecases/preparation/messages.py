"""What voters and observers are told."""

from django.utils.translation import gettext_lazy as _

from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template
from madang.systems.elections.usecases.preparation.hand_in_credentials import TEMPLATE
from madang.systems.elections.usecases.preparation.tell_cancelled import TEMPLATE as CANCELLED
from madang.systems.elections.usecases.voting.reply_to_incident import TEMPLATE as REPLIED


def register_messages() -> None:
    """Make the messages known."""
    catalogue.register(
        Template(
            TEMPLATE,
            _("Your credential for: {election}"),
            _(
                "Your credential is {secret}. You need it to vote from {opens} to {closes}. Keep it to yourself: whoever has "
                "it and signs in as you can vote for you."
            ),
        ),
    )
    catalogue.register(
        Template(
            CANCELLED,
            _("Cancelled: {election}"),
            _(
                "This election was cancelled by the commission. No ballot is taken any more, and nothing that was cast is "
                "opened or counted. The reason: {because}"
            ),
        ),
    )
    catalogue.register(
        Template(
            REPLIED,
            _("A reply to your note: {election}"),
            _("The commission replied to what you wrote down as an observer: {text}"),
        ),
    )
