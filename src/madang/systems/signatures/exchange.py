"""What the trust services answer: certificates of seals and members, timestamps, and signatures of people."""

from datetime import datetime

from madang.contracts.envelope import Envelope
from madang.contracts.overview_v1 import Task
from madang.contracts.signatures_v1 import (
    CertifiedKey,
    CertifyDevice,
    CertifySeal,
    GetSigned,
    GetStandings,
    GetTimestamp,
    RequestSignatures,
    RevokeDevice,
    SignedFile,
    SigningAsked,
    Standing,
    Standings,
    TimestampToken,
)
from madang.exchange import answers
from madang.exchange.waiting import waits
from madang.framework.identity.actor import system_actor
from madang.framework.storage import storing
from madang.framework.values import Party, clock
from madang.systems.signatures.formats.timestamps import NotStamped
from madang.systems.signatures.models import Certificate, Signatory, SigningRequest
from madang.systems.signatures.usecases import certify_device as devices
from madang.systems.signatures.usecases.ask_signatures import Asked, Signer, ask_signatures
from madang.systems.signatures.usecases.certify_seal import certify_seal as certify
from madang.systems.signatures.usecases.refusals import NotStampedNow
from madang.systems.signatures.usecases.signing_content import is_signed, name_of_result
from madang.systems.signatures.usecases.signing_refusals import NoSuchSigning
from madang.systems.signatures.usecases.timestamp import timestamp

MOST_STANDINGS = 1000


@answers(RequestSignatures)
def request_signatures(query: RequestSignatures, envelope: Envelope) -> SigningAsked:
    """A new request in the name of an office of the asking system."""
    now: datetime = clock.now()
    asked = Asked(
        data=query.content,
        file_name=query.file_name,
        title=query.title,
        reason=query.reason,
        signers=tuple(Signer(party=one.party, name=one.name) for one in query.signers),
        due_at=query.due_at,
        asker=Party.office(query.office),
        asker_name=query.office_name,
        in_order=query.in_order,
        system=envelope.sender,
        reference=query.reference[:120],
    )
    request = ask_signatures(asked=asked, actor=system_actor(envelope.sender), now=now)
    return SigningAsked(key=request.key, link=f"/signatures/signing/{request.key}/")


@answers(GetSigned)
def get_signed(query: GetSigned, envelope: Envelope) -> SignedFile:
    """The asking system's own file; NoSuchSigning for any other."""
    request = SigningRequest.objects.filter(key=query.key, system=envelope.sender).first()
    if request is None:
        raise NoSuchSigning
    apart = request.form == "CAdES" and is_signed(request=request)
    return SignedFile(
        content=storing.read_blob(request.current_id),
        file_name=name_of_result(request=request) if is_signed(request=request) else request.file_name,
        sha256=request.current_id,
        original=storing.read_blob(request.original_id) if apart else None,
        state=request.state,
    )


@waits
def to_sign(party: Party, limit: int, now: datetime) -> tuple[Task, ...]:
    """What waits for the party's signature."""
    found = Signatory.objects.filter(party=str(party), state="asked", request__state="open", request__due_at__gt=now)
    return tuple(
        Task(
            kind="sign",
            title=one.request.title,
            sender=one.request.asker_name,
            due_at=one.request.due_at,
            link=f"/signatures/signing/{one.request.key}/",
        )
        for one in found.select_related("request").order_by("request__due_at")[:limit]
    )


@answers(CertifySeal)
def certify_seal(query: CertifySeal, envelope: Envelope) -> CertifiedKey:
    """A certificate for the key of an office's seal; the audit names the member that asked."""
    actor = system_actor(f"exchange.{envelope.member}")
    made = certify(office=query.office, request=query.request, actor=actor, now=clock.now())
    return CertifiedKey(chain=made.chain)


@answers(GetTimestamp)
def get_timestamp(query: GetTimestamp, envelope: Envelope) -> TimestampToken:
    """A token of the valid timestamping unit."""
    try:
        return TimestampToken(token=timestamp(imprint=query.imprint, now=clock.now()))
    except NotStamped as silence:
        raise NotStampedNow(why=str(silence)) from silence


@answers(CertifyDevice)
def certify_device(query: CertifyDevice, envelope: Envelope) -> CertifiedKey:
    """A certificate for the key of a device that signs for an organisation."""
    made = devices.certify_device(
        organisation=query.organisation,
        names=(query.organisation_name, query.person_name),
        request=query.request,
        system=envelope.sender,
        actor=system_actor(f"exchange.{envelope.member}"),
        now=clock.now(),
    )
    return CertifiedKey(chain=made.chain)


@answers(RevokeDevice)
def revoke_device(query: RevokeDevice, envelope: Envelope) -> Standings:
    """How it stands once it is revoked."""
    actor = system_actor(f"exchange.{envelope.member}")
    ended = devices.revoke_device(fingerprint=query.fingerprint, system=envelope.sender, actor=actor, now=clock.now())
    told = Standing(fingerprint=query.fingerprint, status=ended.status, reason=ended.reason)
    return Standings(standings=(told,))


@answers(GetStandings)
def get_standings(query: GetStandings, envelope: Envelope) -> Standings:
    """What the register says of members' certificates and of devices that the asker had certified; of nobody else's."""
    asked = query.fingerprints[:MOST_STANDINGS]
    may = Certificate.objects.filter(devices.told_to(system=envelope.sender), fingerprint__in=asked)
    known = {one: (status, reason) for one, status, reason in may.values_list("fingerprint", "status", "reason")}
    told = [(one, *known.get(one, ("unknown", ""))) for one in asked]
    return Standings(
        standings=tuple(Standing(fingerprint=one, status=status, reason=reason) for one, status, reason in told)
    )
