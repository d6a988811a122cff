"""Ask people to sign a document: in order, or all at once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.storage import sniffing, storing
from madang.framework.storage.models import Blob
from madang.framework.storage.storing import FileRefused
from madang.framework.values import Fault, Party
from madang.systems.signatures.domain import signing
from madang.systems.signatures.domain.signing import Place
from madang.systems.signatures.formats import jades, xml
from madang.systems.signatures.formats.cms import NotReadable, guarded
from madang.systems.signatures.models import Signatory, SigningRequest
from madang.systems.signatures.usecases.sign_content import NotSignable
from madang.systems.signatures.usecases.signing_messages import YOUR_TURN, tell
from madang.systems.signatures.usecases.signing_refusals import ActiveContent, SigningRefused

LARGEST = 10 * 1024 * 1024
ALLOWED = frozenset(sniffing.ENDINGS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Signer:
    """One who is to sign."""

    party: Party
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What is asked. `system` and `reference` name another system's own matter, to which the outcome is announced."""

    data: bytes
    file_name: str
    title: str
    reason: str
    signers: tuple[Signer, ...]
    due_at: datetime
    asker: Party
    asker_name: str
    in_order: bool = True
    system: str = ""
    reference: str = ""


def ask_signatures(*, asked: Asked, actor: Actor, now: datetime) -> SigningRequest:
    """The request, with the first in turn told. Raises Forbidden, SigningRefused, ActiveContent, NotSignable."""
    require(actor, "signatures.ask_signatures", "signatures.signing")
    faults = faults_of(asked=asked, now=now)
    if faults:
        raise SigningRefused(faults=faults)
    blob = _stored(asked=asked, now=now)
    form = signing.form_for(media_type=blob.media_type)
    _check(form, asked.data)

    with transaction.atomic():
        request = SigningRequest.objects.create(
            title=asked.title.strip(),
            reason=asked.reason.strip(),
            file_name=asked.file_name.replace("\\", "/").rpartition("/")[2][-200:],
            form=form,
            original=blob,
            current=blob,
            asker=str(asked.asker),
            asker_name=asked.asker_name[:64],
            system=asked.system,
            reference=asked.reference,
            in_order=asked.in_order,
            asked_at=now,
            due_at=asked.due_at,
        )
        Signatory.objects.bulk_create(
            Signatory(request=request, place=place, party=str(one.party), name=one.name[:64])
            for place, one in enumerate(asked.signers, start=1)
        )
        take_turns(request=request, now=now)
        detail = {"sha256": blob.sha256, "signers": len(asked.signers)}
        target = f"signing:{request.key}"
        audit.record(actor=actor, action="signatures.ask_signatures", target=target, detail=detail, now=now)
    return request


def faults_of(*, asked: Asked, now: datetime) -> tuple[Fault, ...]:
    """What speaks against sending it, all of it."""
    found = []
    if not 0 < len(asked.title.strip()) <= 120 or not asked.title.isprintable():
        found.append(Fault("title", _("Write a title in at most 120 letters."), "signatures.signing.title"))
    if not 0 < len(asked.reason.strip()) <= 500:
        says = _("Say in at most 500 letters why it is to be signed.")
        found.append(Fault("reason", says, "signatures.signing.reason"))
    if not 0 < len(asked.signers) <= signing.MOST_SIGNERS:
        says = _("Name at least one signer and at most {most}.").format(most=signing.MOST_SIGNERS)
        found.append(Fault("signers", says, "signatures.signing.signers"))
    if len({one.party for one in asked.signers}) < len(asked.signers):
        found.append(Fault("signers", _("Name each signer once."), "signatures.signing.twice"))
    wrong = signing.due_faults(due_at=asked.due_at, now=now)
    if wrong:
        says = _("Choose a day from tomorrow on, at most {days} days ahead.").format(days=signing.LONGEST_DAYS)
        found.append(Fault("due", says, f"signatures.signing.due_{wrong}"))
    return tuple(found)


def _stored(*, asked: Asked, now: datetime) -> Blob:
    try:
        return storing.store(asked.data, name=asked.file_name, allowed=ALLOWED, limit=LARGEST, now=now)
    except FileRefused as refusal:
        raise SigningRefused(faults=(Fault("file", str(refusal), refusal.code),)) from None


def _check(form: str, data: bytes) -> None:
    """What no signature should stand under, before anybody is asked for one."""
    try:
        with guarded():
            if form == "XAdES":
                xml.parse(data)
            if form == "JAdES" and jades.is_signature(data=data):
                raise NotReadable("It is a JSON signature already. Send the document that it signs.")
            if form == "PAdES":
                # pyHanko takes half a second to read in, which every start would wait for.
                from madang.systems.signatures.formats.active_content import find_active_content

                what = find_active_content(pdf=data)
                if what:
                    raise ActiveContent(what=what)
    except NotReadable as fault:
        raise NotSignable(why=str(fault)) from None


def take_turns(*, request: SigningRequest, now: datetime) -> None:
    """Asks and tells those whose turn it has become, in the caller's transaction."""
    signatories = list(request.signatories.order_by("place"))
    places = [Place(number=one.place, state=one.state) for one in signatories]
    turns = signing.next_asked(places=places, in_order=request.in_order)
    for one in signatories:
        if one.place in turns:
            one.state, one.asked_at = Signatory.ASKED, now
            one.save(update_fields=["state", "asked_at"])
            tell(party=one.who, template=YOUR_TURN, request=request, now=now)
