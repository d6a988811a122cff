"""Commitments that come with ballots: whoever lies with them gains nothing, whoever tells the truth is checked sooner."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import msgspec
import pytest

from madang.systems.elections.domain.belenios.ballots import CheckedBallot, check_ballot, encrypt_announced
from madang.systems.elections.domain.belenios.batch import ROUNDS, Sent, all_sound, check_together
from madang.systems.elections.domain.belenios.commitments import read_commitments, written_commitments
from madang.systems.elections.domain.belenios.commitments_file import commitments_file
from madang.systems.elections.domain.belenios.group import BELENIOS_2048, hash64, hash_hex
from madang.systems.elections.domain.belenios.many_powers import random_halves
from madang.systems.elections.domain.belenios.refused import BallotRefused
from madang.systems.elections.domain.belenios.tests.made import (
    CHOICES,
    QUESTIONS,
    RANKED_CHOICES,
    Made,
    ranked_election,
    small_election,
    written,
)
from madang.systems.elections.domain.belenios.tests.malicious import outside_the_group
from madang.systems.elections.domain.belenios.verify import Broken, verify
from madang.systems.elections.domain.belenios.wire import BallotWire, ProofWire, decode, encode

G = BELENIOS_2048


@lru_cache
def _checked(make: Callable[[], Made]) -> tuple[CheckedBallot, ...]:
    """Each ballot checked by itself."""
    return tuple(check_ballot(election=make().election, ballot=one) for one in make().ballots)


def _sent(make: Callable[[], Made]) -> list[Sent]:
    """The ballots with what everybody computes from them."""
    return [Sent(one, of.commitments) for one, of in zip(make().ballots, _checked(make), strict=True)]


def _changed(sent: Sent, change: Callable[[list[int]], list[int]]) -> Sent:
    told = change(read_commitments(group=G, told=sent.commitments))
    return Sent(sent.ballot, b"".join(int(one).to_bytes(G.width, "big") for one in told))


@pytest.mark.parametrize("make", [small_election, ranked_election])
def test_ballots_with_their_commitments_are_sound(make: Callable[[], Made]) -> None:
    made, sent = make(), _sent(make)
    assert all_sound(election=made.election, sent=sent)
    found = check_together(election=made.election, sent=sent)
    assert found == list(_checked(make))


@pytest.mark.parametrize(
    "change",
    [
        lambda told: [told[0] * G.g % G.p, *told[1:]],
        lambda told: [*told[:-1], G.p - told[-1]],
        lambda told: [told[0], told[2], told[1], *told[3:]],
        lambda told: told[:-1],
        lambda told: [*told, told[0]],
        lambda told: [0, *told[1:]],
        lambda told: [G.p, *told[1:]],
    ],
    ids=["another element", "outside the group", "swapped", "one too few", "one too many", "zero", "too large"],
)
def test_wrong_commitments_are_found_out_and_harm_no_ballot(change: Callable[[list[int]], list[int]]) -> None:
    made, sent = small_election(), _sent(small_election)
    wrong = [sent[0], _changed(sent[1], change), sent[2]]
    assert not all_sound(election=made.election, sent=wrong)
    found = check_together(election=made.election, sent=wrong)
    assert found == list(_checked(small_election))


def _signed_by_nobody(made: Made, commitment: int) -> str:
    """The first ballot with a signature whose hash fits `commitment`, made without the credential's secret."""
    wire = decode(raw=made.ballots[0], shape=BallotWire)
    assert not isinstance(wire.signature, msgspec.UnsetType)
    digest = hash64(encode(given=msgspec.structs.replace(wire, signature=msgspec.UNSET)))
    proof = ProofWire(challenge=str(G.challenge(f"sig|{digest}|{commitment}")), response="5")
    return encode(given=msgspec.structs.replace(wire, signature=msgspec.structs.replace(wire.signature, proof=proof)))


def test_a_commitment_that_only_fits_the_hash_makes_no_proof(tmp_path: Path) -> None:
    made, sent = small_election(), _sent(small_election)
    commitment = G.g_power(7)
    told = [commitment, *read_commitments(group=G, told=sent[0].commitments)[1:]]
    forged = Sent(_signed_by_nobody(made, commitment), written_commitments(group=G, found=told))
    honest = [Sent(one.ballot, one.commitments) for one in sent[1:]]
    # With enough others, so that all are asked together.
    others = [*honest, sent[0], forged]
    assert all_sound(election=made.election, sent=others[:-1])
    assert not all_sound(election=made.election, sent=others)
    found = check_together(election=made.election, sent=others)
    assert [isinstance(one, BallotRefused) for one in found] == [False, False, False, True]
    assert isinstance(found[-1], BallotRefused)
    assert found[-1].check == "signature"
    altered = made.but(ballots=(forged.ballot, *made.ballots[1:]))
    archive = written(tmp_path, made.election.uuid, altered.steps())
    with pytest.raises(Broken, match=r"^ballot\.signature: Ballot 1"):
        verify(archive=archive, commitments=_beside(archive, [forged, *honest]))


def test_a_ciphertext_outside_the_group_is_found_out_beside_its_commitments() -> None:
    made, sent = small_election(), _sent(small_election)
    forged = outside_the_group(made.election, made.credentials[0])
    found = check_together(election=made.election, sent=[*sent, Sent(forged, sent[0].commitments), Sent(forged)])
    assert [getattr(one, "check", "") for one in found] == ["", "", "", "not_in_group", "not_in_group"]


def _beside(archive: Path, sent: list[Sent]) -> Path:
    path = archive.with_suffix(".commitments")
    path.write_bytes(b"".join(commitments_file(told=((hash_hex(one.ballot), one.commitments) for one in sent))))
    return path


def test_an_archive_is_verified_whatever_the_file_beside_it_says(tmp_path: Path) -> None:
    made, sent = small_election(), _sent(small_election)
    archive = written(tmp_path, made.election.uuid, made.steps())
    report = verify(archive=archive)
    beside = _beside(archive, sent)
    right = beside.read_bytes()
    # Also without its middle, of another order, cut off, and with one bit of a commitment turned.
    one = len(right) // 3
    for said in (
        right,
        right[:one] + right[2 * one :],
        right[one:] + right[:one],
        right[:-9],
        right[:-1] + b"\0",
        b"x",
    ):
        beside.write_bytes(said)
        assert verify(archive=archive, commitments=beside) == report


def test_products_of_random_halves_tell_an_element_outside_wherever_it_stands() -> None:
    inside = [G.g_power(exponent) for exponent in range(1, 9)]
    for place in range(8):
        halves = random_halves(
            group=G, elements=[*inside[:place], G.p - inside[place], *inside[place + 1 :]], rounds=ROUNDS
        )
        outside = sum(not G.in_group(element=one) for one in halves)
        # Each round by a coin: fewer than eight or more than 56 of 64 come once in 10^10 times.
        assert 8 <= outside <= 56


@pytest.mark.parametrize("make", [small_election, ranked_election])
def test_who_encrypts_announces_what_who_checks_computes(make: Callable[[], Made]) -> None:
    made = make()
    choices = CHOICES[0] if made.election.questions == QUESTIONS else RANKED_CHOICES[0]
    ballot, told = encrypt_announced(election=made.election, credential=made.credentials[0].secret, choices=choices)
    assert check_ballot(election=made.election, ballot=ballot).commitments == told
