"""What voters are told."""

from django.utils.translation import gettext_lazy as _

from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template
from madang.systems.elections.usecases.preparation.hand_in_credentials import TEMPLATE


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
