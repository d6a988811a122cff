"""Consents: given by the subject, vouched for by the member that holds them, withdrawn at any time.

A question on the basis of consent carries a voucher: the consent's facts and an expiry some minutes ahead, signed by the
member that recorded it. The answerer checks the signature, not the neighbour's database.
"""

import base64
import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from madang.contracts.envelope import BasisKind, Envelope
from madang.exchange import keys, members
from madang.exchange.models import Consent
from madang.exchange.refusals import NoConsent
from madang.framework.values import Party, clock

if TYPE_CHECKING:
    from madang.exchange.asking import Asking

VOUCHER_LIFE = timedelta(minutes=5)


class Voucher(msgspec.Struct, frozen=True):
    """What the answerer must know of a consent."""

    reference: str
    subject: str
    asker: str
    contract: str
    member: str
    expires_at: datetime


def give_consent(*, subject: Party, asker: str, contract: str, purpose: str, until_on: date, now: datetime) -> Consent:
    """Record that the subject agrees."""
    return Consent.objects.create(
        reference=uuid.uuid4().hex,
        subject=str(subject),
        asker=asker,
        contract=contract,
        purpose=purpose,
        given_at=now,
        until_on=until_on,
    )


def withdraw_consent(*, reference: str, subject: Party, now: datetime) -> bool:
    """The subject takes it back; holds from this instant. False where there is no such consent of theirs."""
    standing = Consent.objects.filter(reference=reference, subject=str(subject), withdrawn_at=None)
    return bool(standing.update(withdrawn_at=now))


def voucher_for(*, asking: "Asking", contract: str) -> "Asking":
    """The same asking with a fresh voucher in place of the consent's reference. Raises NoConsent."""
    now = clock.now()
    consent = Consent.objects.filter(
        reference=asking.basis.consent,
        subject=str(asking.subject),
        asker=asking.system,
        contract=contract,
        withdrawn_at=None,
        until_on__gt=now.date(),
    ).first()
    if consent is None:
        raise NoConsent()
    body = msgspec.json.encode(
        Voucher(consent.reference, consent.subject, asking.system, contract, members.own_name(), now + VOUCHER_LIFE)
    )
    token = f"{_text(body)}.{_text(keys.own().sign(body))}"
    return replace(asking, basis=replace(asking.basis, consent=token))


def check_voucher(*, envelope: Envelope) -> None:
    """Refuse a question on consent whose voucher does not hold for exactly this asker, subject and question."""
    try:
        body, signature = (_bytes(part) for part in envelope.basis.consent.split("."))
        voucher = msgspec.json.decode(body, type=Voucher)
        keys.key_of(envelope.member).verify(signature, body)
    except (ValueError, msgspec.MsgspecError, keys.WrongSignature, keys.UnknownMember) as error:
        raise NoConsent() from error
    expected = (str(envelope.subject), envelope.sender, envelope.contract, envelope.member)
    named = (voucher.subject, voucher.asker, voucher.contract, voucher.member)
    if named != expected or voucher.expires_at < clock.now() or envelope.basis.kind is not BasisKind.CONSENT:
        raise NoConsent()


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
