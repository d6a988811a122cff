"""The ceremony of trustees of whom any few suffice (section 4.6): Pedersen's key generation in five rounds past the server.

Each trustee: `new_seat`; then `share` (a random polynomial, a sealed value of it for each other trustee, commitments to its
coefficients); then `accept` (checks the values received against the commitments, and adds them up to a private key).
The server passes on: `check_certificates`, `check_share`, `route`, `publish`. It never sees a secret.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from madang.systems.elections.domain.belenios.channel import (
    Certificate,
    Seat,
    certificate,
    new_seed,
    read_certificate,
    receive,
    send,
    sign,
    signed_by,
)
from madang.systems.elections.domain.belenios.group import BELENIOS_2048, Group, hash_hex, number
from madang.systems.elections.domain.belenios.refused import TrusteeRefused
from madang.systems.elections.domain.belenios.trustees import (
    Pedersen,
    SignedWire,
    ThresholdWire,
    TrusteeKey,
    TrusteeKeyWire,
    check_key,
    evaluated,
    key_wire,
)
from madang.systems.elections.domain.belenios.wire import Malformed, Number, Wire, decode_as, encode


class PolynomialWire(Wire, frozen=True):
    """What a trustee sends in the third step."""

    polynomial: str
    secrets: tuple[str, ...]
    coefexps: SignedWire


class RoutedWire(Wire, frozen=True):
    """What a trustee gets in the fourth step: its own polynomial, what the others sealed for it, their commitments."""

    polynomial: str
    secrets: tuple[str, ...]
    coefexps: tuple[SignedWire, ...]


class AcceptedWire(Wire, frozen=True):
    """What a trustee sends in the fifth step: its private key sealed to itself, its verification key."""

    private_key: str
    public_key: TrusteeKeyWire


class CoefficientsWire(Wire, frozen=True):
    """g to each coefficient of a polynomial."""

    coefexps: tuple[Number, ...]


class SecretWire(Wire, frozen=True):
    """A polynomial's value for one trustee."""

    secret: Number


class OwnWire(Wire, frozen=True):
    """A polynomial's coefficients, sealed to whoever made it."""

    polynomial: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class NewSeat:
    """`seed` stays with the trustee, `certificate` goes to the server."""

    seed: str = field(repr=False)
    certificate: str


@dataclass(frozen=True, slots=True)
class Ceremony:
    """A finished one: what is published, and each trustee's key in the order of the certificates."""

    published: str
    keys: tuple[TrusteeKey, ...]


def new_seat(*, group: Group = BELENIOS_2048) -> NewSeat:
    """Step 1, each trustee: a seed and the certificate of the keys that follow from it."""
    seed = new_seed()
    return NewSeat(seed, certificate(seat=Seat(seed, group)))


def check_certificates(*, certificates: Sequence[str], group: Group = BELENIOS_2048) -> list[Certificate]:
    """Step 2, server and trustees: that each certificate is signed, and no two are of one trustee."""
    try:
        found = [read_certificate(signed=decode_as(raw=raw, shape=SignedWire), group=group) for raw in certificates]
    except Malformed as malformed:
        raise TrusteeRefused("malformed", str(malformed)) from malformed
    _check_different(found)
    return found


def _check_different(found: list[Certificate]) -> None:
    if len({key for one in found for key in (one.verification, one.encryption)}) != 2 * len(found):
        raise TrusteeRefused("certificate", "Two trustees of the ceremony have the same key.")


def share(*, seed: str, certificates: Sequence[str], threshold: int, group: Group = BELENIOS_2048) -> str:
    """Step 3, each trustee: a random polynomial of degree `threshold` - 1, its values sealed to each trustee."""
    seat, known = Seat(seed, group), check_certificates(certificates=certificates, group=group)
    own = _place(seat, known)
    if not 1 <= threshold <= len(known):
        raise TrusteeRefused("polynomial", f"{threshold} of {len(known)} trustees cannot be a threshold.")
    coefficients = [group.random_exponent() for _ in range(threshold)]
    commitments = CoefficientsWire(
        coefexps=tuple(str(group.secret_power(base=group.g, exponent=one)) for one in coefficients)
    )
    values = [SecretWire(secret=str(_value(coefficients, point, group))) for point in range(1, len(known) + 1)]
    kept = encode(given=OwnWire(polynomial=tuple(map(str, coefficients))))
    return encode(
        given=PolynomialWire(
            polynomial=send(seat=seat, recipient=known[own].encryption, message=kept),
            secrets=tuple(
                send(seat=seat, recipient=one.encryption, message=encode(given=value))
                for one, value in zip(known, values, strict=True)
            ),
            coefexps=sign(signing=seat.signing, message=encode(given=commitments), group=group),
        )
    )


def _place(seat: Seat, known: Sequence[Certificate]) -> int:
    group = seat.group
    verification = group.secret_power(base=group.g, exponent=seat.signing)
    for place, one in enumerate(known):
        if one.verification == verification:
            return place
    raise TrusteeRefused("certificate", "The trustee's own certificate is not among those of the ceremony.")


def _value(coefficients: Sequence[int], point: int, group: Group) -> int:
    found = 0
    for coefficient in reversed(coefficients):
        found = (found * point + coefficient) % group.q
    return found


def _coefficients(signed: SignedWire, verification: int, threshold: int, group: Group) -> list[int]:
    """The commitments to a polynomial, as the trustee with the key `verification` signed them."""
    if not signed_by(verification=verification, signed=signed, group=group):
        raise TrusteeRefused("polynomial", "The commitments to a polynomial are not signed by their trustee.")
    found = [group.residue(digits=one) for one in decode_as(raw=signed.message, shape=CoefficientsWire).coefexps]
    if len(found) != threshold:
        raise TrusteeRefused("polynomial", "A polynomial has not as many coefficients as trustees are needed.")
    if not all(group.in_group(element=one) for one in found):
        raise TrusteeRefused("not_in_group", "A commitment to a coefficient is no element of the group.")
    return found


def check_share(
    *, certificates: Sequence[str], place: int, threshold: int, shared: str, group: Group = BELENIOS_2048
) -> None:
    """The server: that the trustee at `place` (from 0) sent a polynomial for this ceremony."""
    known = check_certificates(certificates=certificates, group=group)
    try:
        wire = decode_as(raw=shared, shape=PolynomialWire)
        _coefficients(wire.coefexps, known[place].verification, threshold, group)
    except Malformed as malformed:
        raise TrusteeRefused("malformed", str(malformed)) from malformed
    if len(wire.secrets) != len(known):
        raise TrusteeRefused("polynomial", "There is not one sealed value for each trustee.")


def polynomial_size(*, shared: str) -> int:
    """How many coefficients a polynomial of the third step has: how many trustees are to suffice. Nothing of it is checked."""
    try:
        signed = decode_as(raw=shared, shape=PolynomialWire).coefexps
        return len(decode_as(raw=signed.message, shape=CoefficientsWire).coefexps)
    except Malformed as malformed:
        raise TrusteeRefused("malformed", str(malformed)) from malformed


def route(*, shares: Sequence[str]) -> list[str]:
    """Step 4, the server: what each trustee gets of what all sent."""
    wires = [decode_as(raw=raw, shape=PolynomialWire) for raw in shares]
    commitments = tuple(wire.coefexps for wire in wires)
    return [
        encode(
            given=RoutedWire(
                polynomial=own.polynomial,
                secrets=tuple(wire.secrets[place] for wire in wires),
                coefexps=commitments,
            )
        )
        for place, own in enumerate(wires)
    ]


def accept(*, seed: str, certificates: Sequence[str], threshold: int, routed: str, group: Group = BELENIOS_2048) -> str:
    """Step 5, each trustee: checks every value against the commitments; their sum is its private key."""
    seat, known = Seat(seed, group), check_certificates(certificates=certificates, group=group)
    own = _place(seat, known)
    try:
        wire = decode_as(raw=routed, shape=RoutedWire)
        if not len(wire.secrets) == len(wire.coefexps) == len(known):
            raise TrusteeRefused("share", "There is not one share of each trustee.")
        secret = 0
        for sender, sealed, signed in zip(known, wire.secrets, wire.coefexps, strict=True):
            secret = (
                secret
                + _received(seat, own, sender, sealed, _coefficients(signed, sender.verification, threshold, group))
            ) % group.q
    except Malformed as malformed:
        raise TrusteeRefused("malformed", str(malformed)) from malformed
    kept = send(seat=seat, recipient=known[own].encryption, message=encode(given=str(secret)))
    return encode(given=AcceptedWire(private_key=kept, public_key=key_wire(secret=secret, group=group)))


def _received(seat: Seat, own: int, sender: Certificate, sealed: str, commitments: Sequence[int]) -> int:
    group = seat.group
    message = receive(seat=seat, sender=sender.verification, sealed=sealed)
    # belenios-tool sends values that are not always below the order.
    value = number(decode_as(raw=message, shape=SecretWire).secret) % group.q
    if group.secret_power(base=group.g, exponent=value) != evaluated(
        coefficients=commitments, point=own + 1, group=group
    ):
        raise TrusteeRefused(
            "share", "A trustee gave a false share: it does not fit the commitments to its polynomial."
        )
    return value


def publish(
    *,
    certificates: Sequence[str],
    threshold: int,
    shares: Sequence[str],
    accepted: Sequence[str],
    group: Group = BELENIOS_2048,
) -> str:
    """Step 6, the server: what stands among the election's trustees, checked."""
    try:
        wire = ThresholdWire(
            threshold=threshold,
            certs=tuple(decode_as(raw=raw, shape=SignedWire) for raw in certificates),
            coefexps=tuple(decode_as(raw=raw, shape=PolynomialWire).coefexps for raw in shares),
            verification_keys=tuple(decode_as(raw=raw, shape=AcceptedWire).public_key for raw in accepted),
        )
        check_threshold(wire=wire, group=group)
    except Malformed as malformed:
        raise TrusteeRefused("malformed", str(malformed)) from malformed
    return encode(given=wire)


def check_output(
    *,
    certificates: Sequence[str],
    threshold: int,
    shares: Sequence[str],
    place: int,
    accepted: str,
    group: Group = BELENIOS_2048,
) -> None:
    """Step 6, the server, as each comes: that the key of the trustee at `place` follows from the polynomials of all."""
    known = check_certificates(certificates=certificates, group=group)
    try:
        signed = [decode_as(raw=raw, shape=PolynomialWire).coefexps for raw in shares]
        key = check_key(wire=decode_as(raw=accepted, shape=AcceptedWire).public_key, group=group)
    except Malformed as malformed:
        raise TrusteeRefused("malformed", str(malformed)) from malformed
    _check_follows(key, _summed(signed, known, threshold, group), place + 1, group)


def _summed(signed: Sequence[SignedWire], known: Sequence[Certificate], threshold: int, group: Group) -> list[int]:
    """g to the coefficients of the sum of all polynomials."""
    polynomials = [_coefficients(one, of.verification, threshold, group) for one, of in zip(signed, known, strict=True)]
    return [group.product(elements=row) for row in zip(*polynomials, strict=True)]


def _check_follows(key: int, summed: Sequence[int], point: int, group: Group) -> None:
    if evaluated(coefficients=summed, point=point, group=group) != key:
        raise TrusteeRefused("output", "A trustee's verification key does not follow from the polynomials.")


def check_threshold(*, wire: ThresholdWire, group: Group) -> Pedersen:
    """What a ceremony published, if every signature, polynomial and proof holds."""
    size = len(wire.certs)
    if not len(wire.coefexps) == len(wire.verification_keys) == size or not 1 <= wire.threshold <= size:
        raise TrusteeRefused("polynomial", "A ceremony has not as many certificates, polynomials and keys.")
    known = [read_certificate(signed=one, group=group) for one in wire.certs]
    _check_different(known)
    summed = _summed(wire.coefexps, known, wire.threshold, group)
    keys = tuple(check_key(wire=one, group=group) for one in wire.verification_keys)
    for point, key in enumerate(keys, 1):
        _check_follows(key, summed, point, group)
    return Pedersen(wire.threshold, keys, summed[0])


def agreed_threshold(*, seed: str, routed: str, group: Group = BELENIOS_2048) -> int:
    """How many trustees are to suffice, as this one agreed: its own polynomial says so, which nobody else can have sealed."""
    try:
        own = opened(seed=seed, sealed=decode_as(raw=routed, shape=RoutedWire).polynomial, group=group)
        return len(decode_as(raw=own, shape=OwnWire).polynomial)
    except Malformed as malformed:
        raise TrusteeRefused("malformed", str(malformed)) from malformed


def name_of(*, certificate: str) -> str:
    """SHA-256 of the keys in a certificate: how belenios-tool names a trustee's files, and what trustees compare aloud."""
    return hash_hex(decode_as(raw=certificate, shape=SignedWire).message)


def opened(*, seed: str, sealed: str, group: Group = BELENIOS_2048) -> str:
    """What a trustee sealed to itself: its polynomial, or in the fifth step its private key (JSON)."""
    seat = Seat(seed, group)
    return receive(seat=seat, sender=group.secret_power(base=group.g, exponent=seat.signing), sealed=sealed)


def kept_key(*, seed: str, accepted: str, group: Group = BELENIOS_2048) -> TrusteeKey:
    """The key that a trustee sealed to itself in the fifth step, with its public part."""
    wire = decode_as(raw=accepted, shape=AcceptedWire)
    private = opened(seed=seed, sealed=wire.private_key, group=group)
    return TrusteeKey(private=private, public=encode(given=wire.public_key))


def whole_ceremony(*, trustees: int, threshold: int, group: Group = BELENIOS_2048) -> Ceremony:
    """All steps of all trustees in one place: for tests, the tour and the demonstration."""
    seats = [new_seat(group=group) for _ in range(trustees)]
    certificates = [seat.certificate for seat in seats]
    shares = [share(seed=seat.seed, certificates=certificates, threshold=threshold, group=group) for seat in seats]
    accepted = [
        accept(seed=seat.seed, certificates=certificates, threshold=threshold, routed=routed, group=group)
        for seat, routed in zip(seats, route(shares=shares), strict=True)
    ]
    return Ceremony(
        published=publish(
            certificates=certificates, threshold=threshold, shares=shares, accepted=accepted, group=group
        ),
        keys=tuple(
            kept_key(seed=seat.seed, accepted=one, group=group) for seat, one in zip(seats, accepted, strict=True)
        ),
    )
