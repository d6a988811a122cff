"""Ranked questions: ballots, shuffles, results; by us and by Debian's belenios-tool, each reading what the other made."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from madang.systems.elections.domain.belenios import ranking
from madang.systems.elections.domain.belenios.ballots import ChoicesRefused, check_ballot, encrypt
from madang.systems.elections.domain.belenios.board import Step
from madang.systems.elections.domain.belenios.election import read_election
from madang.systems.elections.domain.belenios.group import BELENIOS_2048, RFC_3526_2048, number
from madang.systems.elections.domain.belenios.many_powers import product_of_powers
from madang.systems.elections.domain.belenios.refused import BallotRefused
from madang.systems.elections.domain.belenios.tests.made import (
    RANKED_CHOICES,
    Made,
    accepted_by_tool,
    ranked_election,
    told_by_the_one_file,
    written,
)
from madang.systems.elections.domain.belenios.verify import Broken, verify
from madang.systems.elections.tests.belenios_tool import ToolElection

QUESTIONS = [
    {"answers": ["A", "B"], "min": 0, "max": 1, "question": "One or none"},
    {"type": "NonHomomorphic", "value": {"answers": ["A", "B", "C"], "question": "Rank them"}, "extra": {"any": [1]}},
]
VOTES = ([[1, 0], [1, 2, 3]], [[0, 1], [3, 0, 200]], [[0, 0], [2, 1, 0]])


@pytest.mark.parametrize("threshold", [False, True])
def test_the_tool_and_our_verifiers_accept_our_shuffled_archive(threshold: bool, tmp_path: Path) -> None:
    made = ranked_election(threshold)
    path = written(tmp_path, made.election.uuid, made.steps())
    assert accepted_by_tool(tmp_path)
    assert told_by_the_one_file(path) == ""
    report = verify(archive=path)
    assert report.counts == ((2,), (), ())
    assert report.rankings is not None
    for place in (1, 2):
        assert sorted(report.rankings[place]) == sorted(tuple(row[place]) for row in RANKED_CHOICES)


def test_a_shuffled_election_of_the_tool_is_verified_and_joined(tmp_path: Path) -> None:
    """The tool prepares, shuffles and counts; two voters vote with us and one with the tool."""
    election = ToolElection(folder=tmp_path, questions=QUESTIONS, group="RFC-3526-2048", voters=3)
    public = read_election(raw=election.text)
    for secret, vote in zip(election.credentials[:2], VOTES, strict=False):
        election.cast(ballot=encrypt(election=public, credential=secret, choices=vote))
    (tmp_path / "secret").write_text(election.credentials[2])
    (tmp_path / "vote").write_text(json.dumps(VOTES[2]))
    theirs = election.run("election", "generate-ballot", "--privcred", "secret", "--ballot", "vote")
    assert check_ballot(election=public, ballot=theirs.strip()).raw == theirs.strip()
    election.cast(ballot=theirs)
    counted = election.tally(shuffles=True)
    path = tmp_path / f"{election.uuid}.bel"
    report = verify(archive=path)
    assert report.counts == ((1, 1), ()) == (tuple(counted[0]), ())
    assert report.rankings == ((), tuple(map(tuple, counted[1])))
    assert sorted(counted[1]) == sorted(vote[1] for vote in VOTES)
    assert told_by_the_one_file(path) == ""


def _shuffle_changed(made: Made, change: Callable[[dict[str, list[object]]], None]) -> list[Step]:
    owner, raw = made.shuffles[1]
    content = json.loads(raw)
    change(content)
    return made.but(shuffles=(made.shuffles[0], (owner, json.dumps(content, separators=(",", ":"))))).steps()


def ballot_exchanged(made: Made) -> list[Step]:
    """A trustee puts a ballot of its own in the place of another's."""

    def change(content: dict[str, list[object]]) -> None:
        row = content["ciphertexts"][0]
        assert isinstance(row, list)
        row[0] = row[1]

    return _shuffle_changed(made, change)


def order_changed_again(made: Made) -> list[Step]:
    """What was proved is in another order now."""

    def change(content: dict[str, list[object]]) -> None:
        row = content["ciphertexts"][1]
        assert isinstance(row, list)
        row.reverse()

    return _shuffle_changed(made, change)


def proofs_of_the_other_question(made: Made) -> list[Step]:
    return _shuffle_changed(made, lambda content: content["proofs"].reverse())


def one_response_changed(made: Made) -> list[Step]:
    def change(content: dict[str, list[object]]) -> None:
        proof = json.loads(json.dumps(content["proofs"][0]))
        proof[1][4][-1] = str(int(proof[1][4][-1]) - 1)
        content["proofs"][0] = proof

    return _shuffle_changed(made, change)


def chain_negated(made: Made) -> list[Step]:
    """A commitment of the chain with the other sign is outside the group."""

    def change(content: dict[str, list[object]]) -> None:
        proof = json.loads(json.dumps(content["proofs"][0]))
        proof[0][4][0] = str(int(RFC_3526_2048.p) - int(proof[0][4][0]))
        content["proofs"][0] = proof

    return _shuffle_changed(made, change)


def shuffle_dropped(made: Made) -> list[Step]:
    """The first shuffle is taken away: the second one was of something else."""
    return made.but(shuffles=made.shuffles[1:]).steps()


def shuffled_twice_by_one(made: Made) -> list[Step]:
    return made.but(shuffles=(made.shuffles[0], (1, made.shuffles[1][1]))).steps()


def opened_unshuffled(made: Made) -> list[Step]:
    return made.but(shuffles=()).steps()


# Whether belenios-tool 2.0 refuses it, too: it did not when it was asked about those with False.
ATTACKS = (
    (ballot_exchanged, "shuffle", True),
    (order_changed_again, "shuffle", True),
    (proofs_of_the_other_question, "shuffle", True),
    (one_response_changed, "shuffle", True),
    (chain_negated, "shuffle", True),
    (shuffle_dropped, "shuffle", True),
    (shuffled_twice_by_one, "shuffle", False),
    (opened_unshuffled, "shuffle", True),
)


@pytest.mark.parametrize(("attack", "check", "tool"), ATTACKS, ids=[attack.__name__ for attack, _, _ in ATTACKS])
def test_an_altered_shuffle_is_refused(
    attack: Callable[[Made], list[Step]], check: str, tool: bool, tmp_path: Path
) -> None:
    made = ranked_election(voters=2)
    path = written(tmp_path, made.election.uuid, attack(made))
    with pytest.raises(Broken) as broken:
        verify(archive=path)
    assert broken.value.check == check
    assert told_by_the_one_file(path) == check
    assert accepted_by_tool(tmp_path) is not tool


def test_a_ranking_copied_under_another_credential_is_refused() -> None:
    """Who copies an answer would learn from the opened vectors what somebody else wrote."""
    made = ranked_election()
    for change, check in ((_other_proof, "knowledge_proof"), (_no_proof, "shape"), (_negated, "not_in_group")):
        with pytest.raises(BallotRefused) as refused:
            check_ballot(election=made.election, ballot=change(made))
        assert refused.value.check == check


def _other_proof(made: Made) -> str:
    from madang.systems.elections.domain.belenios.tests.malicious import resigned
    from madang.systems.elections.domain.belenios.wire import BallotWire, decode

    mine, other = (decode(raw=raw, shape=BallotWire).answers for raw in made.ballots[:2])
    own = encrypt(election=made.election, credential=made.credentials[0].secret, choices=RANKED_CHOICES[0])
    first = decode(raw=own, shape=BallotWire).answers[0]
    assert mine != other
    return resigned(made.election, made.credentials[0], (first, other[1], other[2]))


def _no_proof(made: Made) -> str:
    import msgspec

    from madang.systems.elections.domain.belenios.tests.malicious import resigned
    from madang.systems.elections.domain.belenios.wire import BallotWire, decode

    first, second, third = decode(raw=made.ballots[0], shape=BallotWire).answers
    bare = msgspec.structs.replace(second, proof=msgspec.UNSET)
    return resigned(made.election, made.credentials[0], (first, bare, third))


def _negated(made: Made) -> str:
    import msgspec

    from madang.systems.elections.domain.belenios.tests.malicious import resigned
    from madang.systems.elections.domain.belenios.wire import BallotWire, CiphertextWire, decode

    first, second, third = decode(raw=made.ballots[0], shape=BallotWire).answers
    sealed = second.ciphertexts[0]
    negative = CiphertextWire(alpha=sealed.alpha, beta=str(RFC_3526_2048.p - int(sealed.beta)))
    return resigned(
        made.election, made.credentials[0], (first, msgspec.structs.replace(second, choices=negative), third)
    )


def test_numbers_become_an_element_and_come_back() -> None:
    for numbers in ((0, 0), (1, 2, 3), (255,) * 254, tuple(range(200))):
        element = ranking.embedded(numbers=numbers, group=RFC_3526_2048)
        assert RFC_3526_2048.in_group(element=element)
        assert RFC_3526_2048.power(base=element, exponent=RFC_3526_2048.q) == 1
        assert ranking.numbers_in(element=element, count=len(numbers)) == numbers


@pytest.mark.parametrize("chosen", [[1, 2], [1, 2, 256], [1, 2, -1]])
def test_what_is_no_ranking_is_not_encrypted(chosen: list[int]) -> None:
    made = ranked_election()
    with pytest.raises(ChoicesRefused):
        encrypt(election=made.election, credential=made.credentials[0].secret, choices=[[1], chosen, [0, 0]])


@pytest.mark.parametrize("size", [3, 16])
def test_a_product_of_many_powers_is_what_its_powers_multiply_to(size: int) -> None:
    for group in (BELENIOS_2048, RFC_3526_2048):
        bases = [group.g_power(place + 2) for place in range(size)]
        exponents = [number(0), number(1), group.q - 1, *(group.random_exponent() for _ in range(size - 3))]
        expected = 1
        for base, exponent in zip(bases, exponents, strict=True):
            expected = expected * pow(int(base), int(exponent), int(group.p)) % int(group.p)
        assert product_of_powers(group=group, bases=bases, exponents=exponents) == expected
