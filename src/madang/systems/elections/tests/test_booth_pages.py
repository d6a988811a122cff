"""The doors of the voting pages without a browser: who gets in, what is refused, what strange questions get."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from madang.framework.identity.tests.browsers import new_account, signed_in
from madang.framework.values import clock
from madang.systems.elections.models import Ballot, BoardEvent, Election
from madang.systems.elections.tests.voting_world import World, open_election

pytestmark = pytest.mark.django_db
MACHINE = {"accept": "application/json"}


@pytest.fixture
def world() -> World:
    """An election that takes ballots."""
    return open_election(now=clock.now())


def _posted(client: Client, world: World, ballot: str) -> Any:
    return client.post(f"/elections/{world.election.uuid}/vote/", {"ballot": ballot}, headers=MACHINE)


def test_what_is_no_ballot_is_refused_with_a_sentence_and_changes_nothing(world: World) -> None:
    voter = signed_in(world.accounts["hana"])
    for ballot in ("", "x", "[]", "{}", '{"credential": "1"}', '{"credential": 5}', "[" * 10_000, "9" * 5000):
        answer = _posted(voter, world, ballot)
        assert answer.status_code in (403, 422), ballot[:20]
        assert answer.json()["detail"]
    assert _posted(Client(), world, "{}").headers["location"].startswith("/sign-in/")
    assert (Ballot.objects.count(), BoardEvent.objects.count()) == (0, 1)


def test_who_is_not_on_the_roll_is_told_so_and_cannot_post(world: World) -> None:
    stranger = signed_in(new_account("sora", person="person-sora"))
    page = stranger.get(f"/elections/{world.election.uuid}/vote/")
    assert "You are not on the roll" in page.content.decode()
    assert _posted(stranger, world, '{"credential": "1"}').status_code == 403
    assert "No election with you" in stranger.get("/elections/mine/").content.decode()


def test_the_paper_names_every_answer_and_sends_none_by_name(world: World) -> None:
    page = signed_in(world.accounts["hana"]).get(f"/elections/{world.election.uuid}/vote/").content.decode()
    assert page.count("data-answer=") == 5 + 3
    assert page.count("data-blank ") == 1
    booth = page[page.index('id="booth"') : page.index("</main>")]
    assert "<form" not in booth, "nothing that a browser could send by itself"


def test_the_board_answers_strange_questions(world: World) -> None:
    address = f"/elections/{world.election.uuid}/board/"
    for typed in ("nothing", "'; --", "<script>", "a" * 5000, "✓"):
        page = Client().get(address, {"tracking": typed}, headers={"accept-language": "en"})
        assert "This number is not on the board" in page.content.decode()
        assert "<script>alert" not in page.content.decode()
    assert Client().get(f"{address}0.json").json().keys() == {"election", "trustees", "credentials"}
    assert Client().get(f"{address}1.json").status_code == 404
    assert Client().get("/elections/11111111111111/board/").status_code == 404
    raw = b"".join(Client().get(f"/elections/{world.election.uuid}/board.json").streaming_content)  # type: ignore[attr-defined]
    assert raw.count(b'"height"') == 1


def test_a_draft_has_no_pages_for_voters(world: World) -> None:
    Election.objects.filter(pk=world.election.pk).update(state="draft")
    voter = signed_in(world.accounts["hana"])
    assert voter.get(f"/elections/{world.election.uuid}/vote/").status_code == 404
    assert Client().get(f"/elections/{world.election.uuid}/results/").status_code == 404
    assert world.election.title not in voter.get("/elections/mine/").content.decode()


def test_an_election_that_asks_for_a_surer_sign_in_leads_there_and_takes_no_ballot_before(world: World) -> None:
    Election.objects.filter(pk=world.election.pk).update(assurance=2)
    page = f"/elections/{world.election.uuid}/vote/"
    weak, sure = (signed_in(world.accounts["hana"], assurance=level) for level in (1, 2))
    led = weak.get(page)
    assert led.status_code == 302
    assert parse_qs(urlsplit(led.headers["location"]).query) == {"level": ["2"], "next": [page]}
    refused = _posted(weak, world, "{}")
    assert (refused.status_code, refused.json()["type"].rpartition(":")[2]) == (403, "elections.sign_in_too_weak")
    assert "with a mobile ID" in refused.json()["detail"]
    assert 'id="booth"' in sure.get(page).content.decode()
    assert _posted(sure, world, "{}").status_code == 422
