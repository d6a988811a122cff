"""What this room makes known at start-up."""

from django.utils.translation import gettext_lazy as _

from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template


def declare() -> None:
    """Messages."""
    catalogue.register(
        Template(
            "customs/fallback",
            _("Customs works by its fallback procedure"),
            _(
                "Since {at}: {reason} Write declarations on the page for work without a network; their day counts from when "
                "you write them. The status page says when it is over."
            ),
        ),
        Template(
            "customs/fallback_over",
            _("Customs works as usual again"),
            _(
                "The fallback procedure ended at {at}. Send what you wrote without a network soon, so that its day counts."
            ),
        ),
    )
