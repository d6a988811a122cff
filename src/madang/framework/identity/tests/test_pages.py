"""The pages, in a browser's requests."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session as StoredSession
from django.test import Client, RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from madang.framework.identity.middleware import SESSION
from madang.framework.identity.models import Account, Mandate, MandateUse, Session
from madang.framework.identity.tests.conftest import SECRET, enter
from madang.framework.identity.usecases.answer_mandate import revoke_mandate
from madang.framework.identity.web.visitors import DEVICE_COOKIE, browser_label, safe_next
from madang.framework.identity.who import actor_of
from madang.framework.values import clock

pytestmark = pytest.mark.django_db


def test_signing_in_leads_where_one_wanted_to_go(browser, hana) -> None:
    response = browser.get("/mandates/")
    assert response["Location"] == "/sign-in/?next=%2Fmandates%2F"
    response = enter(browser, "hana", next="/mandates/")
    assert response["Location"] == "/mandates/"
    assert browser.get("/mandates/").status_code == 200


def test_the_session_key_planted_before_signing_in_is_worth_nothing_after(browser, hana) -> None:
    session = browser.session
    session["planted"] = "by somebody else"
    session.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = planted = session.session_key
    enter(browser, "hana")
    assert browser.cookies[settings.SESSION_COOKIE_NAME].value != planted
    assert not StoredSession.objects.filter(session_key=planted).exists()
    assert "planted" not in browser.session
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert thief.get("/settings/").status_code == 302


def test_the_cookies_are_hidden_from_scripts_and_from_other_sites(browser, hana) -> None:
    enter(browser, "hana")
    for name in (settings.SESSION_COOKIE_NAME, DEVICE_COOKIE):
        assert browser.cookies[name]["httponly"]
        assert browser.cookies[name]["samesite"] == "Lax"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "/%0d%0aLocation:https://evil.example",
        " //evil.example",
        "///evil.example",
    ],
)
def test_no_next_address_leads_to_another_site(browser, hana, elsewhere) -> None:
    response = enter(browser, "hana", next=elsewhere)
    location = response["Location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


@given(st.text(max_size=60))
def test_whatever_next_says_the_answer_is_nothing_or_a_path_here(text: str) -> None:
    request = RequestFactory().get("/")
    result = safe_next(request, text)
    assert result == "" or (result.startswith("/") and not result.startswith(("//", "/\\")))


def test_a_form_without_its_token_is_refused(hana) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert enter(strict, "hana").status_code == 403
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    "door",
    [
        "/sign-out/",
        "/settings/language/",
        "/settings/sessions/1/end/",
        "/settings/sessions/end-others/",
        "/act-for/myself/",
        "/act-for/" + "0" * 32 + "/",
        "/mandates/" + "0" * 32 + "/revoke/",
    ],
)
def test_nothing_happens_on_a_mere_link(browser, hana, door) -> None:
    enter(browser, "hana")
    assert browser.get(door).status_code == 405


def test_signing_out_ends_the_session_in_the_database_too(browser, hana) -> None:
    enter(browser, "hana")
    kept = browser.cookies[settings.SESSION_COOKIE_NAME].value
    browser.post("/sign-out/")
    assert Session.objects.get().ended_because == "signed_out"
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert thief.get("/settings/").status_code == 302


def test_a_device_signed_out_from_afar_is_out_at_its_next_request(browser, hana) -> None:
    enter(browser, "hana")
    phone = Client(headers={"user-agent": "Mozilla/5.0 (iPhone) Safari/604.1"})
    enter(phone, "hana")
    there = Session.objects.get(label="Safari · iPhone")
    assert b"Safari" in browser.get("/settings/").content
    browser.post(f"/settings/sessions/{there.pk}/end/")
    assert phone.get("/settings/").status_code == 302
    assert browser.get("/settings/").status_code == 200


def test_nobody_ends_anothers_session(browser, hana, sora) -> None:
    enter(browser, "hana")
    other = Client()
    enter(other, "sora")
    theirs = Session.objects.get(account=sora)
    assert browser.post(f"/settings/sessions/{theirs.pk}/end/").status_code == 404
    assert other.get("/settings/").status_code == 200


@pytest.mark.parametrize(("field", "age"), [("last_seen_at", 1801), ("signed_in_at", 12 * 3600 + 1)])
def test_a_session_ends_by_rest_and_by_age(browser, hana, field, age) -> None:
    enter(browser, "hana")
    Session.objects.update(**{field: clock.now() - timedelta(seconds=age)})
    assert browser.get("/settings/").status_code == 302


def test_a_closed_account_is_out_at_its_next_request(browser, hana) -> None:
    enter(browser, "hana")
    Account.objects.update(closed_at=clock.now())
    assert browser.get("/settings/").status_code == 302


def test_changing_the_password_ends_every_other_session_and_keeps_this_one(browser, hana) -> None:
    enter(browser, "hana")
    other = Client()
    enter(other, "hana")
    before = browser.cookies[settings.SESSION_COOKIE_NAME].value
    response = browser.post(
        "/settings/password/", {"current": SECRET, "new": "another-courtyard-8", "again": "another-courtyard-8"}
    )
    assert response.status_code == 302
    assert browser.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert browser.get("/settings/").status_code == 200
    assert other.get("/settings/").status_code == 302
    assert enter(Client(), "hana").status_code == 422
    assert enter(Client(), "hana", "another-courtyard-8").status_code == 302


def test_who_finds_an_open_session_cannot_guess_the_password_on_and_on(browser, hana) -> None:
    enter(browser, "hana")
    form = {"current": "wrong", "new": "another-courtyard-8", "again": "another-courtyard-8"}
    statuses = [browser.post("/settings/password/", form).status_code for _try in range(6)]
    assert statuses == [422] * 5 + [429]


def test_the_language_is_kept_by_the_account_and_the_browser(browser, hana) -> None:
    enter(browser, "hana")
    browser.post("/settings/language/", {"language": "ko"})
    hana.refresh_from_db()
    assert hana.language == "ko"
    assert browser.cookies["madang_language"].value == "ko"
    assert "설정" in browser.get("/settings/").content.decode()
    assert browser.post("/settings/language/", {"language": "tlh"}).status_code == 422


def test_pages_of_somebody_signed_in_are_not_kept_by_the_browser(browser, hana) -> None:
    enter(browser, "hana")
    assert "no-store" in browser.get("/settings/")["Cache-Control"]


def test_a_closed_door_is_told_in_a_sentence(browser, hana) -> None:
    enter(browser, "hana")
    response = browser.get("/audit/")
    assert response.status_code == 403
    assert "not allowed" in response.content.decode()


def test_failed_sign_ins_are_shown_to_the_owner(browser, hana) -> None:
    enter(Client(), "hana", "wrong-password")
    enter(browser, "hana")
    assert "wrong password" in browser.get("/settings/").content.decode()


def test_a_mandate_goes_from_hand_to_hand_by_the_pages(browser, hana, sora) -> None:
    enter(browser, "hana")
    today = clock.now().date()
    form = {
        "holder": "Sora",
        "kind": "power_of_attorney",
        "scope": ["*"],
        "start": today,
        "until": today + timedelta(days=30),
        "note": "",
    }
    assert browser.post("/mandates/grant/", form).status_code == 302
    mandate = Mandate.objects.get()
    holder = Client(headers={"accept-language": "en"})
    enter(holder, "sora")
    assert holder.post(f"/act-for/{mandate.key}/").status_code == 404
    holder.post(f"/mandates/{mandate.key}/accept/")
    holder.post(f"/act-for/{mandate.key}/")
    page = holder.get("/mandates/").content.decode()
    assert "You act for Hana" in page
    assert "Began to act" in browser.get(f"/mandates/{mandate.key}/").content.decode()
    holder.post("/act-for/myself/")
    assert "You act for Hana" not in holder.get("/settings/").content.decode()


def test_who_grants_cannot_be_sent_along_with_the_form(browser, hana, sora, people) -> None:
    people("minsu", person="person-minsu")
    enter(browser, "sora")
    today = clock.now().date()
    form = {
        "holder": "minsu", "scope": ["*"], "start": today, "until": today + timedelta(days=30), "grantor": "person:person-hana",
        "grantor_key": "person-hana", "accepted_at": "2026-01-01", "granted_by": "1",
    }  # fmt: skip
    browser.post("/mandates/grant/", form | {"kind": "power_of_attorney"})
    mandate = Mandate.objects.get()
    assert mandate.grantor_key == "person-sora"
    assert mandate.accepted_at is None


def test_a_mandate_is_no_business_of_strangers(browser, mandate, people) -> None:
    people("minsu", person="person-minsu")
    enter(browser, "minsu")
    assert browser.get(f"/mandates/{mandate.key}/").status_code == 404
    for answer in ("accept", "decline", "revoke"):
        assert browser.post(f"/mandates/{mandate.key}/{answer}/").status_code == 404
    assert browser.post(f"/act-for/{mandate.key}/").status_code == 404


def test_a_revoked_mandate_stops_the_very_next_request_and_does_not_carry_it_out(browser, mandate, hana) -> None:
    enter(browser, "sora")
    browser.post(f"/act-for/{mandate.key}/")
    revoke_mandate(key=mandate.key, actor=actor_of(account=hana, now=clock.now()), now=clock.now())
    response = browser.post("/settings/language/", {"language": "ko"})
    assert response["Location"] == "/mandates/"
    assert not Account.objects.get(login="sora").language
    assert "has ended" in browser.get("/mandates/").content.decode()
    assert MandateUse.objects.count() == 1


def test_who_acts_for_another_cannot_give_the_mandate_on(browser, mandate, people) -> None:
    people("minsu", person="person-minsu")
    enter(browser, "sora")
    browser.post(f"/act-for/{mandate.key}/")
    today = clock.now().date()
    form = {
        "holder": "minsu",
        "kind": "power_of_attorney",
        "scope": ["*"],
        "start": today,
        "until": today + timedelta(days=30),
    }
    assert browser.post("/mandates/grant/", form).status_code == 403
    assert Mandate.objects.count() == 1


def test_the_demo_signs_in_by_name_only_where_it_is_on(browser, hana, settings) -> None:
    Account.objects.update(demo=True, role={"en": "married"})
    assert "Hana" in browser.get("/sign-in/").content.decode()
    settings.MADANG_PRODUCTION = True
    assert "Hana" not in browser.get("/sign-in/").content.decode()
    assert browser.post("/sign-in/demo/", {"login": "hana"}).status_code == 404
    settings.MADANG_PRODUCTION = False
    assert browser.post("/sign-in/demo/", {"login": "hana"}).status_code == 302
    assert browser.get("/settings/").status_code == 200


def test_a_database_taken_from_a_demo_lets_none_of_its_people_in(browser, hana, settings) -> None:
    Account.objects.update(demo=True)
    enter(browser, "hana")
    assert browser.get("/settings/").status_code == 200
    settings.MADANG_DEMO = False
    assert browser.get("/settings/").status_code == 302
    assert enter(Client(), "hana").status_code == 422


def test_the_demo_does_not_open_real_accounts(browser, hana) -> None:
    assert browser.post("/sign-in/demo/", {"login": "hana"}).status_code == 404
    assert SESSION not in browser.session


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_sign_in_page_reads_in_both_languages(browser, language) -> None:
    page = browser.get(f"/sign-in/?lang={language}").content.decode()
    assert ("로그인" if language == "ko" else "Sign in") in page


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge · Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox · Linux"),
        ("<script>alert(1)</script>", "Unknown device"),
    ],
)
def test_a_browser_is_called_what_its_owner_calls_it(agent, label) -> None:
    with translation.override("en"):
        assert browser_label(agent=agent) == label
