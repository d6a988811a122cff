"""The pages of cases through the whole middleware, as a browser sees them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from madang.framework.audit.models import Entry
from madang.framework.cases import procedures
from madang.framework.cases.models import Case, Decision, Objection, Supplement
from madang.framework.cases.procedures import Answer, Panel, Procedure
from madang.framework.cases.usecases import decide, request_supplement
from madang.framework.identity.actor import Actor
from madang.framework.identity.models import Account
from madang.framework.identity.tests.browsers import give_duty, new_account, signed_in
from madang.framework.values import Refusal, clock

pytestmark = pytest.mark.django_db
Opened = Callable[..., Case]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f6"
    "45400000000049454e44ae426082"
)


def browser(login: str, *, person: str | None = None, office: str = "") -> Client:
    """A browser with a session of a new account."""
    account = new_account(login, person=person)
    if office:
        give_duty(account, "test.registrar", office=office)
    return signed_in(account)


@pytest.fixture
def desk() -> Client:
    """The browser of an official at Jongno."""
    return browser("kim", office="jongno")


@pytest.fixture
def home() -> Client:
    """The applicant's browser."""
    return browser("hana", person="hana")


@pytest.fixture
def now_case(opened: Opened) -> Case:
    """A case of just now."""
    return opened(now=clock.now())


def text(response: Any) -> str:
    return str(response.content.decode())


def act(client: Client, case: Case, name: str, **values: Any) -> Any:
    """Post an act of the desk on the version that the database has."""
    case.refresh_from_db()
    form = {f"{name}-{key}": value for key, value in ({"version": case.version} | values).items()}
    return client.post(f"/cases/{case.number}/{name}/", form)


def test_the_worklist_shows_the_most_urgent_first(desk: Client, opened: Opened) -> None:
    young, old = opened(now=clock.now()), opened(now=clock.now() - timedelta(days=60))
    shown = text(desk.get("/cases/"))
    assert shown.index(old.number) < shown.index(young.number)
    assert "1 overdue" in shown


def test_filters_narrow_the_worklist(desk: Client, opened: Opened, now_case: Case) -> None:
    old = opened(now=clock.now() - timedelta(days=60))
    late = text(desk.get("/cases/?late=1"))
    assert old.number in late
    assert now_case.number not in late
    assert now_case.number not in text(desk.get("/cases/?state=waiting"))
    assert now_case.number not in text(desk.get("/cases/?mine=1"))
    assert now_case.number in text(desk.get("/cases/?procedure=test.report&office=jongno&state=filed"))


def test_who_took_a_case_is_written_in_the_readers_script(desk: Client, opened: Opened, now_case: Case) -> None:
    taker = Account.objects.create(login="taker", name="한지원", name_en="Han Jiwon", created_at=clock.now())
    Case.objects.filter(pk=now_case.pk).update(taken_by=taker.pk, taken_by_name=taker.name)
    for address in ("/cases/", f"/cases/{now_case.number}/"):
        english, korean = (text(desk.get(address, {"lang": language})) for language in ("en", "ko"))
        assert "Han Jiwon" in english
        assert "한지원" not in english
        assert "한지원" in korean


@pytest.mark.parametrize(
    "cursor", ["x", "99999999-1", "20260101-", "-1", "20260101-99999999999999999999", "２０２６0101-1"]
)
def test_a_broken_cursor_starts_at_the_top(desk: Client, now_case: Case, cursor: str) -> None:
    assert now_case.number in text(desk.get("/cases/", {"after": cursor}))


def test_another_office_sees_nothing_of_the_case(now_case: Case) -> None:
    elsewhere = browser("park", office="mapo")
    assert now_case.number not in text(elsewhere.get("/cases/"))
    assert elsewhere.get(f"/cases/{now_case.number}/").status_code == 403
    assert act(elsewhere, now_case, "decide", outcome="granted", reasons="x").status_code == 403
    assert elsewhere.get(f"/my/cases/{now_case.number}/").status_code in (403, 404)


def test_each_view_of_an_official_is_audited(desk: Client, now_case: Case) -> None:
    assert desk.get(f"/cases/{now_case.number}/").status_code == 200
    seen = Entry.objects.get(action="cases.viewed")
    assert (seen.target, seen.detail["subject"]) == (f"case:{now_case.number}", "person:hana")


def test_an_official_takes_asks_and_decides(desk: Client, home: Client, now_case: Case) -> None:
    assert act(desk, now_case, "take").status_code == 302
    day = (clock.now() + timedelta(days=9)).date()
    assert act(desk, now_case, "supplement", asked="The lease", answer_by=day.isoformat()).status_code == 302
    assert "The lease" in text(home.get(f"/my/cases/{now_case.number}/"))
    upload = SimpleUploadedFile("lease.png", PNG, content_type="image/png")
    sent = home.post(f"/my/cases/{now_case.number}/answer/", {"answer": "Here it is", "papers": [upload]})
    assert sent.status_code == 302
    supplement = Supplement.objects.get()
    assert supplement.attachments[0]["name"] == "lease.png"
    key = supplement.attachments[0]["key"]
    assert desk.get(f"/cases/{now_case.number}/files/{key}/").content == PNG
    assert home.get(f"/my/cases/{now_case.number}/files/{key}/").content == PNG
    assert act(desk, now_case, "decide", outcome="granted", reasons="All is proved.").status_code == 302
    assert "All is proved." in text(home.get(f"/my/cases/{now_case.number}/"))
    assert "Resident Registration Act art. 16" in text(home.get(f"/my/cases/{now_case.number}/"))


def test_a_forbidden_file_is_told_and_nothing_is_answered(desk: Client, home: Client, now_case: Case) -> None:
    day = (clock.now() + timedelta(days=9)).date()
    act(desk, now_case, "supplement", asked="The lease", answer_by=day.isoformat())
    upload = SimpleUploadedFile("lease.pdf", b"MZ\x90\x00 not a pdf", content_type="application/pdf")
    sent = home.post(f"/my/cases/{now_case.number}/answer/", {"answer": "Here it is", "papers": [upload]})
    assert sent.status_code == 422
    assert "lease.pdf" in text(sent)
    assert "Here it is" in text(sent)
    assert Supplement.objects.get().answered_at is None


def test_two_browsers_decide_and_the_second_is_told_with_its_words_kept(desk: Client, now_case: Case) -> None:
    other = browser("lee", office="jongno")
    version = now_case.version
    first = {"decide-version": version, "decide-outcome": "granted", "decide-reasons": "All is proved."}
    second = {"decide-version": version, "decide-outcome": "refused", "decide-reasons": "My own long reasons"}
    assert desk.post(f"/cases/{now_case.number}/decide/", first).status_code == 302
    late = other.post(f"/cases/{now_case.number}/decide/", second)
    assert late.status_code == 409
    assert "Kim decided case" in text(late)
    assert "My own long reasons" in text(late)
    assert Decision.objects.get().outcome == "granted"


def test_an_incomplete_decision_keeps_what_was_typed(desk: Client, now_case: Case) -> None:
    sent = act(desk, now_case, "decide", reasons="Because")
    assert sent.status_code == 422
    assert "Because" in text(sent)
    assert "Choose whether it is granted or refused." in text(sent)


def test_a_resident_objects_and_another_official_answers(
    desk: Client, home: Client, now_case: Case, registrar: Actor
) -> None:
    decide(case=now_case, outcome="refused", reasons="No lease", actor=registrar, now=clock.now())
    sent = home.post(f"/my/cases/{now_case.number}/object/", {"reasons": "I did send it"})
    assert sent.status_code == 302
    assert "I did send it" in text(desk.get(f"/cases/{now_case.number}/"))
    assert act(desk, now_case, "objection", outcome="upheld", reasons="It was there.").status_code == 302
    assert Objection.objects.get().outcome == "upheld"
    assert "It was there." in text(home.get(f"/my/cases/{now_case.number}/"))


def test_a_resident_withdraws(home: Client, now_case: Case) -> None:
    assert home.post(f"/my/cases/{now_case.number}/withdraw/", {}).status_code == 302
    now_case.refresh_from_db()
    assert now_case.state == "withdrawn"
    assert "Withdrawn" in text(home.get("/my/cases/"))


def test_a_stranger_finds_no_case_at_the_number(now_case: Case) -> None:
    stranger = browser("minsu", person="minsu")
    for path in ("", "answer/", "object/", "withdraw/", "files/x/"):
        address = f"/my/cases/{now_case.number}/{path}"
        assert (stranger.get(address) if path in ("", "files/x/") else stranger.post(address, {})).status_code == 404


def test_the_subject_reads_but_does_not_act(opened: Opened) -> None:
    from madang.framework.values import Party

    case = opened(subject=Party.person("minsu"), now=clock.now())
    subject = browser("minsu", person="minsu")
    page = text(subject.get(f"/my/cases/{case.number}/"))
    assert case.number in page
    assert "Withdraw the application" not in page
    assert subject.post(f"/my/cases/{case.number}/withdraw/", {}).status_code == 403


def test_a_panel_is_a_part_for_htmx_a_page_without_and_says_who_is_silent(
    desk: Client, now_case: Case, procedure: Procedure
) -> None:
    class Silent(Refusal):
        code = "test.silent"
        says = "The business register does not answer."

    def silent(case: Case, request: Any) -> Answer:
        raise Silent

    def known(case: Case, request: Any) -> Answer:
        return Answer(source="Population register", at=clock.now(), rows=(("Address", "Sejong-daero 1"),))

    values = {name: getattr(procedure, name) for name in procedure.__dataclass_fields__}
    panels = (Panel(code="person", title="Person", provide=known), Panel(code="shop", title="Shop", provide=silent))
    procedures.register(Procedure(**(values | {"panels": panels})))
    address = f"/cases/{now_case.number}/panels/person/"
    assert address in text(desk.get(f"/cases/{now_case.number}/"))
    part = text(desk.get(address, headers={"HX-Request": "true"}))
    assert "Sejong-daero 1" in part
    assert "<html" not in part
    whole = text(desk.get(address))
    assert "Source: Population register" in whole
    assert "<html" in whole
    assert "The business register does not answer." in text(desk.get(f"/cases/{now_case.number}/panels/shop/"))
    assert desk.get(f"/cases/{now_case.number}/panels/none/").status_code == 404


def test_pages_need_a_sign_in(now_case: Case) -> None:
    for address in ("/cases/", f"/cases/{now_case.number}/", "/my/cases/", f"/my/cases/{now_case.number}/"):
        assert Client().get(address).status_code == 302


def test_a_transfer_moves_the_case_to_the_office_chosen(desk: Client, now_case: Case) -> None:
    other = browser("park", office="mapo")
    assert act(desk, now_case, "transfer", office="mapo", reason="It lies there.").status_code == 302
    assert now_case.number in text(other.get("/cases/"))
    assert f"/cases/{now_case.number}/" not in text(desk.get("/cases/"))


def test_a_request_by_an_official_reaches_the_case_page_of_the_applicant(
    home: Client, now_case: Case, registrar: Actor
) -> None:
    request_supplement(case=now_case, asked="A photograph", actor=registrar, now=clock.now())
    assert "Waiting for your answer" in text(home.get("/my/cases/"))


@pytest.mark.parametrize("number", ["%00", "x%00yyyyyyy", "a" * 500, "%F0%9F%92%A9-2026-1", "..", "no-such-case-0"])
def test_strange_numbers_lead_to_no_page(desk: Client, home: Client, number: str) -> None:
    # A NUL is refused before anybody looks for a case.
    expected = 400 if "%00" in number else 404
    assert desk.get(f"/cases/{number}/").status_code == expected
    assert home.get(f"/my/cases/{number}/").status_code == expected


def test_a_number_in_small_letters_is_found(desk: Client, now_case: Case) -> None:
    assert desk.get(f"/cases/{now_case.number.lower()}/").status_code == 200
