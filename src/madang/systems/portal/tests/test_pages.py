"""The portal's pages over the real exchange, cases, documents and access log."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from madang.contracts.businesses_v1 import FindBusinessesOf
from madang.contracts.envelope import own_request
from madang.contracts.looks_v1 import Look
from madang.exchange import Asking, ask
from madang.framework.cases.models import Case
from madang.framework.cases.usecases import open_case, request_supplement
from madang.framework.documents import issue, keeping
from madang.framework.documents.usecases.revoke import revoke
from madang.framework.identity.actor import system_actor
from madang.framework.identity.models import Account, Office
from madang.framework.identity.usecases.answer_mandate import accept_mandate
from madang.framework.identity.usecases.grant_mandate import grant_mandate
from madang.framework.identity.who import actor_of
from madang.framework.money.usecases import charge, waive
from madang.framework.values import Money, Party, clock
from madang.systems.portal.tests.conftest import HANA
from madang.systems.portal.web import addresses, wording

pytestmark = pytest.mark.django_db
MACHINE = system_actor("test")
Text = Callable[[Any], str]


@pytest.fixture
def case(office: Office) -> Case:
    return open_case(
        procedure="test.report",
        applicant=HANA,
        subject=HANA,
        office=office.code,
        data={},
        actor=MACHINE,
        now=clock.now(),
    )


@pytest.fixture
def document(office: Office) -> Any:
    return issue(
        kind="test.residence",
        party=HANA,
        content={"holder": "Hana", "rows": [["Name", "Hana"]]},
        facts={"Name": "Hana"},
        language="en",
        actor=MACHINE,
        now=clock.now(),
    )


def test_anyone_may_see_the_front_page_and_what_it_offers(anyone: Client, text: Text) -> None:
    page = text(anyone.get("/"))
    assert "What do you need?" in page
    assert "Moving house" in page
    assert "What waits for you" not in page


def test_a_wrong_address_is_told_with_what_to_do_instead(anyone: Client, text: Text) -> None:
    response = anyone.get("/nothing-here/")
    assert response.status_code == 404
    assert "Search for what you need." in text(response)


@pytest.mark.parametrize("name", ["me", "cases", "payments", "wallet", "looks", "desk"])
def test_pages_of_ones_own_ask_for_a_sign_in(name: str, anyone: Client) -> None:
    response = anyone.get(reverse(f"portal:{name}"))
    assert response.status_code == 302
    assert "/sign-in/" in response["Location"]


def test_a_resident_has_no_desk(hana: Client) -> None:
    assert hana.get(reverse("portal:desk")).status_code == 403


def test_my_page_says_what_to_do_when_there_is_nothing_yet(hana: Client, text: Text) -> None:
    page = text(hana.get(reverse("portal:me")))
    for sentence in (
        "You have no cases yet",
        "Nothing to pay.",
        "No documents yet",
        "Nobody has looked at your data yet",
    ):
        assert sentence in page


def test_my_page_shows_a_case_with_its_track_and_the_promised_date(hana: Client, case: Case, text: Text) -> None:
    page = text(hana.get(reverse("portal:me")))
    assert case.number in page
    assert "Move-in report" in page
    assert f"Promised by {case.due_on:%B} {case.due_on.day}, {case.due_on.year}" in page


def test_the_wallet_shows_a_document_with_a_link_that_verifies_it(hana: Client, document: Any, text: Text) -> None:
    response = hana.get(reverse("portal:wallet"))
    assert "Residence certificate" in text(response)
    assert f"/verify/?number={document.number}" in response.content.decode()


def test_the_worklist_shows_open_cases_of_ones_duty_overdue_first(
    registrar: Client, case: Case, office: Office, text: Text
) -> None:
    late = open_case(
        procedure="test.report",
        applicant=HANA,
        subject=HANA,
        office=office.code,
        data={},
        actor=MACHINE,
        now=clock.now() - timedelta(days=60),
    )
    page = text(registrar.get(reverse("portal:desk")))
    assert "1 overdue" in page
    assert page.index(late.number) < page.index(case.number)


def test_filters_of_the_worklist_come_back_until_they_are_cleared(registrar: Client, case: Case) -> None:
    desk = reverse("portal:desk")
    registrar.get(desk, {"state": "filed", "text": ""})
    assert registrar.get(desk)["Location"] == f"{desk}?state=filed"
    registrar.get(desk, {"clear": "1"})
    assert registrar.get(desk).status_code == 200


def test_a_worklist_filtered_to_nothing_says_so(registrar: Client, case: Case, text: Text) -> None:
    page = text(registrar.get(reverse("portal:desk"), {"text": "nothing-like-this"}))
    assert "No case matches" in page


def test_a_genuine_number_is_told_with_the_facts_to_compare(anyone: Client, document: Any, text: Text) -> None:
    page = text(anyone.get("/verify/", {"number": document.number.lower()}))
    assert "This document is genuine" in page
    assert "Name Hana" in page


def test_an_unknown_number_is_told_so(anyone: Client, office: Office, text: Text) -> None:
    assert "No such document was issued" in text(anyone.get("/verify/", {"number": "KR-0000-0000"}))


def test_a_revoked_document_is_told_so(anyone: Client, document: Any, text: Text) -> None:
    revoke(document=document, reason="Issued by mistake", actor=MACHINE, now=clock.now())
    assert "This document was revoked" in text(anyone.get("/verify/", {"number": document.number}))


def test_the_file_itself_is_genuine_and_one_changed_byte_is_told(anyone: Client, document: Any, text: Text) -> None:
    data = keeping.read(sha256=document.sha256)
    page = text(anyone.post("/verify/", {"file": SimpleUploadedFile("a.pdf", data)}))
    assert "This document is genuine" in page
    middle = len(data) // 2
    changed = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
    page = text(anyone.post("/verify/", {"file": SimpleUploadedFile("a.pdf", changed)}))
    assert "This document was altered" in page or "No such document was issued" in page


def test_an_upload_that_is_too_large_is_told_what_to_send(anyone: Client, text: Text) -> None:
    large = SimpleUploadedFile("a.pdf", b"x" * (10 * 1024 * 1024 + 1))
    assert "larger than 10 MB" in text(anyone.post("/verify/", {"file": large}))


def test_guessing_numbers_is_slowed_down(anyone: Client, office: Office) -> None:
    answers = [anyone.get("/verify/", {"number": f"KR-{place}"}).status_code for place in range(32)]
    assert answers[-1] == 429
    assert anyone.get("/verify/").status_code == 200


def test_a_member_that_does_not_answer_is_named(hana: Client, case: Case, settings: Any, text: Text) -> None:
    settings.ROADS = {"pensions": {"member": "pension-service", "address": "https://127.0.0.1:9"}}
    page = text(hana.get(reverse("portal:me")))
    assert "No answer from: pension-service" in page
    assert case.number in page


def test_a_members_link_leads_to_that_member_and_nowhere_else(settings: Any) -> None:
    settings.ROADS = {"pensions": {"member": "south", "address": "https://x:1", "pages": "https://south.example/"}}
    assert addresses.of_member(member="south", link="/cases/1/") == "https://south.example/cases/1/"
    assert addresses.of_member(member="south", link="https://evil.example/x") == "https://south.example/x"
    assert addresses.of_member(member=settings.MADANG_MEMBER, link="//evil.example/x") == "/x"


def test_a_look_is_told_in_words_with_its_reason() -> None:
    look = Look(
        asked_by="Jongno-gu Office, Civil Affairs",
        source="population",
        question="population_v1.GetPerson",
        fields=("name", "address.text", "address.division"),
        purpose="Deciding a move-in report",
        basis="Resident Registration Act art. 16",
        case="kr-2026-1",
    )
    with translation.override("en"):
        assert (
            wording.look_sentence(look)
            == "Jongno-gu Office, Civil Affairs looked at name, address in: Resident register."
        )
        reason = "Because: Deciding a move-in report · Legal basis: Resident Registration Act art. 16 · Case: kr-2026-1"
        assert wording.look_reason(look) == reason


def test_looks_at_my_data_appear_with_what_was_looked_at_and_why(hana: Client, text: Text) -> None:
    asking = Asking(
        system="civil", actor=MACHINE, purpose="Filling in an application", basis=own_request(), subject=HANA
    )
    ask(FindBusinessesOf(person=HANA.key), asking)
    page = text(hana.get(reverse("portal:looks")))
    assert "Used for your own request: your businesses, from: Business register." in page
    assert "Because: Filling in an application" in page


def test_my_page_asks_the_database_few_questions(
    hana: Client, office: Office, django_assert_max_num_queries: Any
) -> None:
    for _place in range(50):
        open_case(
            procedure="test.report",
            applicant=HANA,
            subject=HANA,
            office=office.code,
            data={},
            actor=MACHINE,
            now=clock.now(),
        )
    hana.get(reverse("portal:me"))
    with django_assert_max_num_queries(12):
        assert hana.get(reverse("portal:me")).content.count(b"m-row-title") >= 50


def test_a_case_that_an_official_opened_is_among_the_looks_with_its_number(
    hana: Client, registrar: Client, case: Case, text: Text
) -> None:
    registrar.get(f"/cases/{case.number}/")
    page = text(hana.get(reverse("portal:looks")))
    assert "Jongno-gu Office looked at your case and what you sent with it in:" in page
    assert "Because: Handling the case · Legal basis: Civil Petitions Treatment Act art. 10; Personal" in page
    assert f"Case: {case.number}" in page
    korean = text(hana.get(reverse("portal:looks"), {"lang": "ko"}, follow=True))
    assert "민원 처리" in korean
    assert "종로구청에서 조회했습니다" in korean


def test_the_header_writes_a_name_as_the_pages_language_does(hana: Client, text: Text) -> None:
    Account.objects.filter(login="hana").update(name="김하나", name_en="Kim Hana")
    english = hana.get("/").content.decode().partition("</header>")[0]
    assert "Kim Hana" in english
    assert "김하나" not in english
    korean = hana.get("/", {"lang": "ko"}, follow=True).content.decode().partition("</header>")[0]
    assert "김하나" in korean


def test_without_a_latin_name_the_header_shows_the_native_one(hana: Client) -> None:
    Account.objects.filter(login="hana").update(name="김하나", name_en="")
    assert "김하나" in hana.get("/").content.decode().partition("</header>")[0]


def test_who_acts_for_another_reads_that_name_as_the_pages_language_writes_it(hana: Client) -> None:
    grantor = Account.objects.create(
        login="minsu", name="이민수", name_en="Lee Minsu", person="mi" * 16, created_at=clock.now()
    )
    now = clock.now()
    mandate = grant_mandate(
        grantor=Party.person(grantor.person or ""),
        holder=HANA,
        scope=["civil.apply:*"],
        valid_from=now.date(),
        valid_until=now.date() + timedelta(days=30),
        actor=actor_of(account=grantor, now=now),
        now=now,
    )
    accept_mandate(key=mandate.key, actor=actor_of(account=Account.objects.get(login="hana"), now=now), now=now)
    assert hana.post(reverse("identity:act_for", args=[mandate.key])).status_code == 302
    assert "You act for Lee Minsu" in hana.get("/").content.decode()


def _named(office: Office, name: str, *, days_ago: int = 0) -> Case:
    return open_case(
        procedure="test.report",
        applicant=HANA,
        subject=HANA,
        office=office.code,
        data={},
        actor=MACHINE,
        now=clock.now() - timedelta(days=days_ago),
        applicant_name=name,
    )


def test_the_worklist_names_the_applicant_masked(registrar: Client, office: Office, text: Text) -> None:
    _named(office, "김하나")
    _named(office, "Mira Solheim")
    page = text(registrar.get(reverse("portal:desk")))
    assert "김*나" in page
    assert "M*** S******" in page
    assert "김하나" not in page
    assert "Solheim" not in page


def test_the_worklist_is_found_by_the_applicant_and_sorted_by_them_with_overdue_ones_first(
    registrar: Client, office: Office, text: Text
) -> None:
    cases = {name: _named(office, name) for name in ("하준", "가영", "나래")}
    late = _named(office, "한결", days_ago=60)
    page = text(registrar.get(reverse("portal:desk"), {"sort": "applicant"}))
    places = [page.index(one.number) for one in (late, cases["가영"], cases["나래"], cases["하준"])]
    assert places == sorted(places)
    found = text(registrar.get(reverse("portal:desk"), {"text": "나래", "sort": "applicant"}))
    assert cases["나래"].number in found
    assert cases["가영"].number not in found


def test_the_worklist_sorted_by_filing_keeps_overdue_ones_first(registrar: Client, office: Office, text: Text) -> None:
    newer, older, late = _named(office, "a"), _named(office, "b", days_ago=1), _named(office, "c", days_ago=60)
    page = text(registrar.get(reverse("portal:desk"), {"sort": "filed"}))
    assert page.index(late.number) < page.index(older.number) < page.index(newer.number)


@pytest.mark.parametrize("sort", ["", "applicant"])
def test_fifty_rows_of_the_worklist_cost_as_many_questions_as_one(
    registrar: Client, office: Office, sort: str, django_assert_max_num_queries: Any
) -> None:
    for place in range(50):
        _named(office, f"김{place:02}나")
    registrar.get(reverse("portal:desk"), {"sort": sort})
    with django_assert_max_num_queries(14):
        assert registrar.get(reverse("portal:desk"), {"sort": sort}).content.count(b"data-row") == 50


def _waits(page: str) -> str:
    """The part of the front page that says what waits."""
    return page.partition('id="waits"')[2].partition("</section>")[0]


def test_home_counts_what_is_to_pay_and_to_answer_however_old_it_is_and_links_to_it(
    hana: Client, office: Office
) -> None:
    now = clock.now()
    asking = _named(office, "Hana", days_ago=90)
    request_supplement(case=asking, asked="The lease.", actor=MACHINE, now=now)
    owed = {
        "payer": HANA, "purpose": "Abstract", "account": "revenue.fees", "actor": MACHINE, "amount": Money(400, "KRW")
    }  # fmt: skip
    first = charge(**owed, reference="A-0", now=now - timedelta(days=90))
    for place in range(60):
        _named(office, "Hana")
        waive(charge=charge(**owed, reference=f"B-{place}", now=now), reason="Waived by law", actor=MACHINE, now=now)
    waits = _waits(hana.get("/").content.decode())
    assert '<span class="m-count">2</span>' in waits
    assert f'href="/pay/{first.number}/"' in waits
    assert f'href="/my/cases/{asking.number}/"' in waits
    assert "sign" not in waits.lower()


def test_whom_a_case_is_only_about_is_not_told_to_answer_it(hana: Client, office: Office) -> None:
    case = open_case(
        procedure="test.report",
        applicant=Party.person("mi" * 16),
        subject=HANA,
        office=office.code,
        data={},
        actor=MACHINE,
        now=clock.now(),
    )
    request_supplement(case=case, asked="The lease.", actor=MACHINE, now=clock.now())
    assert "Nothing to pay, to answer or to sign." in hana.get("/").content.decode()
