"""Who may do what with authorities and certificates."""

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import permits
from madang.framework.values import PartyKind
from madang.systems.signatures.models import Certificate, Signatory, SigningRequest

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


@permits("signatures.ask_signatures")
def ask_signatures(actor: Actor, resource: object) -> bool:
    """Anybody who signed in asks others, or themselves, to sign; systems do for their offices."""
    return actor.party is not None


@permits("signatures.see_signing")
def see_signing(actor: Actor, resource: SigningRequest) -> bool:
    """The asker, and whoever is asked or was; who still waits for their turn sees it when it comes."""
    if actor.party is None:
        return False
    party = str(actor.party)
    return resource.asker == party or resource.signatories.exclude(state="waiting").filter(party=party).exists()


@permits("signatures.sign")
def sign(actor: Actor, resource: Signatory) -> bool:
    """Nobody signs in a person's name but the person. For a business signs who represents it under a mandate."""
    if actor.acting_for is not None and actor.acting_for.party.kind is PartyKind.PERSON:
        return False
    return actor.party is not None and resource.party == str(actor.party)


@permits("signatures.withdraw_signing")
def withdraw_signing(actor: Actor, resource: SigningRequest) -> bool:
    """Who asked."""
    return actor.party is not None and resource.asker == str(actor.party)


@permits("signatures.see_kept")
def see_kept(actor: Actor, resource: object) -> bool:
    """How the renewal of kept signatures goes: the keepers of the authorities and the registration officers."""
    return actor.has_duty(KEEPER) or actor.has_duty(OFFICER)


@permits("signatures.seal_batch")
def seal_batch(actor: Actor, resource: Certificate) -> bool:
    """An agency's seal is used by the keepers of that office's duty, and by the machinery."""
    return resource.profile == "seal" and any(f"office:{office}" == resource.party for office in actor.offices(KEEPER))


@permits("signatures.use_npki")
def use_npki(actor: Actor, resource: object) -> bool:
    """A person's own pair, never under a mandate."""
    return actor.person is not None and actor.acting_for is None
