"""A file of an application, fetched from the counter that keeps it by the office that decides."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from madang.contracts.services_v1 import AttachmentContent, GetAttachment
from madang.exchange.asking import Asking, ask
from madang.exchange.grants import legal_basis
from madang.framework.audit.purposes import declare
from madang.framework.cases.models import Case
from madang.framework.cases.usecases.rights import require_handler
from madang.framework.identity.actor import Actor
from madang.framework.values import Refusal

PURPOSE = declare(gettext_noop("Deciding case {number}"))


class NoSuchFile(Refusal):
    """The application has no such file."""

    code = "exchange.no_such_file"
    says = gettext_lazy("This application has no such file. Go back to the case and open it from there.")
    status = 404


def fetch_attachment(*, case: Case, sha256: str, actor: Actor) -> AttachmentContent:
    """The file's bytes, asked as the official who decides the case. Raises NotYourOffice, NoSuchFile, the exchange's noes."""
    require_handler(actor=actor, case=case)
    if sha256 not in {file["sha256"] for file in case.data.get("attachments", ())}:
        raise NoSuchFile
    system = case.procedure.partition(".")[0]
    asking = Asking(
        system=system,
        actor=actor,
        purpose=_(PURPOSE).format(number=case.number),
        basis=legal_basis(asker=system, question=GetAttachment),
        subject=case.applicant,
        case=case.number,
        timeout=20.0,
    )
    reply = ask(GetAttachment(application=case.application, sha256=sha256), asking)
    if reply.content is None:
        raise NoSuchFile
    return reply
