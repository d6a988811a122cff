"""Whether somebody may have a service, as they act now; asked before anything is typed and again when it is sent."""

from django.utils.translation import gettext_lazy as _

from madang.contracts.services_v1 import FieldKind, ServiceDeclaration, ServiceKind
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Party, Refusal
from madang.systems.civil.domain.fees import Channel
from madang.systems.civil.usecases.permissions import APPLY


class NotDoneOnline(Refusal):
    """The service is described here and done elsewhere."""

    code = "civil.not_done_online"
    says = _("This service is not done online. Its page says which office does it.")


class NotForThisParty(Refusal):
    """The service is for another sort of applicant."""

    code = "civil.not_for_this_party"
    says = _("This service is not for you as you act now. Its page says who may apply.")


class NotByProxy(Refusal):
    """The law lets nobody act for another here."""

    code = "civil.not_by_proxy"
    says = _("Nobody can act for another here: the person concerned applies themselves.")


def subject_of(*, declared: ServiceDeclaration, actor: Actor) -> Party:
    """For whom the actor would apply. Raises NotDoneOnline, NotForThisParty, NotByProxy, Forbidden, OutsideMandate."""
    if declared.kind is ServiceKind.COUNTER or Channel.ONLINE.value not in declared.channels:
        raise NotDoneOnline
    subject = actor.party
    if subject is None or not _fits(declared, subject):
        raise NotForThisParty
    if actor.acting_for is not None and not declared.by_proxy:
        raise NotByProxy
    require(actor, APPLY, declared.code)
    return subject


def _fits(declared: ServiceDeclaration, subject: Party) -> bool:
    if subject.kind.value in declared.applicants:
        return True
    # A person may ask for what concerns a business they represent: the form asks which, and its owner checks it.
    return any(field.kind is FieldKind.BUSINESS for field in declared.fields)
