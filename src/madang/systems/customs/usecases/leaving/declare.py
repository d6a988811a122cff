"""What this room makes known at start-up."""

from django.utils.translation import gettext_lazy as _

from madang.framework.cases import procedures
from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template
from madang.systems.customs.usecases.leaving import decide_cancelling


def declare() -> None:
    """Messages, and the procedure by which a release is cancelled."""
    catalogue.register(
        Template(
            "customs/export_late",
            _("Export {number} was not loaded in time"),
            _(
                "The goods of export {number} were to be loaded by {day}, and no carrier said that they were. Have them "
                "loaded, ask the customs office for a longer term, or the release may be cancelled."
            ),
        ),
        Template(
            "customs/export_loaded",
            _("Export {number} was loaded"),
            _("All goods of export {number} are aboard: it is fulfilled."),
        ),
        Template(
            "customs/export_part_loaded",
            _("A part of export {number} was loaded"),
            _("{loaded} of {declared} packages of export {number} are aboard. The others are still to be loaded."),
        ),
        *_about_cancelling(),
    )
    procedures.register(decide_cancelling.procedure())


def _about_cancelling() -> tuple[Template, ...]:
    return (
        Template(
            "customs/release_hearing",
            _("Customs wants to cancel the release of export {number}"),
            _(
                "Nobody loaded its goods in time. Say by {day} why the release should stand; without an answer it is "
                "decided by what customs knows."
            ),
        ),
        Template(
            "customs/release_cancelled",
            _("The release of export {number} was cancelled"),
            _("The goods of export {number} are no longer released and must not leave. Its page says why."),
        ),
        Template(
            "customs/release_stands",
            _("The release of export {number} stands"),
            _("It was decided not to cancel the release of export {number}. Its page says why."),
        ),
    )
