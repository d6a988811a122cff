"""Many ballots are checked and added up by jobs, each a part; the sums are those of belenios-tool whatever the parts."""

from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from madang.framework.audit.models import Entry
from madang.framework.identity.actor import system_actor
from madang.framework.identity.tests.browsers import give_duty, new_account, signed_in
from madang.framework.jobs.drain import run_due_jobs
from madang.framework.values import clock
from madang.systems.elections.domain.belenios.tests.made import accepted_by_tool
from madang.systems.elections.domain.belenios.verify import verify
from madang.systems.elections.domain.words import State, Step
from madang.systems.elections.models import BoardData, Election, TallyPart
from madang.systems.elections.tests.polling_world import AFTER, DURING, OFFICE, OFFICIALS, open_election, resident
from madang.systems.elections.usecases.awaited_parts import awaited_parts
from madang.systems.elections.usecases.counting import add_up
from madang.systems.elections.usecases.counting.archive import archive_of
from madang.systems.elections.usecases.counting.decrypt import NoDecryptionNow, hand_in_decryption
from madang.systems.elections.usecases.permissions import MANAGER
from madang.systems.elections.usecases.preparation.cancel import approve_cancelling, propose_cancelling
from madang.systems.elections.usecases.rehearse import Rehearsal, ballot, open_sums, take
from madang.systems.elections.usecases.voting.cast_ballot import cast_ballot


def _closed(monkeypatch: pytest.MonkeyPatch) -> Rehearsal:
    """Four voted, the first of them twice, and parts hold three ballots."""
    monkeypatch.setattr(add_up, "PART", 3)
    monkeypatch.setattr(add_up, "AT_ONCE", 3)
    held = open_election()
    for number, choice in ((1, 0), (2, 1), (3, 1), (4, 2), (1, 1)):
        chosen = [[int(place == choice) for place in range(3)]]
        text = ballot(rehearsal=held, number=number, choices=chosen)
        cast_ballot(election=held.election, ballot=text, voter=resident(number), now=DURING)
    take(election=held.election, step=Step.CLOSE, officials=OFFICIALS, now=AFTER)
    held.election.refresh_from_db()
    return held


@pytest.mark.django_db
def test_jobs_add_up_parts_and_the_last_one_puts_the_sums_on_the_board(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    held = _closed(monkeypatch)
    election, actor = held.election, system_actor("test")
    assert election.state == State.CLOSED
    assert add_up.adding_up(election=election) == add_up.Adding(done=0, ballots=4, broken="")
    first, second = TallyPart.objects.order_by("first").values_list("pk", flat=True)
    # A worker that was killed after its work does it again.
    for _once_more in range(2):
        add_up.add_up_part(part=second, actor=actor, now=AFTER)
    assert add_up.adding_up(election=election) == add_up.Adding(done=1, ballots=4, broken="")
    assert awaited_parts(election=election) == {}
    with pytest.raises(NoDecryptionNow):
        hand_in_decryption(trustee=election.trustees.get(position=1), text="{}", actor=OFFICIALS.first, now=AFTER)
    for _once_more in range(2):
        add_up.add_up_part(part=first, actor=actor, now=AFTER)
    assert add_up.adding_up(election=election) is None
    assert set(awaited_parts(election=election)) == {1, 2}
    open_sums(rehearsal=held, officials=OFFICIALS, now=AFTER)
    path = tmp_path / f"{election.uuid}.bel"
    path.write_bytes(b"".join(archive_of(election=election)))
    # One blank, three for the second answer: the first voter's last ballot counts.
    assert verify(archive=path).counts == ((0, 3, 1),)
    assert accepted_by_tool(tmp_path)


@pytest.mark.django_db
def test_the_desk_tells_how_far_the_workers_are(monkeypatch: pytest.MonkeyPatch) -> None:
    held = _closed(monkeypatch)
    account = new_account("manager")
    give_duty(account, MANAGER, office=OFFICE)
    client = signed_in(account)
    address = f"/elections/desk/{held.election.uuid}/"
    assert b"0 of 4 ballots" in client.get(address).content
    assert run_due_jobs(now=clock.now() + timedelta(minutes=1)) >= 2
    after = client.get(address).content
    assert b"of 4 ballots" not in after
    assert b'value="decryption"' in after


@pytest.mark.django_db
@pytest.mark.parametrize("at_once", [0, 9])
def test_a_ballot_that_was_changed_under_the_board_is_named_and_nothing_added_up(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever holds the database puts an earlier ballot, sound by itself, where the voter's last one stood."""
    held = open_election()
    monkeypatch.setattr(add_up, "AT_ONCE", at_once)
    casts = [
        cast_ballot(
            election=held.election,
            ballot=ballot(rehearsal=held, number=1, choices=[[0, *chosen]]),
            voter=resident(1),
            now=DURING,
        )
        for chosen in ([1, 0], [0, 1])
    ]
    earlier = BoardData.objects.get(event__ballot__tracking=casts[0].tracking)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE elections_boarddata DISABLE TRIGGER elections_data_stays")
        where = BoardData.objects.filter(event__ballot__tracking=casts[1].tracking)
        where.update(text=earlier.text, hash=earlier.hash)
        cursor.execute("ALTER TABLE elections_boarddata ENABLE TRIGGER elections_data_stays")
    take(election=held.election, step=Step.CLOSE, officials=OFFICIALS, now=AFTER)
    told = Entry.objects.filter(action="elections.broken_ballot", detail={"ballot": casts[1].tracking})
    assert told.exists() is bool(at_once)
    part = TallyPart.objects.get().pk
    add_up.add_up_part(part=part, actor=system_actor("test"), now=AFTER)
    assert told.exists()
    found = add_up.adding_up(election=held.election)
    assert found == add_up.Adding(done=0, ballots=1, broken=casts[1].tracking)
    assert not add_up.is_added_up(election=held.election)
    page = Client(headers={"Accept-Language": "en"}).get(f"/elections/{held.election.uuid}/trustees/").content.decode()
    assert casts[1].tracking in unescape(page)
    _nothing_is_added_up_once_cancelled(held.election, part)


def _nothing_is_added_up_once_cancelled(election: Election, part: int) -> None:
    propose_cancelling(election=election, because="A ballot was changed.", actor=OFFICIALS.first, now=AFTER)
    approve_cancelling(election=election, actor=OFFICIALS.second, now=AFTER)
    assert add_up.adding_up(election=election) is None
    add_up.add_up_part(part=part, actor=system_actor("test"), now=AFTER)
    assert not add_up.is_added_up(election=election)
