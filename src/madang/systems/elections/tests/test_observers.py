"""Observers: accredited by two, see what happens, and their notes stand beside the board; and what waits for officials."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from madang.framework.audit.models import Entry
from madang.framework.cases.other_work import work_of
from madang.framework.identity.actor import Actor
from madang.framework.identity.models import Account
from madang.framework.identity.tests.browsers import give_duty, new_account, signed_in
from madang.framework.notify.models import Message
from madang.systems.elections.domain.words import Step
from madang.systems.elections.models import Election, Incident, Observer
from madang.systems.elections.tests.polling_world import AFTER, DURING, OFFICE, OFFICIALS, POLLING, open_election
from madang.systems.elections.usecases.counting.close import approve_closing
from madang.systems.elections.usecases.joint_step import propose
from madang.systems.elections.usecases.permissions import MANAGER
from madang.systems.elections.usecases.voting.hand_out_paper import hand_out_paper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def _manager(login: str) -> Client:
    account: Account = new_account(login)
    give_duty(account, MANAGER, office=OFFICE)
    return signed_in(account)


def test_who_was_sent_is_accredited_by_two_and_notes_stand_on_the_board() -> None:
    election = open_election().election
    page, desk = f"/elections/{election.uuid}/observe/", f"/elections/desk/{election.uuid}/observers/"
    watcher, first, second = signed_in(new_account("mira", person="person-mira")), _manager("one"), _manager("two")
    assert "write who sends you" in watcher.post(page, {"text": " "}).content.decode()
    assert watcher.post(page, {"text": "Residents' union"}).status_code == 302
    asked = Observer.objects.get()
    sent = {"act": "accredit", "observer": str(asked.pk)}
    assert first.post(desk, sent).status_code == 302
    assert "another manager has to accredit" in first.post(desk, sent).content.decode()
    assert "Last events of the board" not in watcher.get(page).content.decode()
    assert second.post(desk, sent).status_code == 302
    shown = watcher.get(page).content.decode()
    assert "0. The board began" in shown
    assert watcher.post(page, {"text": "The box was not sealed at 9:10."}).status_code == 302
    board = Client(headers={"accept-language": "en"}).get(f"/elections/{election.uuid}/board/").content.decode()
    assert "The box was not sealed at 9:10." in board
    assert "Mira" not in board.partition("Notes of observers")[2]
    _replied(first, desk, election)
    assert second.post(desk, {"act": "end", "observer": str(asked.pk)}).status_code == 302
    watcher.post(page, {"text": "Later"})
    assert Incident.objects.count() == 1


def _replied(manager: Client, desk: str, election: Election) -> None:
    """One manager replies, for everybody to read; the trail has it, and the observer a message."""
    sent = {"act": "reply", "note": str(Incident.objects.get().pk)}
    assert manager.post(desk, sent | {"text": " "}).status_code == 422
    assert manager.post(desk, sent | {"note": "x"}).status_code == 404
    assert manager.post(desk, sent | {"text": "It was sealed at 9:12."}).status_code == 302
    board = Client(headers={"accept-language": "en"}).get(f"/elections/{election.uuid}/board/").content.decode()
    assert "It was sealed at 9:12." in board
    assert manager.get(desk).content.decode().count("It was sealed at 9:12.") == 1
    assert "A reply to your note" in Message.objects.get(party_key="person-mira").subject
    assert Entry.objects.filter(action="elections.reply_to_incident").count() == 1


def _states(actor: Actor, election: Election) -> list[str]:
    return [one.state_title for one in work_of(actor, now=AFTER) if one.number == election.uuid]


def test_what_waits_stands_in_the_worklist_of_who_can_do_it() -> None:
    election = open_election().election
    hand_out_paper(election=election, number=1, station="S1", actor=POLLING[0], now=DURING)
    assert _states(OFFICIALS.first, election) == ["To be closed"]
    propose(election=election, step=Step.CLOSE, actor=OFFICIALS.first, now=AFTER)
    assert _states(OFFICIALS.first, election) == []
    assert _states(OFFICIALS.second, election) == ["A step waits for your approval"]
    assert _states(POLLING[0], election) == []
    approve_closing(election=election, actor=OFFICIALS.second, now=AFTER)
    assert _states(POLLING[0], election) == ["Paper to be counted"]
