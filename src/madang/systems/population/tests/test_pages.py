"""The register's pages: open to whom they say, numbers masked, every look recorded."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse

from madang.framework.audit.models import Entry
from madang.framework.identity.actor import Actor, ActorKind
from madang.framework.ui.reasons import state_reason
from madang.framework.values import clock
from madang.systems.population.models import Person
from madang.systems.population.usecases import look
from madang.systems.population.usecases.numbers import number_of, written

pytestmark = pytest.mark.django_db
CLOSED = ["people", "imports", "help"]


@pytest.mark.parametrize("name", CLOSED)
def test_a_visitor_does_not_get_in(name) -> None:
    assert Client().get(reverse(f"population:{name}")).status_code in {302, 401, 403}


def test_the_front_is_public_and_says_what_to_do_while_nothing_is_counted() -> None:
    for language in ("ko", "en"):
        answer = Client().get(reverse("population:front"), {"lang": language}, follow=True)
        assert answer.status_code == 200


def test_the_front_shows_how_many_people_live_where(people, now) -> None:
    from madang.systems.population.usecases.count_figures import count_figures

    count_figures(now=now)
    page = Client().get(reverse("population:front"), {"lang": "ko"}, follow=True).content.decode()
    assert '<p class="m-figure">9</p>' in page
    assert "종로구" in page
    table = Client().get(reverse("population:front"), {"format": "csv", "lang": "ko"}, follow=True)
    assert "종로구,7,4" in b"".join(table.streaming_content if table.streaming else [table.content]).decode()


def test_a_search_finds_and_is_recorded_without_the_number(people, registrar, now) -> None:
    hana = Person.objects.get(key=people["hana"])
    number = number_of(person=hana)
    rows, more = look.search_people(number=number, name="", birth_on=None, actor=registrar, now=now)
    assert [row.key for row in rows] == [hana.key]
    assert not more
    entry = Entry.objects.get(action="population.search")
    assert number not in str(entry.detail)


def test_a_search_for_nothing_is_refused(people, registrar, now) -> None:
    with pytest.raises(look.SearchTooWide):
        look.search_people(number="", name="김", birth_on=None, actor=registrar, now=now)


def test_a_whole_number_needs_the_duty_and_a_reason(people, registrar, now) -> None:
    from madang.framework.identity.may import Forbidden

    with pytest.raises(look.NoReason):
        look.unmask_number(key=people["hana"], reason="  ", actor=registrar, now=now)
    resident = Actor(kind=ActorKind.RESIDENT, account_id=2, name="x", person=people["hana"])
    with pytest.raises(Forbidden):
        look.unmask_number(key=people["hana"], reason="case 1234", actor=resident, now=now)
    whole = look.unmask_number(key=people["hana"], reason="case 1234", actor=registrar, now=now)
    hana = Person.objects.get(key=people["hana"])
    assert whole == written(number=number_of(person=hana), full=True)
    assert Entry.objects.get(action="population.unmask").detail == {"reason": "case 1234"}


def asked(view, registrar, *args, data=None, files=None):
    factory = RequestFactory()
    request = factory.post("/", {**(data or {}), **(files or {})}) if data is not None or files else factory.get("/")
    request.actor = registrar
    request.session = {}
    state_reason(request, why="case 1234", now=clock.now())
    return view(request, *args)


def test_a_person_page_masks_the_number_and_records_the_look(people, registrar) -> None:
    from madang.systems.population.web import people as pages

    hana = Person.objects.get(key=people["hana"])
    page = asked(pages.person, registrar, hana.key).content.decode()
    assert "김하나" in page
    assert number_of(person=hana)[7:] not in page
    assert Entry.objects.filter(action="population.look", target=f"person:{hana.key}").exists()
    whole = asked(pages.number, registrar, hana.key, data={"reason": "case 1234"}).content.decode()
    assert written(number=number_of(person=hana), full=True) in whole


def test_an_uploaded_register_is_queued_and_its_page_shows_it(people, registrar) -> None:
    from madang.framework.bulk.models import Import
    from madang.systems.population.formats.register_csv import write_rows
    from madang.systems.population.web import imports as pages

    upload = SimpleUploadedFile("register.csv", write_rows([]).encode("utf-8-sig"), content_type="text/csv")
    answer = asked(pages.imports, registrar, files={"file": upload})
    assert answer.status_code == 302
    imported = Import.objects.get()
    assert imported.source.startswith("blob:")
    assert "register.csv" in asked(pages.one, registrar, imported.key).content.decode()


def test_an_export_can_be_imported_again(people, registrar) -> None:
    from madang.systems.population.formats.register_csv import read_heading, read_rows
    from madang.systems.population.usecases.export_register import export_register

    now = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    text = "".join(export_register(division="1111000000", actor=registrar, now=now)).removeprefix("\ufeff")
    lines = text.split("\r\n")[:-1]
    rows = read_rows(lines[1:], columns=read_heading(lines[0]), first_line=2)
    assert rows.unread == ()
    assert "김하나" in rows.frame["name"].to_list()
