"""Trustees' keys handed in: one for each, or step by step where a few of many suffice; every refusal is said in words."""

import json
import re
from pathlib import Path

import pytest
from django.utils import translation

from madang.systems.elections.domain import belenios
from madang.systems.elections.domain.belenios import ceremony
from madang.systems.elections.domain.belenios.trustees import check_trustee, new_trustee, read_trustees
from madang.systems.elections.domain.words import Step
from madang.systems.elections.models import Election
from madang.systems.elections.tests.polling_world import BEFORE, OFFICE, OFFICIALS, OPENS, entered, plan
from madang.systems.elections.usecases.preparation.begin import NotPrepared
from madang.systems.elections.usecases.preparation.hand_in_key import (
    KeyUnfit,
    NoKeyNow,
    hand_in_key,
    needed_by,
    next_step,
    published_trustees,
)
from madang.systems.elections.usecases.refused_in_words import BALLOT, TRUSTEE
from madang.systems.elections.usecases.rehearse import announce, take


def _frozen(*names: str, threshold: int = 0) -> Election:
    planned = plan(trustees=names, threshold=threshold)
    made = announce(plan=planned, office=OFFICE, enter=entered, officials=OFFICIALS, now=OPENS)
    return take(election=made, step=Step.FREEZE_ROLL, officials=OFFICIALS, now=BEFORE)


def _hand_in(election: Election, position: int, text: str) -> None:
    hand_in_key(trustee=election.trustees.get(position=position), text=text, actor=OFFICIALS.first, now=BEFORE)


def _refused(election: Election, position: int, text: str, why: str) -> None:
    with translation.override("en"), pytest.raises(KeyUnfit) as refused:
        _hand_in(election, position, text)
    assert str(TRUSTEE[why]) in str(refused.value)


def test_of_three_trustees_two_are_made_enough_step_by_step(db: None) -> None:
    election = _frozen("Kim", "Lee", "Park", threshold=2)
    seats = [ceremony.new_seat() for _ in range(3)]
    _refused(election, 1, new_trustee().public, "malformed")
    _hand_in(election, 1, seats[0].certificate)
    _refused(election, 2, seats[0].certificate, "certificate")
    with pytest.raises(NoKeyNow):
        _hand_in(election, 1, seats[0].certificate)
    for position in (2, 3):
        _hand_in(election, position, seats[position - 1].certificate)

    needed = needed_by(trustee=election.trustees.get(position=1))
    certificates = [one.certificate for one in seats]
    assert needed == {"group": "BELENIOS-2048", "threshold": 2, "certificates": certificates, "routed": ""}
    certificates = [one.certificate for one in seats]
    shares = [ceremony.share(seed=one.seed, certificates=certificates, threshold=2) for one in seats]
    _refused(election, 1, shares[1], "polynomial")
    for position, share in enumerate(shares, 1):
        _hand_in(election, position, share)

    outputs = []
    for position, seat in enumerate(seats, 1):
        routed = str(needed_by(trustee=election.trustees.get(position=position))["routed"])
        made = ceremony.accept(seed=seat.seed, certificates=certificates, threshold=2, routed=routed)
        outputs.append(made)
    # Whose output does not fit is told at once, and not the last one who hands in.
    _refused(election, 1, outputs[1], "output")
    with pytest.raises(NotPrepared):
        take(election=election, step=Step.BEGIN, officials=OFFICIALS, now=BEFORE)
    for position, output in enumerate(outputs, 1):
        _hand_in(election, position, output)
    trustees = list(election.trustees.order_by("position"))
    assert next_step(election=election, trustees=trustees) == ""
    read = read_trustees(raw=published_trustees(election=election, trustees=trustees))
    kept = [ceremony.kept_key(seed=seat.seed, accepted=one) for seat, one in zip(seats, outputs, strict=True)]
    assert read.keys == tuple(check_trustee(public=one.public) for one in kept)


def test_a_key_without_proof_or_of_another_trustee_is_refused(db: None) -> None:
    election = _frozen("Kim", "Lee")
    mine, other = new_trustee().public, new_trustee().public
    _refused(election, 1, "{}", "malformed")
    unproved = json.loads(mine)
    unproved["pok"]["response"] = "1"
    _refused(election, 1, json.dumps(unproved), "key")
    _hand_in(election, 1, mine)
    _refused(election, 2, mine, "key")
    _hand_in(election, 2, other)
    assert set(election.trustees.values_list("public", flat=True)) == {mine, other}


def test_every_refusal_of_the_cryptography_has_words() -> None:
    sources = [path.read_text() for path in Path(str(belenios.__file__)).parent.glob("*.py")]
    for name, words in (("Ballot", BALLOT), ("Trustee", TRUSTEE)):
        raised = {check for text in sources for check in re.findall(rf'raise {name}Refused\(\s*"(\w+)"', text)}
        assert raised == set(words)
    for words in (BALLOT, TRUSTEE):
        with translation.override("ko"):
            assert all(re.search("[가-힣]", str(says)) for says in words.values())
