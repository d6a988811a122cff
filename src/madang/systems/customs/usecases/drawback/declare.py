"""What this room makes known at start-up."""

from django.utils.translation import gettext_lazy as _

from madang.framework.cases import procedures
from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template
from madang.systems.customs.usecases.drawback import decide_certificate, decide_drawback
from madang.systems.customs.usecases.drawback.seal_materials import register_documents

MESSAGES = (
    Template(
        "customs/drawback_claimed",
        _("Your drawback {number} was received"),
        _("You claimed {amount} for the export {declaration}. An officer looks at it."),
    ),
    Template(
        "customs/drawback_granted",
        _("Drawback {number} granted"),
        _("{amount} goes to the account that you named."),
    ),
    Template(
        "customs/drawback_refused",
        _("Drawback {number} refused"),
        _("Nothing was given back, and the materials may be claimed anew. The reasons: {reasons}"),
    ),
    Template(
        "customs/drawback_taken_back",
        _("Of drawback {number}, {amount} is to be paid back"),
        _("With what comes on top {amount} is to be paid. Its page has the charges. The reasons: {reasons}"),
    ),
    Template(
        "customs/certificate_asked",
        _("Your certificate {number} was asked for"),
        _("You asked to certify {amount} of duty paid for materials. An officer looks at it."),
    ),
    Template(
        "customs/certificate_issued",
        _("Certificate {number} of materials was issued"),
        _(
            "{seller} sold materials for which {amount} of duty was paid. Their buyer uses it for a drawback or divides it."
        ),
    ),
    Template(
        "customs/certificate_refused",
        _("Certificate {number} of materials was refused"),
        _("Nothing was certified, and the materials may be used anew. The reasons: {reasons}"),
    ),
)


def declare() -> None:
    """The procedures, the document, the messages."""
    procedures.register(decide_drawback.procedure())
    procedures.register(decide_certificate.procedure())
    register_documents()
    catalogue.register(*MESSAGES)
