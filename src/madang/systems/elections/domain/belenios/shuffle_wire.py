"""Shuffles as JSON, and a tally with its ranked rows taken out and put back (section 4.17)."""

from collections.abc import Sequence
from dataclasses import dataclass

from madang.systems.elections.domain.belenios.election import Election
from madang.systems.elections.domain.belenios.group import Group
from madang.systems.elections.domain.belenios.proofs import Ciphertext
from madang.systems.elections.domain.belenios.refused import TrusteeRefused
from madang.systems.elections.domain.belenios.tally import read_tally
from madang.systems.elections.domain.belenios.wire import CiphertextWire, Malformed, Number, Wire, decode_as, encode

Numbers = tuple[Number, ...]
CommitmentWire = tuple[Number, Number, Number, tuple[Number, Number], Numbers]
ResponseWire = tuple[Number, Number, Number, Number, Numbers, Numbers]
ProofOfShuffleWire = tuple[CommitmentWire, ResponseWire, Numbers, Numbers]


class ShuffleWire(Wire, frozen=True):
    """Each ranked question's ciphertexts in their new order, and the proof of each."""

    ciphertexts: tuple[tuple[CiphertextWire, ...], ...]
    proofs: tuple[ProofOfShuffleWire, ...]


@dataclass(frozen=True, slots=True)
class Commitment:
    """The commitments of a proof: t1, t2, t3, t4,1, t4,2, and one for each link of the chain."""

    single: tuple[int, int, int, int, int]
    links: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Response:
    """The responses: s1 to s4, one for each link, one for each place."""

    single: tuple[int, int, int, int]
    links: tuple[int, ...]
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShuffleProof:
    """That one list of ciphertexts is another one shuffled. `permutation` and `chain` commit to the order."""

    commitment: Commitment
    response: Response
    permutation: tuple[int, ...]
    chain: tuple[int, ...]


Row = Sequence[Ciphertext]


def ranked_rows(*, election: Election, tally: str) -> list[Row]:
    """The ciphertexts of each ranked question in a tally."""
    rows = read_tally(tally=tally, group=election.group)
    return [rows[place] for place in election.ranked]


def merged(*, election: Election, tally: str, shuffled: str) -> str:
    """`tally` with the ciphertexts of a shuffle in the places of the ranked questions."""
    rows = decode_as(raw=tally, shape=list[tuple[CiphertextWire, ...]])
    wire = decode_as(raw=shuffled, shape=ShuffleWire)
    for place, row in zip(election.ranked, wire.ciphertexts, strict=True):
        rows[place] = row
    return encode(given=rows)


def write_shuffle(*, rows: Sequence[Row], proofs: Sequence[ShuffleProof]) -> str:
    """The JSON of a shuffle."""
    return encode(
        given=ShuffleWire(
            ciphertexts=tuple(
                tuple(CiphertextWire(alpha=str(one.alpha), beta=str(one.beta)) for one in row) for row in rows
            ),
            proofs=tuple(map(_proof_wire, proofs)),
        )
    )


def _proof_wire(proof: ShuffleProof) -> ProofOfShuffleWire:
    def texts(numbers: Sequence[int]) -> Numbers:
        return tuple(map(str, numbers))

    first, second, third, betas, alphas = texts(proof.commitment.single)
    one, two, three, four = texts(proof.response.single)
    return (
        (first, second, third, (betas, alphas), texts(proof.commitment.links)),
        (one, two, three, four, texts(proof.response.links), texts(proof.response.places)),
        texts(proof.permutation),
        texts(proof.chain),
    )


def read_shuffle(*, group: Group, raw: str) -> tuple[list[Row], list[ShuffleProof]]:
    """The rows and proofs of a shuffle; `TrusteeRefused` if it is none. Nothing of it is proved yet."""
    try:
        wire = decode_as(raw=raw, shape=ShuffleWire)
        rows: list[Row] = [
            [Ciphertext(group.residue(digits=one.alpha), group.residue(digits=one.beta)) for one in row]
            for row in wire.ciphertexts
        ]
        return rows, [_read_proof(group, one) for one in wire.proofs]
    except Malformed as malformed:
        raise TrusteeRefused("malformed", str(malformed)) from malformed


def _read_proof(group: Group, wire: ProofOfShuffleWire) -> ShuffleProof:
    def elements(digits: Sequence[str]) -> tuple[int, ...]:
        return tuple(group.residue(digits=one) for one in digits)

    def exponents(digits: Sequence[str]) -> tuple[int, ...]:
        return tuple(group.exponent(digits=one) for one in digits)

    (first, second, third, fourth, links), (*responses, answers, places), permutation, chain = wire
    t1, t2, t3, t41, t42 = elements((first, second, third, *fourth))
    s1, s2, s3, s4 = exponents([one for one in responses if isinstance(one, str)])
    return ShuffleProof(
        commitment=Commitment((t1, t2, t3, t41, t42), elements(links)),
        response=Response((s1, s2, s3, s4), exponents(answers), exponents(places)),
        permutation=elements(permutation),
        chain=elements(chain),
    )
