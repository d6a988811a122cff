"""Two residents sign one document in order, each with a device in software that stands for their phone; for the tour."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import typst

from madang.framework.identity.actor import Actor, Assurance, system_actor
from madang.framework.identity.models import Account
from madang.framework.identity.softkey import SoftKey
from madang.framework.identity.usecases.create_account import create_account
from madang.framework.identity.usecases.enrol_passkey import enrol_passkey
from madang.framework.identity.usecases.open_session import Visitor, open_session
from madang.framework.identity.usecases.passkeys import ask_to_enrol, origin, relying_party
from madang.framework.identity.who import presence
from madang.framework.storage import storing
from madang.framework.values import Party, clock
from madang.framework.values.identifiers import new_key
from madang.systems.signatures.models import Approval, SigningRequest
from madang.systems.signatures.usecases.ask_signatures import Asked, Signer, ask_signatures
from madang.systems.signatures.usecases.issue_certificate import Wanted, issue_certificate
from madang.systems.signatures.usecases.own_services import OwnServices, own_anchors
from madang.systems.signatures.usecases.prepare_approval import prepare_approval
from madang.systems.signatures.usecases.sign_remotely import sign_remotely
from madang.systems.signatures.usecases.validate_signatures import validate_signatures

TOUR = system_actor("tour")
VISITOR = Visitor(address="203.0.113.9", label="Tour")


def sign_remotely_in_order(*, out: Path) -> Iterator[str]:
    """Leaves `two-signers.pdf` and `approval.json` in `out`; a line a step."""
    first, second = _signer("Ara"), _signer("Bora")
    now = clock.now()
    asked = Asked(
        data=bytes(typst.compile(b"= Lease\nTwo parties agree on the courtyard.", format="pdf")),
        file_name="lease.pdf",
        title="Lease of the courtyard",
        reason="Both parties agreed on the terms.",
        signers=tuple(Signer(party=_party(actor), name=actor.name) for actor, _device in (first, second)),
        due_at=now + timedelta(days=7),
        asker=_party(first[0]),
        asker_name=first[0].name,
    )
    request = ask_signatures(asked=asked, actor=first[0], now=now)
    yield f"{request.asker_name} asks two people to sign lease.pdf in order (devices in software stand for their phones)"
    for actor, device in (first, second):
        request = _sign(request, actor, device)
        approval = Approval.objects.filter(signatory__request=request).latest("pk")
        (out / "approval.json").write_text(approval.statement + "\n")
        yield f"{actor.name} approves on their own device; the key signs once: the request is {request.state}"
    signed = storing.read_blob(request.current_id)
    (out / "two-signers.pdf").write_bytes(signed)
    now = clock.now()
    report = validate_signatures(data=signed, anchors=own_anchors(), sources=OwnServices(now=now), now=now)
    signers = ", ".join(f"{one.signer} {one.level}" for one in report.signatures)
    yield f"two-signers.pdf: {signers}, {report.indication}; what was approved: approval.json"


def _party(actor: Actor) -> Party:
    if actor.party is None:
        raise ValueError("A signer is a person.")
    return actor.party


def _signer(name: str) -> tuple[Actor, SoftKey]:
    """A resident of the tour whose identity card a counter has seen, with a certificate and a device."""
    now, key = clock.now(), new_key()
    login = f"tour-{name.lower()}-{key[:8].lower()}"
    account = create_account(login=login, name=name, password=new_key(), person=key, actor=TOUR, now=now)
    actor = _session(account)
    device = SoftKey(origin=origin(), host=relying_party())
    answer = device.create(ask_to_enrol(account=account, now=now))
    enrol_passkey(answer=answer, name="tour", actor=actor, now=now)
    issue_certificate(wanted=Wanted(profile="person", party=Party.person(key), name=name), actor=TOUR, now=now)
    return actor, device


def _session(account: Account) -> Actor:
    now = clock.now()
    opened = open_session(account=account, visitor=VISITOR, method="proofing", assurance=Assurance.SUBSTANTIAL, now=now)
    found = presence(session_id=opened.session.pk, now=now)
    if found is None:
        raise RuntimeError("The session that was just opened is gone.")
    return found.actor


def _sign(request: SigningRequest, actor: Actor, device: SoftKey) -> SigningRequest:
    options = prepare_approval(key=request.key, actor=actor, now=clock.now())
    return sign_remotely(key=request.key, answer=device.get(options), actor=actor, visitor=VISITOR, now=clock.now())
