"""Filling in one form is one look at the resident's data, however many screens it has."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.db import connection
from django.test import Client

from madang.exchange.models import AccessEntry
from madang.framework.identity.actor import Actor
from madang.framework.ui.models import Draft
from madang.framework.values import clock

Browser = Callable[..., Client]
WHERE = "/apply/population.move_in/where/"


def looks(who: Actor) -> int:
    mine = AccessEntry.objects.filter(subject=str(who.party), side="answered")
    return mine.filter(contract="services_v1.PrefillApplication").count()


def answers_of(page: str) -> str:
    return page.partition("<form")[2]


def test_one_form_is_one_look(browser: Browser, hana: Actor) -> None:
    client = browser(hana)
    client.get("/apply/population.move_in/")
    page = client.get(WHERE).content.decode()
    assert "Resident register, asked" in page
    client.post(WHERE, {"address": "Jahamun-ro 24", "go": "next"})
    client.post(WHERE, {"address": "Jahamun-ro 24", "address_division": "11110", "go": "later"})
    client.get(WHERE)
    client.get("/apply/population.move_in/summary/")
    assert looks(hana) == 1


def test_a_certificate_whose_form_is_sent_is_one_look_at_what_is_known(browser: Browser, hana: Actor) -> None:
    client = browser(hana)
    step = "/apply/population.abstract/options/"
    client.get(step)
    options = {"former_addresses": "all", "number_tail": "no", "name_changes": "no", "heads": "no", "reasons": "yes"}
    client.post(step, {**options, "about": str(hana.person), "go": "next"})
    client.get("/apply/population.abstract/summary/")
    client.post("/apply/population.abstract/summary/", {"go": "send"})
    assert looks(hana) == 1
    assert not Draft.objects.exists()


def test_a_life_event_asks_each_owner_once(browser: Browser, hana: Actor) -> None:
    client = browser(hana)
    first = client.get("/life/moving/start/")["Location"]
    asked = looks(hana)
    assert asked > 0
    client.get(first)
    client.post(first, {"go": "later"})
    assert looks(hana) == asked


def test_the_resident_may_have_the_state_asked_again_and_keeps_what_was_typed(browser: Browser, hana: Actor) -> None:
    client = browser(hana)
    client.get(WHERE)
    answered = client.post(WHERE, {"address": "Jahamun-ro 24", "go": "refresh"})
    assert answered["Location"] == WHERE
    assert looks(hana) == 2
    assert "Jahamun-ro 24" in client.get(WHERE).content.decode()
    assert looks(hana) == 2


def test_an_answer_older_than_a_day_is_asked_anew(browser: Browser, hana: Actor) -> None:
    client = browser(hana)
    client.get(WHERE)
    draft = Draft.objects.get()
    draft.data["known"]["at"] = (clock.now() - timedelta(days=1, minutes=1)).isoformat()
    draft.save(update_fields=["data"])
    client.get(WHERE)
    assert looks(hana) == 2


def counted(person: str) -> dict[str, int]:
    """How often the exchange was asked of this person, by question."""
    told = AccessEntry.objects.filter(subject=f"person:{person}", side="answered").values_list("contract", flat=True)
    asked = [contract.partition(".")[2] for contract in told]
    return {name: asked.count(name) for name in ("GetPerson", "PrefillApplication")}


def test_one_visit_at_the_counter_is_one_look(browser: Browser, official: Actor, people: Mapping[str, str]) -> None:
    client, soonja = browser(official), people["soonja"]
    client.post("/counter/", {"name": "정순자", "birth_on": "1949-05-05", "reason": "Bank"})
    form = f"/counter/{soonja}/population.abstract/"
    for address in (f"/counter/{soonja}/", f"/counter/{soonja}/?q=abstract", form, form):
        assert "정순자" in client.get(address).content.decode()
    assert client.post(form, {"identified_by": "identity_card"}).status_code == 422
    assert counted(soonja) == {"GetPerson": 1, "PrefillApplication": 1}
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM ui_draft")
        assert "정순자".encode() not in b"".join(bytes(row[0]) for row in cursor.fetchall()), "sealed at rest"


def test_a_visit_ends_with_its_minutes_the_next_person_or_the_search(
    browser: Browser, official: Actor, people: Mapping[str, str]
) -> None:
    client, soonja = browser(official), people["soonja"]
    page = f"/counter/{soonja}/"
    client.get(page)
    draft = Draft.objects.get()
    draft.data["told"]["person"]["at"] = (clock.now() - timedelta(minutes=10)).isoformat()
    draft.save(update_fields=["data"])
    client.get(page)
    assert counted(soonja)["GetPerson"] == 2, "ten minutes are over"
    client.get(f"/counter/{people['hana']}/")
    client.get(page)
    assert counted(soonja)["GetPerson"] == 3, "somebody else stood here in between"
    client.get("/counter/")
    assert not Draft.objects.exists()
    client.get(page)
    assert counted(soonja)["GetPerson"] == 4, "the official came back from the search"
    assert [one.kind for one in Draft.objects.all()] == ["counter-visit"]
