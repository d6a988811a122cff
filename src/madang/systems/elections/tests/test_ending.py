"""How an election ends: cancelled, begun anew, records sealed and handed on, names deleted; and surveys with secrecy."""

import io
import subprocess
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from madang.framework.audit.models import Entry
from madang.framework.documents import Outcome, verify_number
from madang.framework.identity.actor import system_actor
from madang.framework.identity.may import Forbidden
from madang.framework.identity.models import Office
from madang.framework.jobs.drain import run_due_jobs
from madang.framework.notify.models import Message
from madang.framework.values import clock
from madang.systems.elections.domain.belenios.trustees import new_trustee
from madang.systems.elections.domain.ending import RecordsLaw, names_kept_until, tellable
from madang.systems.elections.domain.words import Channel, Kind, Step
from madang.systems.elections.models import BoardEvent, Credential, Election, JointStep, Voter
from madang.systems.elections.tests.polling_world import (
    AFTER,
    BEFORE,
    DURING,
    OFFICE,
    OFFICIALS,
    OPENS,
    POLLING,
    entered,
    open_election,
    plan,
    resident,
)
from madang.systems.elections.usecases.counting.purge_names import purge_due
from madang.systems.elections.usecases.counting.results import results_of
from madang.systems.elections.usecases.counting.seal_records import (
    NotSealable,
    NotSealed,
    hand_to_archive,
    seal_records,
)
from madang.systems.elections.usecases.counting.survey_rules import TooFewAnswered
from madang.systems.elections.usecases.joint_step import NotNow, NotProposed, OwnProposal, propose
from madang.systems.elections.usecases.preparation import tell_cancelled
from madang.systems.elections.usecases.preparation.cancel import (
    SayWhyCancelled,
    approve_beginning_anew,
    approve_cancelling,
    propose_cancelling,
    take_back,
)
from madang.systems.elections.usecases.preparation.hand_in_key import hand_in_key
from madang.systems.elections.usecases.preparation.tell_cancelled import Telling, tell_some, telling
from madang.systems.elections.usecases.rehearse import announce, ballot, begin, count, take
from madang.systems.elections.usecases.voting.cast_ballot import cast_ballot
from madang.systems.elections.usecases.voting.hand_out_paper import NoPaperForSurveys, hand_out_paper
from madang.systems.elections.usecases.voting.own_credential import NotOpen

LAW = RecordsLaw(public_years=4, other_days=5)
NIGHT = system_actor("elections.delete_names_of_voters")


def _announced(kind: Kind = Kind.HOUSING, *, voters: int = 4) -> Election:
    planned = replace(plan(trustees=("Kim",)), kind=kind, quorum_percent=None)
    at = OPENS - timedelta(days=19)
    return announce(plan=planned, office=OFFICE, enter=lambda made: entered(made, voters), officials=OFFICIALS, now=at)


def test_names_are_kept_as_long_as_the_law_of_each_kind_says() -> None:
    """Public Official Election Act art. 186: the term of who was elected; Personal Information Protection Act art. 21 (1)."""
    ended = date(2024, 2, 29)
    assert names_kept_until(kind=Kind.PUBLIC, ended_on=ended, law=LAW) == date(2028, 2, 29)
    assert names_kept_until(kind=Kind.PUBLIC, ended_on=ended, law=replace(LAW, public_years=5)) == date(2029, 2, 28)
    assert names_kept_until(kind=Kind.UNION, ended_on=ended, law=LAW) == date(2024, 3, 5)
    assert names_kept_until(kind=Kind.SURVEY, ended_on=ended, law=LAW) == ended


def test_everybody_on_the_roll_is_told_once_that_it_is_cancelled(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three voters a transaction, of four; a worker that runs again tells nobody twice."""
    monkeypatch.setattr(tell_cancelled, "TOGETHER", 3)
    held, machine = open_election(), system_actor("test")
    propose_cancelling(election=held.election, because="A candidate died.", actor=OFFICIALS.first, now=DURING)
    gone = approve_cancelling(election=held.election, actor=OFFICIALS.second, now=DURING)
    assert telling(election=gone) == Telling(done=0, voters=4)
    assert tell_some(election=gone.pk, actor=machine, now=DURING) == 3
    gone.refresh_from_db()
    assert telling(election=gone) == Telling(done=3, voters=4)
    run_due_jobs(now=clock.now() + timedelta(minutes=1))
    assert tell_some(election=gone.pk, actor=machine, now=DURING) == 0
    told = Message.objects.filter(template=tell_cancelled.TEMPLATE)
    assert sorted(told.values_list("party_key", flat=True)) == ["person1", "person2", "person3", "person4"]
    assert all("A candidate died." in one.body for one in told)


def test_a_cancelled_election_says_why_takes_no_ballot_and_keeps_its_board(db: None) -> None:
    held = open_election()
    text = ballot(rehearsal=held, number=1, choices=[[0, 1, 0]])
    with pytest.raises(SayWhyCancelled):
        propose_cancelling(election=held.election, because=" ", actor=OFFICIALS.first, now=DURING)
    propose_cancelling(election=held.election, because="A candidate died.", actor=OFFICIALS.first, now=DURING)
    with pytest.raises(OwnProposal):
        approve_cancelling(election=held.election, actor=OFFICIALS.first, now=DURING)
    gone = approve_cancelling(election=held.election, actor=OFFICIALS.second, now=DURING)
    with pytest.raises(NotOpen):
        cast_ballot(election=gone, ballot=text, voter=resident(1), now=DURING)
    with pytest.raises(NotNow):
        propose(election=gone, step=Step.CLOSE, actor=OFFICIALS.first, now=AFTER)
    assert BoardEvent.objects.filter(election=gone).count() == 1
    page = Client(headers={"accept-language": "en"}).get(f"/elections/{gone.uuid}/").content.decode()
    assert "A candidate died." in page


def test_a_ceremony_that_failed_begins_anew_as_often_as_needed(db: None) -> None:
    election = take(election=_announced(), step=Step.FREEZE_ROLL, officials=OFFICIALS, now=BEFORE)
    for _again in range(2):
        hand_in_key(trustee=election.trustees.get(), text=new_trustee().public, actor=OFFICIALS.first, now=BEFORE)
        propose(election=election, step=Step.BEGIN, actor=OFFICIALS.first, now=BEFORE)
        propose(election=election, step=Step.ANEW, actor=OFFICIALS.first, now=BEFORE)
        approve_beginning_anew(election=election, actor=OFFICIALS.second, now=BEFORE)
        assert election.trustees.get().public == ""
        assert not JointStep.objects.filter(election=election, step=Step.BEGIN.value).exists()
    propose(election=election, step=Step.BEGIN, actor=OFFICIALS.first, now=BEFORE)
    take_back(election=election, step=Step.BEGIN, actor=OFFICIALS.second, now=BEFORE)
    with pytest.raises(NotProposed):
        take_back(election=election, step=Step.FREEZE_ROLL, actor=OFFICIALS.first, now=BEFORE)
    hand_in_key(trustee=election.trustees.get(), text=new_trustee().public, actor=OFFICIALS.first, now=BEFORE)
    assert election.trustees.get().public


def _published(kind: Kind, *, voters: int, cast: int) -> Election:
    held = begin(election=_announced(kind, voters=voters), officials=OFFICIALS, now=BEFORE)
    for number in range(1, cast + 1):
        text = ballot(rehearsal=held, number=number, choices=[[0, 1, 0]])
        cast_ballot(election=held.election, ballot=text, voter=resident(number), now=DURING)
    counted = count(rehearsal=held, officials=OFFICIALS, now=AFTER)
    return take(election=counted, step=Step.PUBLISH, officials=OFFICIALS, now=AFTER)


def test_records_are_sealed_handed_on_and_names_deleted_while_the_result_stands(db: None, tmp_path: Path) -> None:
    Office.objects.get_or_create(code=OFFICE, defaults={"name": "중앙선거관리위원회", "name_en": "Commission"})
    election = _published(Kind.HOUSING, voters=4, cast=1)
    with pytest.raises(NotSealed):
        hand_to_archive(election=election, file=io.BytesIO(), actor=OFFICIALS.first, now=AFTER)
    with pytest.raises(Forbidden):
        seal_records(election=election, actor=POLLING[0], now=AFTER)
    sealed = seal_records(election=election, actor=OFFICIALS.first, now=AFTER)
    assert seal_records(election=sealed, actor=OFFICIALS.second, now=AFTER).record_number == sealed.record_number
    assert verify_number(number=sealed.record_number, now=AFTER, source="test").outcome is Outcome.GENUINE
    before = results_of(election=sealed)
    assert purge_due(actor=NIGHT, now=AFTER + timedelta(days=5)) == 0
    with pytest.raises(Forbidden):
        purge_due(actor=OFFICIALS.first, now=AFTER)
    assert purge_due(actor=NIGHT, now=AFTER + timedelta(days=6)) == 1
    assert purge_due(actor=NIGHT, now=AFTER + timedelta(days=7)) == 0
    sealed.refresh_from_db()
    assert not Voter.objects.filter(election=sealed).exists()
    assert Credential.objects.filter(election=sealed, voter__isnull=True).count() == 6
    assert results_of(election=sealed) == before
    assert Entry.objects.get(action="elections.purge_names").detail["entries"] == 4
    _checked_by_another_program(sealed, tmp_path)


def _checked_by_another_program(election: Election, folder: Path) -> None:
    """RFC 8493 section 2.1.3: a manifest is what sha256sum reads; section 2.2.1: so is the manifest of the tags."""
    with (folder / "bag.zip").open("wb+") as file:
        hand_to_archive(election=election, file=file, actor=OFFICIALS.first, now=AFTER)
    with zipfile.ZipFile(folder / "bag.zip") as bag:
        bag.extractall(folder)
    top = folder / election.uuid
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        subprocess.run(["sha256sum", "--check", "--strict", "--quiet", manifest], cwd=top, check=True)
    assert election.archive_sha256 in (top / "manifest-sha256.txt").read_text()
    assert (top / "data" / "record.pdf").read_bytes().startswith(b"%PDF-")
    size = sum(one.stat().st_size for one in (top / "data").iterdir())
    assert f"Payload-Oxum: {size}.3\n" in (top / "bag-info.txt").read_text()


def test_a_survey_tells_nothing_of_few_and_forgets_who_answered(db: None) -> None:
    assert [tellable(kind=Kind.SURVEY, answered=one) for one in (9, 10)] == [False, True]
    held = begin(election=_announced(Kind.SURVEY, voters=12), officials=OFFICIALS, now=BEFORE)
    election = held.election
    with pytest.raises(NoPaperForSurveys):
        hand_out_paper(election=election, number=1, station="S1", actor=POLLING[0], now=DURING)
    _answered(election, 9, DURING)
    browser = Client(headers={"accept-language": "en"})
    told = browser.get(f"/elections/{election.uuid}/results/").content.decode()
    assert "Fewer than 10 people answered" in told
    assert "75" not in told.partition("<main")[2].partition("Poll closes")[0]
    propose(election=election, step=Step.CLOSE, actor=OFFICIALS.first, now=AFTER)
    with pytest.raises(TooFewAnswered):
        count(rehearsal=held, officials=OFFICIALS, now=AFTER)
    _answered(election, 10, DURING)
    counted = count(rehearsal=held, officials=OFFICIALS, now=AFTER)
    done = take(election=counted, step=Step.PUBLISH, officials=OFFICIALS, now=AFTER)
    assert done.purged_at == AFTER
    assert not Voter.objects.exists()
    assert not Credential.objects.exclude(voter=None).exists()
    found = results_of(election=done)
    assert found is not None
    assert (found.turnout.voted, found.turnout.voters) == (10, 12)


def _answered(election: Election, people: int, at: datetime) -> None:
    """So many answered, whatever they said."""
    Voter.objects.filter(election=election, number__lte=people).update(channel=Channel.ONLINE.value, voted_at=at)


def test_nothing_is_sealed_before_it_is_published(db: None) -> None:
    with pytest.raises(NotSealable):
        seal_records(election=_announced(), actor=OFFICIALS.first, now=BEFORE)
