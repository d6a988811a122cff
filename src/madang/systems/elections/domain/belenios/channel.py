"""How trustees of a threshold write to each other past the server: signed, sealed to one reader (sections 4.6.1 to 4.6.3)."""

import hashlib
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESCCM

from madang.systems.elections.domain.belenios.election import BASE58
from madang.systems.elections.domain.belenios.group import Group
from madang.systems.elections.domain.belenios.proofs import knows, prove_knowledge
from madang.systems.elections.domain.belenios.refused import TrusteeRefused
from madang.systems.elections.domain.belenios.trustees import SignedWire
from madang.systems.elections.domain.belenios.wire import Malformed, Number, Wire, decode_as, encode

SEED = 22
"""How many letters and digits a trustee's secret has."""
_NONCE, _TAG, _LONGEST = 13, 8, 65_535


class CertificateWire(Wire, frozen=True):
    """A trustee's two public keys."""

    verification: Number
    encryption: Number


class SealedWire(Wire, frozen=True):
    """A message that one trustee alone can read."""

    alpha: Number
    beta: Number
    data: str


class ChannelWire(Wire, frozen=True):
    """A message with the name of its reader, so that nobody can pass it on as meant for another."""

    recipient: Number
    message: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """The public keys of one trustee of a ceremony."""

    verification: int
    encryption: int


@dataclass(frozen=True, slots=True, repr=False)
class Seat:
    """One trustee of a ceremony: everything follows from the seed, which only the trustee has."""

    seed: str
    group: Group

    @property
    def signing(self) -> int:
        """The key that signs."""
        return self.group.challenge(f"sk|{self.seed}")

    @property
    def decryption(self) -> int:
        """The key that opens what others sealed."""
        return self.group.challenge(f"dk|{self.seed}")


def new_seed() -> str:
    """A fresh secret of a trustee."""
    return "".join(secrets.choice(BASE58) for _ in range(SEED))


def sign(*, signing: int, message: str, group: Group) -> SignedWire:
    """`message` with the signature of `signing`."""
    proof = prove_knowledge(
        secret=signing, challenge_of=lambda commitment: _signed(message, commitment, group), group=group
    )
    return SignedWire(message=message, signature=proof)


def _signed(message: str, commitment: int, group: Group) -> int:
    # The specification does not say that this challenge is reduced modulo the order; belenios-tool does it.
    return group.challenge(f"sigmsg|{message}|{commitment}")


def signed_by(*, verification: int, signed: SignedWire, group: Group) -> bool:
    """Whether the holder of `verification` signed."""
    return knows(
        public=verification,
        proof=signed.signature,
        challenge_of=lambda commitment: _signed(signed.message, commitment, group),
        group=group,
    )


def certificate(*, seat: Seat) -> str:
    """The public keys of `seat`, signed with its own signing key."""
    group = seat.group
    keys = CertificateWire(
        verification=str(group.secret_power(base=group.g, exponent=seat.signing)),
        encryption=str(group.secret_power(base=group.g, exponent=seat.decryption)),
    )
    return encode(given=sign(signing=seat.signing, message=encode(given=keys), group=group))


def read_certificate(*, signed: SignedWire, group: Group) -> Certificate:
    """The public keys in a certificate whose signature holds."""
    wire = decode_as(raw=signed.message, shape=CertificateWire)
    keys = Certificate(group.residue(digits=wire.verification), group.residue(digits=wire.encryption))
    if not (group.in_group(element=keys.verification) and group.in_group(element=keys.encryption)):
        raise TrusteeRefused("not_in_group", "A key in a trustee's certificate is no element of the group.")
    if not signed_by(verification=keys.verification, signed=signed, group=group):
        raise TrusteeRefused("certificate", "A trustee's certificate is not signed with the key in it.")
    return keys


def send(*, seat: Seat, recipient: int, message: str) -> str:
    """`message` signed by `seat` and sealed so that only the holder of `recipient` reads it."""
    group = seat.group
    named = encode(given=ChannelWire(recipient=str(recipient), message=message))
    plain = encode(given=sign(signing=seat.signing, message=named, group=group)).encode()
    if len(plain) > _LONGEST:
        raise TrusteeRefused("message", "A message between trustees is too long.")
    hidden, shared = group.random_exponent(), group.secret_power(base=group.g, exponent=group.random_exponent())
    alpha = group.secret_power(base=group.g, exponent=hidden)
    beta = group.secret_power(base=recipient, exponent=hidden) * shared % group.p
    data = AESCCM(_key(shared), tag_length=_TAG).encrypt(_nonce(alpha), plain, None)
    return encode(given=SealedWire(alpha=str(alpha), beta=str(beta), data=data.hex()))


def receive(*, seat: Seat, sender: int, sealed: str) -> str:
    """What the holder of the verification key `sender` wrote to `seat`."""
    group = seat.group
    try:
        wire = decode_as(raw=sealed, shape=SealedWire)
        alpha, beta = group.residue(digits=wire.alpha), group.residue(digits=wire.beta)
        if not (group.in_group(element=alpha) and group.in_group(element=beta)):
            raise TrusteeRefused("not_in_group", "A sealed message holds what is no element of the group.")
        mask = group.secret_power(base=alpha, exponent=seat.decryption)
        shared = beta * group.inverse(element=mask) % group.p
        plain = AESCCM(_key(shared), tag_length=_TAG).decrypt(_nonce(alpha), bytes.fromhex(wire.data), None).decode()
        signed = decode_as(raw=plain, shape=SignedWire)
        named = decode_as(raw=signed.message, shape=ChannelWire)
    except (Malformed, InvalidTag, ValueError) as broken:
        raise TrusteeRefused("message", "A message between trustees cannot be opened.") from broken
    own = str(group.secret_power(base=group.g, exponent=seat.decryption))
    if named.recipient != own or not signed_by(verification=sender, signed=signed, group=group):
        raise TrusteeRefused("message", "A message between trustees is meant for another, or from another.")
    return named.message


def _key(shared: int) -> bytes:
    return hashlib.sha256(f"key|{shared}".encode()).digest()


def _nonce(alpha: int) -> bytes:
    return hashlib.sha256(f"iv|{alpha}".encode()).digest()[:_NONCE]
