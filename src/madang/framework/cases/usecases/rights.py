"""Who may touch a case."""

from django.utils.translation import gettext_lazy as _

from madang.framework.cases import procedures
from madang.framework.cases.models import Case
from madang.framework.identity.actor import Actor, ActorKind
from madang.framework.identity.may import may
from madang.framework.values import Refusal


class NotYourOffice(Refusal):
    """The official has not the duty at the office that holds the case."""

    code = "cases.not_your_office"
    says = _(
        "Case {number} lies with another office or needs a duty that you do not hold. Ask that office to transfer it."
    )
    status = 403


class NotYourCase(Refusal):
    """The resident is not the applicant, nor acts for the applicant."""

    code = "cases.not_your_case"
    says = _("Only the applicant, or who acts for the applicant under a mandate, may do this.")
    status = 403


def may_handle(actor: Actor, case: Case) -> bool:
    """Whether the actor holds the procedure's duty at the case's office; the system itself does."""
    if actor.kind == ActorKind.SYSTEM:
        return True
    return actor.has_duty(procedures.get(case.procedure).decided_by, office=case.office_code)


def is_applicant(actor: Actor, case: Case) -> bool:
    """Whether the actor applied or acts for who did."""
    return actor.kind == ActorKind.SYSTEM or actor.party == case.applicant


def may_read(actor: Actor, case: Case) -> bool:
    """The office's officials, the applicant and whom the case is about."""
    if is_applicant(actor, case) or (actor.party is not None and actor.party == case.subject):
        return True
    return may_handle(actor, case)


def require_handler(*, actor: Actor, case: Case) -> None:
    """Raises NotYourOffice."""
    if not may_handle(actor, case):
        raise NotYourOffice(number=case.number)


def require_applicant(*, actor: Actor, case: Case) -> None:
    """Raises NotYourCase."""
    if not may(actor, "cases.act", case):
        raise NotYourCase
