"""People who sign: an account, a session, a device in software, a certificate whose key the trust service keeps."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from madang.framework.identity.actor import Actor, Assurance, system_actor
from madang.framework.identity.models import Account
from madang.framework.identity.softkey import SoftKey
from madang.framework.identity.usecases.create_account import create_account
from madang.framework.identity.usecases.enrol_passkey import enrol_passkey
from madang.framework.identity.usecases.open_session import Visitor, open_session
from madang.framework.identity.usecases.passkeys import ask_to_enrol, origin, relying_party
from madang.framework.identity.who import presence
from madang.framework.values import Party
from madang.systems.signatures.domain.validation.report import Report
from madang.systems.signatures.models import SigningRequest
from madang.systems.signatures.usecases.ask_signatures import Asked, Signer, ask_signatures
from madang.systems.signatures.usecases.issue_certificate import Wanted, issue_certificate
from madang.systems.signatures.usecases.own_services import OwnServices, own_anchors
from madang.systems.signatures.usecases.prepare_approval import prepare_approval
from madang.systems.signatures.usecases.sign_remotely import sign_remotely
from madang.systems.signatures.usecases.signing_content import content_of
from madang.systems.signatures.usecases.validate_signatures import validate_signatures

HOME = Visitor(address="203.0.113.5", label="Chrome · Windows")
MACHINE = system_actor("test")
SECRET = "courtyard-at-noon-7"


@dataclass
class Person:
    """One who signs."""

    login: str
    account: Account
    actor: Actor
    device: SoftKey

    @property
    def party(self) -> Party:
        return Party.person(f"person-{self.login}")

    def options(self, request: SigningRequest, now: datetime) -> str:
        return prepare_approval(key=request.key, actor=self.actor, now=now)

    def sign(self, request: SigningRequest, now: datetime) -> SigningRequest:
        answer = self.device.get(self.options(request, now))
        return sign_remotely(key=request.key, answer=answer, actor=self.actor, visitor=HOME, now=now)


def session_of(
    account: Account, now: datetime, *, method: str = "proofing", level: int = Assurance.SUBSTANTIAL
) -> Actor:
    session = open_session(account=account, visitor=HOME, method=method, assurance=level, now=now).session
    return presence(session_id=session.pk, now=now).actor


def new_person(
    login: str, now: datetime, *, certificate: bool = True, passkey: bool = True, level: int = Assurance.SUBSTANTIAL
) -> Person:
    """Somebody with everything that signing takes, unless told otherwise."""
    person, name = f"person-{login}", login.title()
    account = create_account(login=login, name=name, password=SECRET, person=person, actor=MACHINE, now=now)
    method = "proofing" if level >= Assurance.SUBSTANTIAL else "password"
    actor = session_of(account, now, method=method, level=level)
    device = SoftKey(origin=origin(), host=relying_party())
    if passkey:
        answer = device.create(ask_to_enrol(account=account, now=now))
        enrol_passkey(answer=answer, name="phone", actor=actor, now=now)
    if certificate:
        issue_certificate(
            wanted=Wanted(profile="person", party=Party.person(person), name=name), actor=MACHINE, now=now
        )
    return Person(login=login, account=account, actor=actor, device=device)


def asked_by(asker: Person, *signers: Person, data: bytes, name: str, now: datetime, **rest: object) -> SigningRequest:
    """A request of `asker`."""
    asked = Asked(
        data=data,
        file_name=name,
        title="Lease",
        reason="Both parties agreed on the terms.",
        signers=tuple(Signer(party=one.party, name=one.account.name) for one in signers),
        due_at=now + timedelta(days=7),
        asker=asker.party,
        asker_name=asker.account.name,
        **rest,
    )
    return ask_signatures(asked=asked, actor=asker.actor, now=now)


def verdict(request: SigningRequest, now: datetime) -> Report:
    """What our validation says of the file as it is, with the original beside it."""
    content = content_of(request=request)
    own = OwnServices(now=now)
    return validate_signatures(data=content.data, files=content.apart, anchors=own_anchors(), sources=own, now=now)
