"""Who may do what with authorities and certificates."""

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import permits
from madang.systems.signatures.models import Certificate

OFFICER = "signatures.registration_officer"
KEEPER = "signatures.authority_keeper"


@permits("signatures.keep_authorities")
def keep_authorities(actor: Actor, resource: object) -> bool:
    """Roots and issuing authorities are founded by their keepers, with the custodians' shares."""
    return actor.has_duty(KEEPER)


@permits("signatures.issue")
def issue(actor: Actor, resource: object) -> bool:
    """Certificates are issued by registration officers, on a case they decide."""
    return actor.has_duty(OFFICER)


@permits("signatures.see_register")
def see_register(actor: Actor, resource: object) -> bool:
    """All certificates with their holders: registration officers."""
    return actor.has_duty(OFFICER)


@permits("signatures.request")
def request(actor: Actor, resource: object) -> bool:
    """Anybody who signed in asks for a certificate of their own."""
    return actor.party is not None


@permits("signatures.change_status")
def change_status(actor: Actor, resource: Certificate) -> bool:
    """The registration officer's decision; the holder revokes, suspends and takes up again what is theirs."""
    return actor.has_duty(OFFICER) or (actor.party is not None and str(actor.party) == resource.party)
