"""Shuffles: ranked answers are encrypted anew and put in another order, with a proof that nothing else happened (4.17, 6).

The proof is that of Terelius and Wikström as the CHVote specification (version 1.3.2) writes it down. Everybody checks it; only
who shuffled knows which ciphertext went where. One honest trustee among those who shuffle is enough to hide who wrote what.
"""

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from madang.systems.elections.domain.belenios.election import Election, fingerprint
from madang.systems.elections.domain.belenios.group import ONE, Group, fixed_base, hash_hex, number
from madang.systems.elections.domain.belenios.many_powers import product_of_powers
from madang.systems.elections.domain.belenios.progress import Progress, untold
from madang.systems.elections.domain.belenios.proofs import Ciphertext
from madang.systems.elections.domain.belenios.refused import TrusteeRefused
from madang.systems.elections.domain.belenios.shuffle_wire import (
    Commitment,
    Response,
    Row,
    ShuffleProof,
    merged,
    ranked_rows,
    read_shuffle,
    write_shuffle,
)

_BATCHED = 128
"""Bits of the random factors by which many equations are asked at once: a false one passes with a chance of 2^-128."""
STEPS = 4
"""In how many steps each ranked question is checked, each of them about as long."""


def shuffle(*, election: Election, tally: str) -> str:
    """The ranked rows of `tally` (the encrypted tally as it stands) shuffled, with proofs, as JSON; made at a trustee's."""
    rows, proofs = [], []
    for row in ranked_rows(election=election, tally=tally):
        if not all(election.group.in_group(element=half) for one in row for half in (one.alpha, one.beta)):
            raise TrusteeRefused("not_in_group", "The tally holds something that is no element of the group.")
        made, proof = _shuffled(election, row)
        rows.append(made)
        proofs.append(proof)
    return write_shuffle(rows=rows, proofs=proofs)


def check_shuffle(*, election: Election, tally: str, shuffled: str, progress: Progress = untold) -> str:
    """The tally after a shuffle of its ranked rows whose every proof holds; `TrusteeRefused` if one does not."""
    before = ranked_rows(election=election, tally=tally)
    after, proofs = read_shuffle(group=election.group, raw=shuffled)
    if not len(before) == len(after) == len(proofs):
        raise TrusteeRefused("shuffle", "A shuffle has not one list and one proof for each ranked question.")
    done, steps = 0, STEPS * len(before)
    for row, made, proof in zip(before, after, proofs, strict=True):
        for holds in _checks(election, row, made, proof):
            if not holds:
                raise TrusteeRefused("shuffle", "It is not proved that a shuffle left every ballot as it was.")
            done += 1
            progress(done, steps)
    return merged(election=election, tally=tally, shuffled=shuffled)


@lru_cache(maxsize=4)
def _generators(group: Group, count: int) -> tuple[int, ...]:
    """Elements of which nobody knows a logarithm: the second generator, then one for each place (tables 6 to 8)."""
    cofactor = (group.p - 1) // group.q
    found = []
    for place in range(-1, count):
        seed = number(int.from_bytes(hashlib.sha256(f"ggen|{place}".encode()).digest(), "big"))
        found.append(group.power(base=seed, exponent=cofactor))
    if len(set(found)) != len(found) or not {0, 1, int(group.g)}.isdisjoint(map(int, found)):
        raise TrusteeRefused("shuffle", "Two generators are the same.")
    return tuple(found)


def _written(row: Row) -> str:
    return "".join(f"{one.alpha},{one.beta}," for one in row)


def _listed(elements: Sequence[int]) -> str:
    return "".join(f"{one}," for one in elements)


def _challenges(election: Election, said: str, count: int) -> list[int]:
    """One challenge for each ciphertext (table 11)."""
    head = hash_hex(f"shuffle-challenges|{fingerprint(election=election)}|{said}")
    return [election.group.challenge(head + hash_hex(str(place))) for place in range(count)]


def _challenge(election: Election, said: str, chain: Sequence[int], commitment: Commitment) -> int:
    """The challenge of the proof (tables 4 and 13)."""
    made = _listed(commitment.single) + _listed(commitment.links)
    whole = f"{made}{said}{_listed(chain)}{election.public_key}"
    return election.group.challenge(f"shuffle-challenge|{fingerprint(election=election)}|{whole}")


def _order(count: int) -> list[int]:
    """A permutation, each as likely as any other (table 2)."""
    order = list(range(count))
    for place in range(count):
        other = place + secrets.randbelow(count - place)
        order[place], order[other] = order[other], order[place]
    return order


def _shuffled(election: Election, row: Row) -> tuple[list[Ciphertext], ShuffleProof]:
    """`row` encrypted anew in another order, and the proof (tables 1, 3 and 4)."""
    group, order = election.group, _order(len(row))
    y = fixed_base(group, election.public_key)
    fresh = [group.random_exponent() for _ in row]
    anew = [
        Ciphertext(one.alpha * group.g_power(by) % group.p, one.beta * y.power(by) % group.p)
        for one, by in zip(row, fresh, strict=True)
    ]
    made = [anew[place] for place in order]
    generators = _generators(group, len(row))
    hidden = [group.random_exponent() for _ in row]
    committed = [ONE] * len(row)
    for place, target in enumerate(order):
        committed[target] = group.g_power(hidden[target]) * generators[place + 1] % group.p
    secret = _Secret(order=order, fresh=fresh, hidden=hidden)
    return made, _proved(election, row, made, committed, secret)


@dataclass(frozen=True, slots=True, repr=False)
class _Secret:
    """What only who shuffles knows: the order, the randomness of the new ciphertexts and that of the commitments."""

    order: Sequence[int]
    fresh: Sequence[int]
    hidden: Sequence[int]


@dataclass(frozen=True, slots=True, repr=False)
class _Chain:
    """Commitments each to a challenge and the one before. `by_g` and `by_h` are their logarithms to g and to the second
    generator, which who made them knows: so all further powers are of two bases with tables.
    """

    links: list[int]
    randomness: list[int]
    by_g: list[int]
    by_h: list[int]


def _chained(group: Group, challenges: Sequence[int], h: int) -> _Chain:
    """Table 12."""
    made = _Chain([], [], [0], [1])
    table = fixed_base(group, h)
    for challenge in challenges:
        made.randomness.append(group.random_exponent())
        made.by_g.append((made.randomness[-1] + made.by_g[-1] * challenge) % group.q)
        made.by_h.append(made.by_h[-1] * challenge % group.q)
        made.links.append(group.g_power(made.by_g[-1]) * table.power(made.by_h[-1]) % group.p)
    return made


def _proved(election: Election, row: Row, made: Row, committed: Sequence[int], secret: _Secret) -> ShuffleProof:
    group = election.group
    h, *generators = _generators(group, len(row))
    said = _written(row) + _written(made) + _listed(committed)
    challenges = _challenges(election, said, len(row))
    moved = [challenges[place] for place in secret.order]
    chain = _chained(group, moved, h)
    nonces = _Nonces.drawn(group, len(row))
    commitment = _committed(election, made, generators, chain, nonces)
    challenge = _challenge(election, said, chain.links, commitment)
    weight, folded = ONE, ONE * 0
    for randomness, following in zip(reversed(chain.randomness), reversed(moved), strict=True):
        folded = (folded + randomness * weight) % group.q
        weight = weight * following % group.q
    secrets_of_four = (
        sum(secret.hidden),
        folded,
        sum(one * by for one, by in zip(secret.hidden, challenges, strict=True)),
        sum(one * by for one, by in zip(secret.fresh, challenges, strict=True)),
    )

    def answered(nonce: int, known: int) -> int:
        return (nonce + challenge * known) % group.q

    first, second, third, fourth = map(answered, nonces.single, secrets_of_four)
    response = Response(
        single=(first, second, third, fourth),
        links=tuple(map(answered, nonces.links, chain.randomness)),
        places=tuple(map(answered, nonces.places, moved)),
    )
    return ShuffleProof(commitment, response, tuple(committed), tuple(chain.links))


@dataclass(frozen=True, slots=True, repr=False)
class _Nonces:
    """The randomness of the commitments."""

    single: tuple[int, ...]
    links: tuple[int, ...]
    places: tuple[int, ...]

    @classmethod
    def drawn(cls, group: Group, count: int) -> "_Nonces":
        """Fresh ones."""
        single, links, places = (tuple(group.random_exponent() for _ in range(size)) for size in (4, count, count))
        return cls(single, links, places)


def _committed(election: Election, made: Row, generators: Sequence[int], chain: _Chain, nonces: _Nonces) -> Commitment:
    group, places = election.group, nonces.places
    p, q = group.p, group.q
    y, h = fixed_base(group, election.public_key), fixed_base(group, _generators(group, len(made))[0])
    third = product_of_powers(group=group, bases=generators, exponents=places)
    betas = product_of_powers(group=group, bases=[one.beta for one in made], exponents=places)
    alphas = product_of_powers(group=group, bases=[one.alpha for one in made], exponents=places)
    away = (q - nonces.single[3]) % q
    links = tuple(
        group.g_power(nonce + by_g * place) * h.power(by_h * place % q) % p
        for nonce, place, by_g, by_h in zip(nonces.links, places, chain.by_g[:-1], chain.by_h[:-1], strict=True)
    )
    single = (
        group.g_power(nonces.single[0]),
        group.g_power(nonces.single[1]),
        group.g_power(nonces.single[2]) * third % p,
        y.power(away) * betas % p,
        group.g_power(away) * alphas % p,
    )
    return Commitment(single, links)


def _checks(election: Election, row: Row, made: Row, proof: ShuffleProof) -> Iterator[bool]:
    """Whether `made` is `row` shuffled (table 5), in `STEPS` answers: each must be yes."""
    group, size = election.group, len(row)
    parts = (made, proof.commitment.links, proof.response.links, proof.response.places, proof.permutation, proof.chain)
    if any(len(part) != size for part in parts):
        yield False
        return
    halves = [half for one in (*row, *made) for half in (one.alpha, one.beta)]
    elements = (*halves, *proof.permutation, *proof.chain, *proof.commitment.single, *proof.commitment.links)
    yield all(group.in_group(element=one) for one in elements)
    said = _written(row) + _written(made) + _listed(proof.permutation)
    challenges = _challenges(election, said, size)
    challenge = _challenge(election, said, proof.chain, proof.commitment)
    yield _orders_hold(group, challenges, challenge, proof)
    yield _ciphertexts_hold(election, row, made, challenges, challenge, proof)
    yield _links_hold(group, challenge, proof)


def _orders_hold(group: Group, challenges: Sequence[int], challenge: int, proof: ShuffleProof) -> bool:
    """t1, t2, t3: the commitments are to a permutation, and to this one."""
    h, *generators = _generators(group, len(challenges))
    p, away, single = group.p, group.q - challenge, proof.response.single
    all_places = group.product(elements=proof.permutation)
    sums = all_places * group.inverse(element=group.product(elements=generators)) % p
    multiplied = ONE
    for one in challenges:
        multiplied = multiplied * one % group.q
    last = (h, *proof.chain)[-1] * group.inverse(element=group.power(base=h, exponent=multiplied)) % p
    moved = product_of_powers(group=group, bases=proof.permutation, exponents=challenges)
    third = product_of_powers(group=group, bases=generators, exponents=proof.response.places)
    expected = (
        group.power(base=sums, exponent=away) * group.g_power(single[0]) % p,
        group.power(base=last, exponent=away) * group.g_power(single[1]) % p,
        group.power(base=moved, exponent=away) * group.g_power(single[2]) * third % p,
    )
    return proof.commitment.single[:3] == expected


def _ciphertexts_hold(
    election: Election, row: Row, made: Row, challenges: Sequence[int], challenge: int, proof: ShuffleProof
) -> bool:
    """t4: the ciphertexts were put in that order and encrypted anew."""
    group, places = election.group, proof.response.places
    away, back = group.q - challenge, (group.q - proof.response.single[3]) % group.q
    y = fixed_base(group, election.public_key)

    def commitment(before: Sequence[int], after: Sequence[int], fresh: int) -> int:
        weighted = product_of_powers(group=group, bases=before, exponents=challenges)
        answered = product_of_powers(group=group, bases=after, exponents=places)
        return group.power(base=weighted, exponent=away) * fresh % group.p * answered % group.p

    betas = commitment([one.beta for one in row], [one.beta for one in made], y.power(back))
    alphas = commitment([one.alpha for one in row], [one.alpha for one in made], group.g_power(back))
    return proof.commitment.single[3:] == (betas, alphas)


def _links_hold(group: Group, challenge: int, proof: ShuffleProof) -> bool:
    """All links of the chain at once, each to a random power of its own (docs/adr/0061 argues why that is enough).

    A link says: its commitment is the link to minus the challenge, times g to its response, times the link before to the
    response of its place. The commitments are given, so that the equations can be multiplied.
    """
    h, *_ = _generators(group, len(proof.chain))
    factors = [number(secrets.randbits(_BATCHED)) for _ in proof.chain]
    exponents = [ONE * 0] * (len(proof.chain) + 1)
    for place, (factor, answer) in enumerate(zip(factors, proof.response.places, strict=True)):
        exponents[place] += factor * answer
        exponents[place + 1] -= factor * challenge
    summed = sum(factor * answer for factor, answer in zip(factors, proof.response.links, strict=True))
    bases, reduced = (h, *proof.chain), [one % group.q for one in exponents]
    right = group.g_power(number(summed)) * product_of_powers(group=group, bases=bases, exponents=reduced) % group.p
    return right == product_of_powers(group=group, bases=proof.commitment.links, exponents=factors)
