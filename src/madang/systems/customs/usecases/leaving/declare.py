"""What this room makes known at start-up."""

from django.utils.translation import gettext_lazy as _

from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template


def declare() -> None:
    """Messages."""
    catalogue.register(
        Template(
            "customs/export_late",
            _("Export {number} was not loaded in time"),
            _(
                "The goods of export {number} were to be loaded by {day}, and no carrier said that they were. Have them "
                "loaded, ask the customs office for a longer term, or the release may be cancelled."
            ),
        ),
    )
