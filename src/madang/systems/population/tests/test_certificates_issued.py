"""Certificates end to end: sealed, numbered, recorded, in both languages; and whom the law lets have which."""

import pytest

from madang.contracts.envelope import law
from madang.contracts.services_v1 import IssueCertificate, ListServices, PrefillApplication
from madang.exchange import Asking, ask_member
from madang.framework.documents.models import Document
from madang.framework.identity.actor import system_actor
from madang.framework.storage import read_blob
from madang.framework.values import Party
from madang.systems.population.models import Person
from madang.systems.population.usecases.document_kinds import KINDS
from madang.systems.population.usecases.issue_certificate import NotAPerson, NotEntitled, issue_certificate
from madang.systems.population.usecases.numbers import number_of

pytestmark = pytest.mark.django_db
COUNTER = law("Civil Petitions Treatment Act art. 10; Electronic Government Act art. 36 (1)")


def issue(kind: str, party: Party, now, **answers: str) -> Document:
    language = answers.pop("language", "ko")
    return issue_certificate(
        kind=kind, party=party, answers=answers, language=language, actor=system_actor("test"), now=now
    )


@pytest.mark.parametrize("kind", [code for code, _title, _template in KINDS])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_certificate_is_a_sealed_pdf(people, now, kind, language) -> None:
    document = issue(
        kind, Party.person(people["hana"]), now, language=language, form="detailed", former_addresses="all"
    )
    pdf = read_blob(document.sha256)
    assert pdf.startswith(b"%PDF-")
    assert b"/ByteRange" in pdf
    number = number_of(person=Person.objects.get(key=people["hana"]))
    assert number[7:] not in "".join(value for _label, value in document.facts)


def test_a_certificate_may_be_about_a_member_of_the_household(people, now) -> None:
    document = issue("population.abstract", Party.person(people["hana"]), now, about=people["doyun"])
    assert "이도윤" in [value for _label, value in document.facts]


def test_a_stranger_is_refused(people, now) -> None:
    with pytest.raises(NotEntitled):
        issue("population.abstract", Party.person(people["hana"]), now, about=people["dohyun"])
    with pytest.raises(NotEntitled):
        issue("population.family_relations", Party.person(people["sora"]), now, about=people["hana"])
    assert not Document.objects.exists()


def test_a_mother_outside_the_household_may_have_a_family_certificate_but_no_extract(people, now) -> None:
    assert issue("population.basic", Party.person(people["soonja"]), now, about=people["hana"]).number
    with pytest.raises(NotEntitled):
        issue("population.register_copy", Party.person(people["soonja"]), now, about=people["hana"])


def test_a_business_has_no_resident_certificate(people, now) -> None:
    with pytest.raises(NotAPerson):
        issue("population.abstract", Party.business("1234567891"), now)


def asking(subject: str, **more) -> Asking:
    return Asking(
        system="civil",
        actor=system_actor("test"),
        purpose="Serving an applicant at a counter",
        basis=COUNTER,
        subject=Party.person(subject),
        language="ko",
        **more,
    )


def test_the_counter_gets_the_same_certificate_for_a_repeated_question(people) -> None:
    question = IssueCertificate(
        service="population.abstract", party=Party.person(people["hana"]), answers={}, language="ko", application="a1"
    )
    first = ask_member(question, asking(people["hana"], idempotency_key="k1"), system="population")
    again = ask_member(question, asking(people["hana"], idempotency_key="k1"), system="population")
    assert first.number == again.number
    assert Document.objects.count() == 1


def test_the_register_offers_its_services_as_the_country_describes_them() -> None:
    services = ask_member(ListServices(), asking("0" * 32), system="population").services
    codes = {one.code for one in services if one.owner == "population"}
    assert {"population.abstract", "population.move_in", "population.birth", "population.name_correction"} <= codes


def test_a_form_knows_the_household_already(people) -> None:
    question = PrefillApplication(service="population.move_in", party=Party.person(people["hana"]))
    known = ask_member(question, asking(people["hana"]), system="population")
    movers = next(answer for answer in known.answers if answer.field == "movers")
    assert len(movers.choices) == 4
    assert set(movers.value.split(",")) == {choice.value for choice in movers.choices}
