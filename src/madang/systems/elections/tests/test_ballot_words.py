"""The ballot of a draft: more questions, and its words in further languages, down to the booth and the board."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation

from madang.framework.identity.tests.browsers import give_duty, new_account, signed_in
from madang.framework.values import clock
from madang.systems.elections.domain.words import QuestionKind, Step
from madang.systems.elections.models import BallotWords, Election, Question
from madang.systems.elections.tests.polling_world import BEFORE, OFFICE, OFFICIALS, OPENS, entered, plan
from madang.systems.elections.tests.voting_world import open_election
from madang.systems.elections.usecases.permissions import MANAGER
from madang.systems.elections.usecases.preparation.add_question import add_question
from madang.systems.elections.usecases.preparation.draft_election import PlanFaulty, draft_election
from madang.systems.elections.usecases.preparation.translate_ballot import DraftOver, LinesUnfit, translate_ballot
from madang.systems.elections.usecases.rehearse import begin, take
from madang.systems.elections.usecases.voting.public_election import public_election

pytestmark = pytest.mark.django_db
VIETNAMESE = ["Bỏ phiếu", "Bạn có đồng ý không?", "Đồng ý", "Phản đối"]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def _draft() -> Election:
    return draft_election(plan=plan(trustees=("Kim",)), office=OFFICE, actor=OFFICIALS.first, now=BEFORE)


def test_the_board_publishes_the_words_and_nothing_changes_once_announced() -> None:
    made = _draft()
    with pytest.raises(LinesUnfit, match="4 lines"):
        translate_ballot(election=made, language="vi", lines=VIETNAMESE[:3], actor=OFFICIALS.first, now=BEFORE)
    with pytest.raises(LinesUnfit):
        translate_ballot(election=made, language="xx", lines=VIETNAMESE, actor=OFFICIALS.first, now=BEFORE)
    translate_ballot(election=made, language="vi", lines=VIETNAMESE, actor=OFFICIALS.first, now=BEFORE)
    entered(made)
    announced = take(election=made, step=Step.ANNOUNCE, officials=OFFICIALS, now=OPENS - timedelta(days=19))
    with pytest.raises(DraftOver):
        translate_ballot(election=announced, language="vi", lines=(), actor=OFFICIALS.first, now=BEFORE)
    with pytest.raises(DraftOver):
        add_question(election=announced, asked=plan().questions[0], actor=OFFICIALS.first, now=BEFORE)
    held = begin(election=announced, officials=OFFICIALS, now=BEFORE)
    said = public_election(uuid=held.election.uuid).description
    assert said == "[vi] Bỏ phiếu | Bạn có đồng ý không? | Đồng ý | Phản đối"


def test_a_question_is_added_on_the_page_and_takes_stale_translations_away() -> None:
    made = _draft()
    translate_ballot(election=made, language="vi", lines=VIETNAMESE, actor=OFFICIALS.first, now=BEFORE)
    account = new_account("manager")
    give_duty(account, MANAGER, office=OFFICE)
    browser, page = signed_in(account), f"/elections/desk/{made.uuid}/ballot/"
    assert "Bạn có đồng ý không?" in browser.get(page).content.decode()
    asked = {
        "act": "question",
        "question": "둘째?",
        "question_en": "A second?",
        "question_kind": "multiple",
        "answers": "가 / One\n나 / Two\n다 / Three",
        "least": "1",
        "most": "9",
    }
    assert browser.post(page, asked).status_code == 422
    assert browser.post(page, asked | {"most": "2"}).status_code == 302
    assert list(Question.objects.filter(election=made).values_list("position", "most")) == [(0, 1), (1, 2)]
    assert not BallotWords.objects.exists()
    assert "8 lines" in browser.post(page, {"act": "words", "language": "vi", "lines": "x"}).content.decode()


def test_what_could_not_be_answered_is_no_question() -> None:
    odd = replace(plan().questions[0], kind=QuestionKind.SINGLE, most=2)
    with pytest.raises(PlanFaulty):
        add_question(election=_draft(), asked=odd, actor=OFFICIALS.first, now=BEFORE)


def test_the_booth_shows_the_further_language_and_falls_back_line_by_line() -> None:
    world = open_election(now=clock.now())
    lines = ["Bầu cử", "Bạn bầu cho ai?", "Kim Trời", "Lee Biển", "Park Núi", "Choi Đồng", "Jung Sông"]
    BallotWords.objects.create(election=world.election, language="vi", lines=lines)
    voter: Client = signed_in(world.accounts["hana"])
    address = f"/elections/{world.election.uuid}/vote/"
    page = voter.get(address, {"ballot": "vi"}).content.decode()
    assert '<legend class="form-tit" lang="vi">Bạn bầu cho ai?</legend>' in page
    assert "Lee Biển" in page
    assert "What shall be built?" in page
    plain = voter.get(address).content.decode()
    assert "Whom do you elect?" in plain
    assert 'href="?ballot=vi"' in plain
    assert "Tiếng Việt" in plain
    assert "Whom do you elect?" in voter.get(address, {"ballot": "zz"}).content.decode()
