"""What an official sees beside a report: the entry, other registers, files."""

import pytest
from django.test import RequestFactory

from madang.contracts.services_v1 import ApplicationFiled, Attachment
from madang.exchange.attachments import NoSuchFile, fetch_attachment
from madang.framework.cases.usecases.rights import NotYourOffice
from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.values import Party
from madang.systems.population.usecases.panels import estate_panel, register_panel
from madang.systems.population.usecases.procedures import describe
from madang.systems.population.usecases.receive_report import receive_report

FILE = Attachment(field="certificate", name="사망진단서.pdf", sha256="a" * 64, media_type="application/pdf", size=10)


@pytest.fixture
def case(people, now):
    event = ApplicationFiled(
        owner="population",
        service="population.death",
        application="a1",
        applicant=Party.person(people["hana"]),
        filed_by=people["hana"],
        answers={"person": people["dohyun"], "died_on": "2026-11-20"},
        attachments=(FILE,),
        filed_at=now,
    )
    return receive_report(event=event, now=now)


def asked_by(actor: Actor):
    request = RequestFactory().get("/")
    request.actor = actor
    return request


def test_the_entry_of_the_dead_stands_beside_a_report_of_death(case, registrar) -> None:
    answer = register_panel(case, asked_by(registrar))
    values = [str(value) for _label, value in answer.rows]
    assert "박도현" in values
    assert any(value.endswith("******") for value in values)


def test_the_business_register_is_asked_about_the_dead(case, registrar) -> None:
    answer = estate_panel(case, asked_by(registrar))
    assert answer.rows or answer.missing


def test_files_are_listed_with_the_address_that_fetches_them(case) -> None:
    links = [str(value) for _label, value in describe(case) if "사망진단서.pdf" in str(value)]
    assert links == [f'<a href="/population/reports/{case.number}/files/{"a" * 64}/">사망진단서.pdf</a>']


def test_only_the_office_in_charge_fetches_a_file_and_only_one_of_the_report(case, registrar) -> None:
    other = Actor(kind=ActorKind.OFFICIAL, account_id=3, name="x", duties=(Duty("9", "x", "population.registrar"),))
    with pytest.raises(NotYourOffice):
        fetch_attachment(case=case, sha256="a" * 64, actor=other)
    with pytest.raises(NoSuchFile):
        fetch_attachment(case=case, sha256="b" * 64, actor=registrar)
