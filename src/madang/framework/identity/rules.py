"""Who may do what with accounts, offices, mandates and the audit trail."""

from django.utils.translation import gettext_lazy as _

from madang.framework.identity.access import duty
from madang.framework.identity.actor import Actor
from madang.framework.identity.joint_holders import joint_mandates
from madang.framework.identity.mandate_kinds import by_law
from madang.framework.identity.may import permits
from madang.framework.identity.models import Account, Mandate
from madang.framework.identity.representation import may_bind
from madang.framework.identity.usecases.prove_at_counter import PROOFING
from madang.framework.values import Party, PartyKind, clock

ADMINISTRATOR = duty(
    "identity.administrator",
    title=_("Administrator of accounts"),
    describes=_("Opens accounts and offices and assigns duties, never their own."),
)
AUDITOR = duty("audit.read", title=_("Auditor"), describes=_("Reads the audit trail."))
PROOFING_OFFICER = duty(
    PROOFING,
    title=_("Proofing officer"),
    describes=_("Checks a person face to face and gives out a code to enrol a passkey, never for themselves."),
)


def _administers(actor: Actor) -> bool:
    return actor.has_duty(ADMINISTRATOR.code)


@permits("identity.create_account")
def may_create_account(actor: Actor, resource: object) -> bool:
    """Administrators open accounts."""
    return _administers(actor)


@permits("identity.link_person")
def may_link_person(actor: Actor, resource: object) -> bool:
    """Only the machinery says which person an account is, after a proof of identity."""
    return False


@permits("identity.prove_at_counter")
def may_prove_at_counter(actor: Actor, resource: Account) -> bool:
    """Proofing officers, for anybody but themselves."""
    return actor.has_duty(PROOFING_OFFICER.code) and resource.pk != actor.account_id


@permits("identity.open_office")
def may_open_office(actor: Actor, resource: object) -> bool:
    """Administrators open offices."""
    return _administers(actor)


@permits("identity.assign_duty")
def may_assign_duty(actor: Actor, resource: Account) -> bool:
    """Administrators assign duties to others: nobody gives a duty to themselves."""
    return _administers(actor) and resource.pk != actor.account_id


@permits("identity.grant_mandate")
def may_grant_mandate(actor: Actor, resource: Party) -> bool:
    """Who may sign for the grantor, in person: a holder never passes a mandate on."""
    return may_bind(actor=actor, party=resource)


@permits("identity.grant_by_law")
def may_grant_by_law(actor: Actor, resource: Party) -> bool:
    """Only the machinery, on what a register or a court says."""
    return False


@permits("identity.accept_mandate")
def may_accept_mandate(actor: Actor, resource: Mandate) -> bool:
    """The holder."""
    return may_bind(actor=actor, party=resource.holder)


@permits("identity.revoke_mandate")
def may_revoke_mandate(actor: Actor, resource: Mandate) -> bool:
    """The grantor, or the holder who lays it down. What a register or a court gave, no ward and no other heir takes away."""
    given_back = not by_law(code=resource.kind) and may_bind(actor=actor, party=resource.grantor)
    return given_back or may_bind(actor=actor, party=resource.holder)


@permits("identity.end_mandates")
def may_end_mandates(actor: Actor, resource: Party) -> bool:
    """Only the machinery, on what a register says."""
    return False


@permits("identity.close_account")
def may_close_account(actor: Actor, resource: str) -> bool:
    """Only the machinery, on what the register of residents says of the person."""
    return False


@permits("identity.read_mandate")
def may_read_mandate(actor: Actor, resource: Mandate) -> bool:
    """Both parties see the mandate and its uses, and so does whoever holds the same right by law."""
    if may_bind(actor=actor, party=resource.grantor) or may_bind(actor=actor, party=resource.holder):
        return True
    if actor.person is None or actor.acting_for is not None:
        return False
    joint = joint_mandates(mandate=resource, now=clock.now())
    return joint.filter(holder_kind=PartyKind.PERSON, holder_key=actor.person).exists()


@permits("audit.read")
def may_read_trail(actor: Actor, resource: object) -> bool:
    """Auditors."""
    return actor.has_duty(AUDITOR.code)
