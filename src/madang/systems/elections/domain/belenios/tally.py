"""From ballots to a result: their product, its partial decryptions with proofs, the counts (sections 4.16, 4.18, 4.19)."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from madang.systems.elections.domain.belenios.election import Election, fingerprint
from madang.systems.elections.domain.belenios.group import ONE, Group, hash_hex
from madang.systems.elections.domain.belenios.proofs import NOTHING, Ciphertext, read_proof
from madang.systems.elections.domain.belenios.ranking import numbers_in
from madang.systems.elections.domain.belenios.refused import TrusteeRefused
from madang.systems.elections.domain.belenios.trustees import (
    Pedersen,
    Trustees,
    interpolation,
    read_private_key,
)
from madang.systems.elections.domain.belenios.wire import (
    BallotWire,
    CiphertextWire,
    Malformed,
    Number,
    ProofWire,
    Wire,
    decode_as,
    encode,
)


class SizedTallyWire(Wire, frozen=True):
    """How many ballots of which weight are in an encrypted tally, and its hash."""

    num_tallied: int
    total_weight: int | Number
    encrypted_tally: str


class DecryptionWire(Wire, frozen=True):
    """One trustee's part in opening the tally."""

    decryption_factors: tuple[tuple[Number, ...], ...]
    decryption_proofs: tuple[tuple[ProofWire, ...], ...]


@dataclass(frozen=True, slots=True)
class EncryptedTally:
    """The product of all ballots. `json` and `sized` go onto the board."""

    json: str
    sized: str
    count: int
    weight: int


@dataclass(frozen=True, slots=True)
class Result:
    """`counts` holds, for each question, how often each choice was made (blank first where it is allowed), and nothing where it
    is ranked; `rankings` holds there what each voter wrote, in the order of the last shuffle, and else nothing.
    """

    json: str
    counts: tuple[tuple[int, ...], ...]
    rankings: tuple[tuple[tuple[int, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """Some ballots, added up: the ciphertexts as `EncryptedTally` has them, how many ballots, of what weight together."""

    json: str
    count: int
    weight: int


_LARGEST_INT = 2**30


def _weight_json(weight: int) -> int | str:
    """A weight or count as the format has it: a number, or a string of digits where it is large."""
    return weight if weight < _LARGEST_INT else str(weight)


def _last_ballots(ballots: Iterable[str]) -> dict[str, str]:
    """The ballot that counts for each credential: the last one on the board."""
    found: dict[str, str] = {}
    for raw in ballots:
        credential = decode_as(raw=raw, shape=BallotWire).credential
        found.pop(credential, None)
        found[credential] = raw
    return found


def encrypted_tally(
    *, election: Election, ballots: Iterable[str], weights: Mapping[str, int] | None = None
) -> EncryptedTally:
    """The product of `ballots`, and of ranked questions their ciphertexts as they are. The ballots were checked and stand in
    the order of the board; of a credential, the last one counts.

    `weights` gives the weight of each public credential, where not all are one.
    """
    return tally_of_last(election=election, ballots=_last_ballots(ballots).values(), weights=weights)


def tally_of_last(
    *, election: Election, ballots: Iterable[str], weights: Mapping[str, int] | None = None
) -> EncryptedTally:
    """The same of ballots of which each is the last one of its credential. They are looked at one by one and not kept."""
    return tally_of_sums(election=election, sums=[add_up(election=election, ballots=ballots, weights=weights)])


def add_up(*, election: Election, ballots: Iterable[str], weights: Mapping[str, int] | None = None) -> Sums:
    """Some of the ballots that count. All parts together, in whatever order, are the tally: `tally_of_sums`."""
    group, rows = election.group, _nothing(election)
    count = total = 0
    for raw in ballots:
        wire = decode_as(raw=raw, shape=BallotWire)
        weight = weights[wire.credential] if weights else 1
        if weight != 1 and election.ranked:
            raise Malformed("A ranked ballot cannot weigh more than one.")
        count, total = count + 1, total + weight
        for place, (question, answer) in enumerate(zip(election.questions, wire.answers, strict=True)):
            own = [_ciphertext(one, group) for one in answer.ciphertexts]
            if question.ranked:
                rows[place] += own
            else:
                rows[place] = _added(rows[place], own, weight, group)
    return Sums(json=_rows_json(rows), count=count, weight=total)


def tally_of_sums(*, election: Election, sums: Iterable[Sums]) -> EncryptedTally:
    """The tally of all ballots, each of which is in one of `sums`."""
    group, rows = election.group, _nothing(election)
    count = total = 0
    for one in sums:
        count, total = count + one.count, total + one.weight
        for place, own in enumerate(read_tally(tally=one.json, group=group)):
            if election.questions[place].ranked:
                rows[place] += own
            else:
                rows[place] = _added(rows[place], own, 1, group)
    for place in election.ranked:
        # The specification does not say in which order; belenios-tool sorts.
        rows[place].sort(key=lambda one: (one.alpha, one.beta))
    raw = _rows_json(rows)
    return EncryptedTally(json=raw, sized=_sized_json(raw, count, total), count=count, weight=total)


def _nothing(election: Election) -> list[list[Ciphertext]]:
    return [[] if question.ranked else [NOTHING] * question.choices for question in election.questions]


def _rows_json(rows: list[list[Ciphertext]]) -> str:
    return encode(given=[[{"alpha": str(one.alpha), "beta": str(one.beta)} for one in row] for row in rows])


def _sized_json(tally: str, count: int, weight: int) -> str:
    """The payload of the event EncryptedTally."""
    return encode(
        given={
            "num_tallied": count,
            "total_weight": _weight_json(weight),
            "encrypted_tally": hash_hex(tally),
        }
    )


def _added(row: list[Ciphertext], own: list[Ciphertext], weight: int, group: Group) -> list[Ciphertext]:
    return [one.times(_weighted(other, weight, group), p=group.p) for one, other in zip(row, own, strict=True)]


def _weighted(ciphertext: Ciphertext, weight: int, group: Group) -> Ciphertext:
    """The ciphertext of a voter whose ballot counts `weight` times."""
    if weight == 1:
        return ciphertext
    return Ciphertext(
        group.power(base=ciphertext.alpha, exponent=weight), group.power(base=ciphertext.beta, exponent=weight)
    )


def _ciphertext(wire: CiphertextWire, group: Group) -> Ciphertext:
    """A ciphertext as numbers."""
    return Ciphertext(group.residue(digits=wire.alpha), group.residue(digits=wire.beta))


def read_tally(*, tally: str, group: Group) -> list[list[Ciphertext]]:
    """The ciphertexts of an encrypted tally."""
    rows = decode_as(raw=tally, shape=list[list[CiphertextWire]])
    return [[_ciphertext(one, group) for one in row] for row in rows]


def partial_decryption(*, election: Election, tally: str, private_key: str) -> str:
    """What one trustee's private key gives to opening `tally`, with a proof for each ciphertext; made at the trustee's."""
    group = election.group
    secret = read_private_key(raw=private_key, group=group)
    public = group.secret_power(base=group.g, exponent=secret)
    head = _head(election, public)
    factors, proofs = [], []
    for row in read_tally(tally=tally, group=group):
        made = [_decrypt(one, secret, head, group) for one in row]
        factors.append(tuple(factor for factor, _ in made))
        proofs.append(tuple(proof for _, proof in made))
    return encode(given=DecryptionWire(decryption_factors=tuple(factors), decryption_proofs=tuple(proofs)))


def _head(election: Election, public: int) -> str:
    return f"decrypt|{fingerprint(election=election)}|{public}|"


def _decrypt(ciphertext: Ciphertext, secret: int, head: str, group: Group) -> tuple[str, ProofWire]:
    if not group.in_group(element=ciphertext.alpha):
        raise TrusteeRefused("not_in_group", "The tally holds something that is no element of the group.")
    nonce = group.random_exponent()
    first, second = (group.secret_power(base=base, exponent=nonce) for base in (group.g, ciphertext.alpha))
    challenge = group.challenge(f"{head}{first},{second}")
    proof = ProofWire(challenge=str(challenge), response=str((nonce - secret * challenge) % group.q))
    return str(group.secret_power(base=ciphertext.alpha, exponent=secret)), proof


def check_partial_decryption(*, election: Election, tally: str, public_key: int, decryption: str) -> list[list[int]]:
    """The decryption factors of the trustee whose verification key is `public_key`; `TrusteeRefused` if a proof fails."""
    try:
        wire = decode_as(raw=decryption, shape=DecryptionWire)
        return _checked_factors(election, read_tally(tally=tally, group=election.group), public_key, wire)
    except Malformed as malformed:
        raise TrusteeRefused("malformed", str(malformed)) from malformed


def _checked_factors(
    election: Election, rows: list[list[Ciphertext]], public: int, wire: DecryptionWire
) -> list[list[int]]:
    shape = [len(row) for row in rows]
    if [len(row) for row in wire.decryption_factors] != shape or [len(row) for row in wire.decryption_proofs] != shape:
        raise TrusteeRefused("decryption", "A partial decryption has not one factor and proof for each ciphertext.")
    head, group = _head(election, public), election.group
    found = []
    for row, factors, proofs in zip(rows, wire.decryption_factors, wire.decryption_proofs, strict=True):
        found.append([group.residue(digits=factor) for factor in factors])
        for one, factor, proof in zip(row, found[-1], proofs, strict=True):
            if not group.in_group(element=factor) or not _is_factor(one, factor, public, proof, head, group):
                raise TrusteeRefused("decryption", "A trustee's decryption factor is not proved to be the right one.")
    return found


def _is_factor(ciphertext: Ciphertext, factor: int, public: int, proof: ProofWire, head: str, group: Group) -> bool:
    challenge, response = read_proof(wire=proof, group=group)
    first = group.g_power(response) * group.power(base=public, exponent=challenge) % group.p
    second = (
        group.power(base=ciphertext.alpha, exponent=response) * group.power(base=factor, exponent=challenge) % group.p
    )
    return group.challenge(f"{head}{first},{second}") == challenge


def result(*, election: Election, trustees: Trustees, tally: EncryptedTally, decryptions: Mapping[int, str]) -> Result:
    """The counts. `decryptions` holds each owner's partial decryption (from 1); `TrusteeRefused` if one is wrong or too few."""
    keys = trustees.keys
    if any(not 1 <= owner <= len(keys) for owner in decryptions):
        raise TrusteeRefused("missing", "There is a partial decryption of somebody who is no trustee.")
    factors = {
        owner: check_partial_decryption(election=election, tally=tally.json, public_key=keys[owner - 1], decryption=raw)
        for owner, raw in sorted(decryptions.items())
    }
    return count(election=election, trustees=trustees, tally=tally, factors=factors)


def count(
    *, election: Election, trustees: Trustees, tally: EncryptedTally, factors: Mapping[int, list[list[int]]]
) -> Result:
    """The counts from decryption factors that were checked."""
    group = election.group
    rows = read_tally(tally=tally.json, group=group)
    combined = [[ONE] * len(row) for row in rows]
    first = 1
    for item in trustees.items:
        owners = [owner for owner in range(first, first + len(item.keys)) if owner in factors]
        if len(owners) < item.threshold:
            raise TrusteeRefused(
                "missing", f"{item.threshold} of {len(item.keys)} trustees must take part, and {len(owners)} did."
            )
        _combine(
            combined, item if isinstance(item, Pedersen) else None, owners[: item.threshold], first, factors, group
        )
        first += len(item.keys)
    opened = [
        [one.beta * group.inverse(element=factor) % group.p for one, factor in zip(row, under, strict=True)]
        for row, under in zip(rows, combined, strict=True)
    ]
    return _read_result(election, opened, tally.weight)


def _read_result(election: Election, opened: list[list[int]], weight: int) -> Result:
    """The counts and rankings for which the opened elements stand."""
    logarithms = _Logarithms(largest=weight, group=election.group)
    counts: list[tuple[int, ...]] = []
    rankings: list[tuple[tuple[int, ...], ...]] = []
    for question, row in zip(election.questions, opened, strict=True):
        size = len(question.answers)
        counts.append(() if question.ranked else tuple(map(logarithms.of, row)))
        rankings.append(tuple(numbers_in(element=one, count=size) for one in row) if question.ranked else ())
    said = [
        list(written) if question.ranked else [_weight_json(one) for one in counted]
        for question, counted, written in zip(election.questions, counts, rankings, strict=True)
    ]
    return Result(json=encode(given={"result": said}), counts=tuple(counts), rankings=tuple(rankings))


def _combine(
    combined: list[list[int]],
    shared: Pedersen | None,
    owners: list[int],
    first: int,
    factors: Mapping[int, list[list[int]]],
    group: Group,
) -> None:
    """Multiplies the item's factors in; where few of many suffice, each to its coefficient of interpolation."""
    exponents = interpolation(present=[owner - first + 1 for owner in owners], group=group) if shared else [1]
    for owner, exponent in zip(owners, exponents, strict=True):
        for row, given in zip(combined, factors[owner], strict=True):
            for place, factor in enumerate(given):
                row[place] = row[place] * group.power(base=factor, exponent=exponent) % group.p


class _Logarithms:
    """Logarithms to the base g up to `largest`, by small steps and giant ones."""

    def __init__(self, *, largest: int, group: Group) -> None:
        self.group = group
        self.largest = largest
        self._step = math.isqrt(largest) + 1
        self._small: dict[int, int] = {}
        element = ONE
        for exponent in range(self._step):
            self._small[element] = exponent
            element = element * group.g % group.p
        self._giant = group.inverse(element=element)

    def of(self, element: int) -> int:
        """The exponent; `TrusteeRefused` if it is larger than all votes together."""
        for giant in range(self._step + 1):
            small = self._small.get(element)
            if small is not None and giant * self._step + small <= self.largest:
                return giant * self._step + small
            element = element * self._giant % self.group.p
        raise TrusteeRefused("decryption", "The tally opens to a number that is larger than all votes together.")
