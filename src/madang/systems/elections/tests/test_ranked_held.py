"""An election whose voters rank and grade: ballots, shuffles of all trustees, decryption, count; what is refused on the way."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from madang.framework.identity.tests.browsers import give_duty, new_account, signed_in
from madang.framework.jobs.drain import run_due_jobs
from madang.framework.values import clock
from madang.systems.elections.domain.belenios.mixnet import shuffle
from madang.systems.elections.domain.belenios.tally import partial_decryption
from madang.systems.elections.domain.belenios.tests.made import accepted_by_tool
from madang.systems.elections.domain.belenios.verify import verify
from madang.systems.elections.domain.plan import Answer, Plan, PlannedQuestion
from madang.systems.elections.domain.words import Kind, QuestionKind, State, Step
from madang.systems.elections.models import BoardEvent, Election, ShuffleToCheck
from madang.systems.elections.tests.polling_world import (
    AFTER,
    BEFORE,
    DURING,
    OFFICE,
    OFFICIALS,
    OPENS,
    POLLING,
    entered,
    plan,
    resident,
)
from madang.systems.elections.usecases.awaited_parts import DECRYPTION, SHUFFLE, awaited_parts
from madang.systems.elections.usecases.counting.archive import archive_of
from madang.systems.elections.usecases.counting.check_shuffle import check_handed_in
from madang.systems.elections.usecases.counting.decrypt import NoDecryptionNow, hand_in_decryption
from madang.systems.elections.usecases.counting.hand_in_shuffle import (
    AnotherIsChecked,
    NoShuffleNow,
    ShuffleUnfit,
    hand_in_shuffle,
    shuffled_tally,
)
from madang.systems.elections.usecases.counting.public_result import public_result, ranked_outcome_of
from madang.systems.elections.usecases.permissions import MANAGER
from madang.systems.elections.usecases.preparation.draft_election import PlanFaulty, draft_election
from madang.systems.elections.usecases.refused_in_words import TRUSTEE
from madang.systems.elections.usecases.rehearse import Rehearsal, announce, ballot, begin, take
from madang.systems.elections.usecases.voting.cast_ballot import cast_ballot
from madang.systems.elections.usecases.voting.hand_out_paper import NoPaperForRankings, hand_out_paper
from madang.systems.elections.usecases.voting.public_election import public_election

# Two of three prefer the first answer: it has the quota at once.
VOTES = ([[1, 2, 3], [1, 5]], [[2, 1, 0], [2, 1]], [[1, 0, 2], [2, 5]])


def _plan() -> Plan:
    names = tuple(Answer(text=one, text_en=one) for one in ("A", "B", "C"))
    ranked = PlannedQuestion(kind=QuestionKind.STV, text="순위", text_en="Rank", answers=names, most=1)
    graded = replace(ranked, kind=QuestionKind.GRADES, text="등급", text_en="Grade", answers=names[:2])
    return replace(plan(), questions=(ranked, graded), quorum_percent=None)


def _closed() -> Rehearsal:
    made = announce(plan=_plan(), office=OFFICE, enter=entered, officials=OFFICIALS, now=OPENS - timedelta(days=19))
    held = begin(election=made, officials=OFFICIALS, now=BEFORE)
    with pytest.raises(NoPaperForRankings):
        hand_out_paper(election=held.election, number=4, station="1", actor=POLLING[0], now=DURING)
    for number, chosen in enumerate(VOTES, 1):
        text = ballot(rehearsal=held, number=number, choices=chosen)
        cast_ballot(election=held.election, ballot=text, voter=resident(number), now=DURING)
    return replace(held, election=take(election=held.election, step=Step.CLOSE, officials=OFFICIALS, now=AFTER))


def test_ranked_ballots_are_shuffled_by_each_trustee_then_opened_and_counted(db: None, tmp_path: Path) -> None:
    held = _closed()
    election = held.election
    public, (first, second) = public_election(uuid=election.uuid), election.trustees.order_by("position")
    early = _decryption(held, 0)
    shuffled = shuffle(election=public, tally=shuffled_tally(election=election).json)
    with pytest.raises(ShuffleUnfit):
        hand_in_shuffle(trustee=first, text="{}", actor=OFFICIALS.first, now=AFTER)
    # As belenios-tool writes it: whose it is stands in a second line.
    texts = (f'{shuffled}\n{{"owner":1}}\n', shuffled)
    kept, again = (hand_in_shuffle(trustee=first, text=one, actor=OFFICIALS.first, now=AFTER) for one in texts)
    assert kept == again
    with pytest.raises(AnotherIsChecked):
        hand_in_shuffle(trustee=second, text=shuffled, actor=OFFICIALS.first, now=AFTER)
    with pytest.raises(NoDecryptionNow):
        hand_in_decryption(trustee=first, text=early, actor=OFFICIALS.first, now=AFTER)
    assert awaited_parts(election=election) == {}
    assert "waits to be checked" in _trustees_page(election)
    # What a worker leaves that was killed at its work; and one that was killed before it could say that it had done it.
    ShuffleToCheck.objects.update(done=3, steps=8)
    assert "step 3 of 8" in _trustees_page(election)
    for _once_more in range(2):
        check_handed_in(shuffle=kept.pk, actor=OFFICIALS.first, now=AFTER)
    with pytest.raises(NoShuffleNow):
        hand_in_shuffle(trustee=first, text=shuffled, actor=OFFICIALS.first, now=AFTER)
    assert awaited_parts(election=election) == {2: SHUFFLE}
    _hand_in_at_the_desk(election, shuffled)
    # It is of the board as it stood before the first one's: nothing of it is kept but why.
    assert list(ShuffleToCheck.objects.values_list("text", "refused")) == [("", "shuffle")]
    assert str(TRUSTEE["shuffle"]) in _trustees_page(election)
    _hand_in_at_the_desk(election, shuffle(election=public, tally=shuffled_tally(election=election).json))
    assert not ShuffleToCheck.objects.exists()
    assert awaited_parts(election=election) == {1: DECRYPTION, 2: DECRYPTION}
    for place, trustee in enumerate((first, second)):
        election = hand_in_decryption(trustee=trustee, text=_decryption(held, place), actor=OFFICIALS.first, now=AFTER)
    assert election.state == State.COUNTED
    _is_what_was_voted(election)
    _results_page_shows(election)
    _archive_holds(election, tmp_path)


def _archive_holds(election: Election, folder: Path) -> None:
    path = folder / f"{election.uuid}.bel"
    path.write_bytes(b"".join(archive_of(election=election)))
    assert verify(archive=path).counts == ((), ())
    assert accepted_by_tool(folder)


def _hand_in_at_the_desk(election: Election, shuffled: str) -> None:
    """The second trustee's file by the form that the page offers for it alone; then the workers do what waits."""
    account = new_account(f"manager{ShuffleToCheck.objects.count()}")
    give_duty(account, MANAGER, office=OFFICE)
    client, address = signed_in(account), f"/elections/desk/{election.uuid}/"
    page = client.get(address).content.decode()
    assert page.count('name="act" value="shuffle"') == 1
    assert "File of the shuffle" in page
    sent = {"act": "shuffle", "trustee": "2", "file": SimpleUploadedFile("file", shuffled.encode())}
    assert client.post(address, sent).status_code == 302
    page = client.get(address).content.decode()
    assert 'value="shuffle"' not in page
    assert "waits to be checked" in page
    run_due_jobs(now=clock.now() + timedelta(minutes=1))


def _trustees_page(election: Election) -> str:
    page = Client(headers={"Accept-Language": "en"}).get(f"/elections/{election.uuid}/trustees/")
    return page.content.decode()


def _results_page_shows(election: Election) -> None:
    page = Client(headers={"Accept-Language": "en"}).get(f"/elections/{election.uuid}/results/").content.decode()
    assert "First preferences" in page
    assert "Majority" in page
    assert page.count("Elected") == len(("A", "A"))


def _decryption(held: Rehearsal, place: int) -> str:
    return partial_decryption(
        election=public_election(uuid=held.election.uuid),
        tally=shuffled_tally(election=held.election).json,
        private_key=held.keys[place].private,
    )


def _is_what_was_voted(election: Election) -> None:
    kinds = BoardEvent.objects.filter(election=election).order_by("height").values_list("kind", flat=True)
    assert list(kinds)[-6:] == [
        "Shuffle", "Shuffle", "EndShuffles", "PartialDecryption", "PartialDecryption", "Result",
    ]  # fmt: skip
    result = public_result(election=election)
    ranked, graded = election.questions.order_by("position")
    count = ranked_outcome_of(question=ranked, result=result, place=0)
    assert count is not None
    assert (count.valid, count.elected) == (3, (0,))
    judged = ranked_outcome_of(question=graded, result=result, place=1)
    # Grades 1, 2, 2 of the first and 5, 1, 5 of the second: the middle ones are 2 and 5, counted from 0 here.
    assert judged is not None
    assert judged.judgment is not None
    assert judged.judgment.majority == (1, 4)


def test_a_public_election_is_not_decided_by_rankings(db: None) -> None:
    with pytest.raises(PlanFaulty) as refused:
        draft_election(plan=replace(_plan(), kind=Kind.REFERENDUM), office=OFFICE, actor=OFFICIALS.first, now=BEFORE)
    assert "elections.plan.ranked_in_public" in {fault.code for fault in refused.value.faults}
