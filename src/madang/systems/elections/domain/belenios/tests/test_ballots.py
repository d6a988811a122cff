"""What voters and strangers may send, and what they get for it."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.systems.elections.domain.belenios.ballots import ChoicesRefused, check_ballot, encrypt
from madang.systems.elections.domain.belenios.batch import ROUNDS, Sent, all_in_group, all_sound
from madang.systems.elections.domain.belenios.credentials import CredentialMistyped, normal_secret
from madang.systems.elections.domain.belenios.election import BASE58, election_json, read_election
from madang.systems.elections.domain.belenios.group import BELENIOS_2048
from madang.systems.elections.domain.belenios.refused import BallotRefused
from madang.systems.elections.domain.belenios.tests.made import small_election
from madang.systems.elections.domain.belenios.tests.malicious import outside_the_group
from madang.systems.elections.domain.belenios.wire import Malformed


@pytest.mark.parametrize(
    "choices",
    [
        [[1, 0]],
        [[1, 1], [1, 0, 0, 0]],
        [[0, 0], [1, 0, 0, 0]],
        [[2, 0], [1, 0, 0, 0]],
        [[1, 0], [1, 1, 0, 0]],
        [[1, 0], [0, 0, 0, 0]],
        [[1, 0], [0, 1, 1, 1]],
        [[1, 0], [0, 1, 1]],
    ],
)
def test_choices_out_of_bounds_are_not_encrypted(choices: list[list[int]]) -> None:
    made = small_election()
    with pytest.raises(ChoicesRefused):
        encrypt(election=made.election, credential=made.credentials[0].secret, choices=choices)


def test_a_credential_may_be_typed_without_hyphens_and_never_with_a_wrong_character() -> None:
    secret = small_election().credentials[0].secret
    assert normal_secret(typed=f" {secret.replace('-', '')} ") == secret
    # The check is modulo 53 over 58 characters: a neighbour in the alphabet always leaves another remainder.
    digit = BASE58.index(secret[-2])
    other = secret[:-2] + BASE58[digit - 1 if digit else 1] + secret[-1]
    for wrong in (other, secret[:-1], "", secret.replace(secret[0], "0")):
        with pytest.raises(CredentialMistyped):
            normal_secret(typed=wrong)


def test_the_batch_and_the_single_check_refuse_a_ciphertext_outside_the_group() -> None:
    made = small_election()
    forged = outside_the_group(made.election, made.credentials[0])
    with pytest.raises(BallotRefused) as refused:
        check_ballot(election=made.election, ballot=forged)
    assert refused.value.code == "elections.ballot.not_in_group"
    sent = [Sent(one) for one in made.ballots]
    assert all_sound(election=made.election, sent=sent)
    assert not all_sound(election=made.election, sent=[*sent[:2], Sent(forged)])


def test_membership_of_many_is_found_out_whichever_is_outside() -> None:
    group = BELENIOS_2048
    assert all_in_group(group=group, elements=[])
    # More than the rounds are asked together, fewer one by one.
    for size in (ROUNDS + 3, 13):
        inside = [group.g_power(exponent) for exponent in range(1, size + 1)]
        assert all_in_group(group=group, elements=inside)
        for outside in (group.p - group.g, group.p - 1, 0, group.p, group.p + 1, 2):
            for place in (0, 6, size - 1):
                assert not all_in_group(group=group, elements=[*inside[:place], outside, *inside[place + 1 :]])
        # Two wrongs make no right.
        assert not all_in_group(group=group, elements=[*inside, group.p - 1, group.p - 1])


@settings(max_examples=20)
@given(st.one_of(st.text(max_size=20), st.dictionaries(st.text(max_size=5), st.integers()).map(json.dumps)))
def test_anything_else_than_a_ballot_is_refused_as_malformed(sent: str) -> None:
    with pytest.raises(BallotRefused) as refused:
        check_ballot(election=small_election().election, ballot=sent)
    assert refused.value.code == "elections.ballot.malformed"


@settings(max_examples=25)
@given(st.data())
def test_a_ballot_with_one_number_changed_is_refused(data: st.DataObject) -> None:
    made = small_election()
    ballot = made.ballots[0]
    places = [place for place, letter in enumerate(ballot) if letter.isdigit()]
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([one for one in "0123456789" if one != ballot[place]]))
    with pytest.raises(BallotRefused):
        check_ballot(election=made.election, ballot=ballot[:place] + digit + ballot[place + 1 :])


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"group": "RFC-3526-4096"},
        {"public_key": "1"},
        {"public_key": str(BELENIOS_2048.p - 1)},
        {"public_key": "007"},
        {"uuid": "short"},
        {"questions": []},
        {"questions": [{"answers": ["A"], "min": 1, "max": 2, "question": "?"}]},
        {"questions": [{"answers": ["A"], "min": -1, "max": 1, "question": "?"}]},
        # Numbers cannot be made elements of the group of homomorphic questions.
        {"questions": [{"type": "NonHomomorphic", "value": {"answers": ["A"], "question": "?"}}]},
        {"questions": [{"type": "Other", "value": {"answers": ["A"], "question": "?"}}]},
        {"extra": 1},
    ],
)
def test_an_election_that_nobody_could_hold_is_refused(change: dict[str, object]) -> None:
    raw = election_json(election=small_election().election)
    with pytest.raises(Malformed):
        read_election(raw=json.dumps(json.loads(raw) | change))
