"""Paper after online as the official, the voter and everybody else see it."""

import hashlib
from datetime import timedelta

import pytest
from django.test import Client

from madang.framework.identity.tests.browsers import give_duty, new_account, signed_in
from madang.framework.values import clock
from madang.systems.elections.domain.belenios.ballots import encrypt
from madang.systems.elections.domain.words import Step
from madang.systems.elections.models import Ballot, Election
from madang.systems.elections.tests.polling_world import OFFICE, OFFICIALS
from madang.systems.elections.tests.voting_world import World, open_election
from madang.systems.elections.usecases.permissions import STATION
from madang.systems.elections.usecases.rehearse import take
from madang.systems.elections.usecases.voting.public_election import public_election

CHOICES = [[1, 0, 0, 0, 0], [0, 1, 0, 0]]
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def world(db: None) -> World:
    """An election that takes ballots, in which paper overrides."""
    made = open_election(now=clock.now())
    Election.objects.filter(pk=made.election.pk).update(paper_overrides=True)
    return made


def _read(client: Client, address: str, **asked: str) -> str:
    return client.get(address, asked, headers=ENGLISH).content.decode()


def _votes(world: World, login: str) -> str:
    public = public_election(uuid=world.election.uuid)
    ballot = encrypt(election=public, credential=world.secrets[login], choices=CHOICES)
    address = f"/elections/{world.election.uuid}/vote/"
    signed_in(world.accounts[login]).post(address, {"ballot": ballot}, headers={"accept": "application/json"})
    return Ballot.objects.get(credential__voter__name=login).tracking


def _polling_official() -> Client:
    account = new_account("polling")
    give_duty(account, STATION, office=OFFICE)
    return signed_in(account)


def test_the_official_is_told_and_the_voter_reads_which_vote_counts(world: World) -> None:
    _votes(world, "hana")
    official, hana = _polling_official(), signed_in(world.accounts["hana"])
    station, booth = f"/elections/desk/{world.election.uuid}/station/", f"/elections/{world.election.uuid}/vote/"
    sent = {"station": "S1", "number": "1"}
    assert "may still vote on paper" in _read(hana, booth)
    shown = _read(official, station, station="S1", who="1")
    assert "the online ballot will not count" in shown
    assert "Hand out a ballot that overrides" in shown
    assert official.post(station, sent | {"act": "paper"}).status_code == 302
    assert "it is what counts, and no ballot that you cast online does" in _read(hana, booth)
    assert "the paper ballot counts, and those below do not" in _read(hana, "/elections/mine/")
    assert "The ballot was given back unused" in _read(official, station, station="S1", who="1")
    assert official.post(station, sent | {"act": "give_back"}).status_code == 302
    assert "Your ballot paper" in _read(hana, booth)
    assert "those below do not" not in _read(hana, "/elections/mine/")
    assert official.post(station, sent | {"act": "give_back"}).status_code == 409


def test_everybody_sees_what_was_left_out_and_nobody_whose_it_was(world: World) -> None:
    first, second = _votes(world, "hana"), _votes(world, "minsu")
    uuid, anybody = world.election.uuid, Client()
    sent = {"act": "paper", "station": "S1", "number": "1"}
    _polling_official().post(f"/elections/desk/{uuid}/station/", sent)
    # While the poll is open nobody else learns of it.
    assert "counts" in _read(anybody, f"/elections/{uuid}/board/", tracking=first)
    assert anybody.get(f"/elections/{uuid}/overridden.json").status_code == 404
    now = clock.now()
    Election.objects.filter(pk=world.election.pk).update(closes_at=now)
    take(election=world.election, step=Step.CLOSE, officials=OFFICIALS, now=now + timedelta(seconds=1))
    assert "overridden on paper" in _read(anybody, f"/elections/{uuid}/board/", tracking=first)
    assert "Your ballot is on the board and counts" in _read(anybody, f"/elections/{uuid}/board/", tracking=second)
    assert _read(anybody, f"/elections/{uuid}/board/").count("Ballot, overridden on paper") == 1
    said = anybody.get(f"/elections/{uuid}/overridden.json").content
    results = _read(anybody, f"/elections/{uuid}/results/")
    assert hashlib.sha256(said).hexdigest() in results
    assert (first.encode() in said, second.encode() in said, b"hana" in said, b"S1" in said) == (
        True,
        False,
        False,
        False,
    )
    counted, collected = (
        b"".join(anybody.get(f"/elections/{uuid}/{name}").streaming_content)  # type: ignore[attr-defined]
        for name in ("archive.bel", "collected.bel")
    )
    digest = hashlib.sha256(Ballot.objects.get(tracking=first).event.data.get().text.encode()).hexdigest().encode()
    assert (digest in counted, digest in collected) == (False, True)
