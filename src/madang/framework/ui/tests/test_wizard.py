"""Wizards: one question a screen, nothing typed is lost, a summary before sending."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django import forms
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from madang.framework.ui.forms import DateField
from madang.framework.ui.models import Draft
from madang.framework.ui.wizard import Wizard, WizardStep, discard_stale_drafts, load_draft, run, save_draft
from madang.framework.values import Fault, Refusal

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class WhereForm(forms.Form):
    street = forms.CharField(label="Street")
    moved_on = DateField(label="Moved on")
    with_family = forms.BooleanField(label="With family", required=False)


class WhoForm(forms.Form):
    members = forms.MultipleChoiceField(label="Members", choices=(("1", "Ann"), ("2", "Ben")))


class ProofForm(forms.Form):
    contract = forms.FileField(label="Lease")


class NotNow(Refusal):
    code = "test.not_now"
    says = "Not now."


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def account() -> int:
    return int(get_user_model().objects.create(login="hana", name="Hana", created_at=NOW).pk)


class Desk:
    """Someone at the wizard."""

    def __init__(self, account: int) -> None:
        self.account = account
        self.sent: list[tuple[dict[str, Any], str]] = []
        self.refuses = False
        self.wizard = Wizard(
            kind="test:move",
            title="A move",
            steps=(
                WizardStep(code="where", title="Where to?", form=WhereForm, initial={"street": "Sajik-ro"}),
                WizardStep(
                    code="who", title="Who?", form=WhoForm, shown=lambda answers: bool(answers.get("with_family"))
                ),
                WizardStep(code="proof", title="Proof", form=ProofForm),
            ),
            address=lambda step: f"/move/{step}/",
            finish=self.finish,
            keep_file=lambda upload: {"name": upload.name, "sha256": "ab" * 32},
            cancel="/me/",
        )

    def finish(self, request: HttpRequest, answers: dict[str, Any], key: str) -> HttpResponse:
        if self.refuses:
            raise NotNow(faults=(Fault("street", "That street is closed."),))
        self.sent.append((answers, key))
        return HttpResponse("receipt")

    def get(self, step: str) -> HttpResponse:
        return run(request=self._request("get"), wizard=self.wizard, step=step, account_id=self.account, now=NOW)

    def post(self, step: str, data: dict[str, Any]) -> HttpResponse:
        return run(request=self._request("post", data), wizard=self.wizard, step=step, account_id=self.account, now=NOW)

    def _request(self, method: str, data: dict[str, Any] | None = None) -> HttpRequest:
        request = getattr(RequestFactory(), method)("/move/", data or {})
        request._dont_enforce_csrf_checks = True
        return request


@pytest.fixture
def desk(account: int) -> Desk:
    return Desk(account)


WHERE = {"street": "Jahamun-ro 24", "moved_on": "2026-11-20", "go": "next"}


def lease() -> SimpleUploadedFile:
    return SimpleUploadedFile("lease.pdf", b"%PDF-1.7")


def test_it_starts_at_the_first_step_with_what_is_known(desk: Desk) -> None:
    assert desk.get("").url == "/move/where/"
    assert 'value="Sajik-ro"' in desk.get("where").content.decode()


def test_a_step_that_does_not_apply_is_left_out(desk: Desk) -> None:
    assert desk.post("where", WHERE).url == "/move/proof/"
    assert desk.post("where", {**WHERE, "with_family": "on"}).url == "/move/who/"


def test_a_faulty_answer_is_told_and_kept(desk: Desk) -> None:
    response = desk.post("where", {**WHERE, "moved_on": "yesterday"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "Write the day as year-month-day" in page
    assert 'aria-invalid="true"' in page
    draft = load_draft(account_id=desk.account, kind="test:move")
    assert draft is not None
    assert draft.data["typed"]["where"]["moved_on"] == ["yesterday"]


def test_going_back_loses_nothing_even_when_it_is_not_valid_yet(desk: Desk) -> None:
    desk.post("where", {**WHERE, "with_family": "on"})
    assert desk.post("who", {"members": ["2"], "go": "back"}).url == "/move/where/"
    assert 'value="Jahamun-ro 24"' in desk.get("where").content.decode()
    assert desk.post("where", {**WHERE, "with_family": "on"}).url == "/move/who/"
    page = desk.get("who").content.decode()
    assert page.count(" selected>") == 1


def test_finishing_later_goes_on_where_it_was_left(desk: Desk) -> None:
    desk.post("where", WHERE)
    assert desk.post("proof", {"go": "later"}).url == "/me/"
    assert desk.get("").url == "/move/proof/"


def test_the_summary_is_reached_only_with_every_answer(desk: Desk) -> None:
    assert desk.get("summary").url == "/move/where/"
    desk.post("where", WHERE)
    assert desk.get("summary").url == "/move/proof/"


def test_an_upload_is_kept_without_being_sent_again(desk: Desk) -> None:
    desk.post("where", WHERE)
    assert desk.post("proof", {"contract": lease(), "go": "next"}).url == "/move/summary/"
    assert desk.post("proof", {"go": "next"}).url == "/move/summary/"
    assert "lease.pdf" in desk.get("proof").content.decode()
    assert desk.post("proof", {"go": "drop:contract"}).url == "/move/proof/"
    assert desk.get("summary").status_code == 302


def test_the_summary_shows_each_answer_as_a_person_reads_it(desk: Desk) -> None:
    desk.post("where", {**WHERE, "with_family": "on"})
    desk.post("who", {"members": ["1", "2"], "go": "next"})
    desk.post("proof", {"contract": lease(), "go": "next"})
    page = desk.get("summary").content.decode()
    for shown in ("Jahamun-ro 24", "November 20, 2026", "Yes", "Ann, Ben", "lease.pdf", "/move/who/"):
        assert shown in page


def test_sending_hands_over_clean_answers_and_discards_the_draft(desk: Desk) -> None:
    desk.post("where", WHERE)
    desk.post("proof", {"contract": lease(), "go": "next"})
    draft = Draft.objects.get()
    assert desk.post("summary", {"go": "send"}).content == b"receipt"
    ((answers, key),) = desk.sent
    assert answers["street"] == "Jahamun-ro 24"
    assert answers["contract"]["name"] == "lease.pdf"
    assert key == draft.key
    assert not Draft.objects.exists()


def test_a_refused_sending_is_told_and_keeps_the_draft(desk: Desk) -> None:
    desk.refuses = True
    desk.post("where", WHERE)
    desk.post("proof", {"contract": lease(), "go": "next"})
    response = desk.post("summary", {"go": "send"})
    assert response.status_code == 409
    assert "Not now." in response.content.decode()
    assert "That street is closed." in response.content.decode()
    assert Draft.objects.count() == 1


def test_drafts_untouched_for_thirty_days_are_forgotten(desk: Desk) -> None:
    save_draft(account_id=desk.account, kind="old", data={}, now=NOW - timedelta(days=31))
    save_draft(account_id=desk.account, kind="new", data={}, now=NOW - timedelta(days=29))
    assert discard_stale_drafts(now=NOW) == 1
    assert Draft.objects.get().kind == "new"
