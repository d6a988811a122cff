"""Certificates, asked for as the counter asks: through the exchange, by a system that knows nothing of businesses."""

from pathlib import Path

import pytest

from madang.contracts.businesses_v1 import FindBusinessesOf, GetBusiness
from madang.contracts.envelope import law, own_request
from madang.contracts.services_v1 import IssueCertificate, ListServices, PrefillApplication
from madang.exchange import Asking, ask, ask_member
from madang.exchange.refusals import NotGranted
from madang.framework.documents.models import Document
from madang.framework.identity.actor import Actor, ActorKind
from madang.framework.law import pack, use_country
from madang.framework.values import Party, Refusal, clock
from madang.systems import businesses
from madang.systems.businesses.exchange import CERTIFICATES
from madang.systems.businesses.models import Business, StatusChange
from madang.systems.businesses.tests.conftest import MACHINE, OFFICE, facts
from madang.systems.businesses.usecases.close_business import close_business
from madang.systems.businesses.usecases.entering import today_of
from madang.systems.businesses.usecases.matters import MATTERS
from madang.systems.businesses.usecases.register_business import register_business

pytestmark = pytest.mark.django_db


def asking(person: str, *, key: str = "", system: str = "civil") -> Asking:
    """A resident who asks for what is theirs."""
    return Asking(
        system=system,
        actor=Actor(kind=ActorKind.RESIDENT, account_id=1, name="resident", person=person),
        purpose="Issuing a certificate",
        basis=own_request(),
        subject=Party.person(person),
        idempotency_key=key,
        language="ko",
    )


def certificate(service: str, person: str, *, business: str = "", key: str = "once") -> IssueCertificate:
    """The question."""
    answers = {"business": business} if business else {}
    return IssueCertificate(
        service=service, party=Party.person(person), answers=answers, language="ko", application="A-1"
    )


@pytest.fixture
def dohyun(neighbours, offices) -> str:
    """A resident of the real register with a business."""
    key = neighbours["dohyun"]
    register_business(facts=facts(representatives=(key,)), office=OFFICE, actor=MACHINE, now=clock.now())
    return key


def test_the_counter_learns_what_is_offered_without_knowing_it():
    reply = ask_member(ListServices(), asking("nobody"), system="businesses")
    offered = {one.code: one for one in reply.services if one.owner == "businesses"}
    assert offered["businesses.registration_certificate"].title["ko"] == "사업자등록증명"
    # VAT Act, Enforcement Decree art. 11 (5).
    assert offered["businesses.registration"].working_days == 2
    assert len(offered) == 9


def test_hanbit_offers_what_its_law_describes_and_no_more():
    with use_country("xx"):
        reply = ask_member(ListServices(), asking("nobody"), system="businesses")
    offered = {one.code: one for one in reply.services if one.owner == "businesses"}
    assert "businesses.suspension_certificate" not in offered
    fee = offered["businesses.registration"].fee.online
    assert fee is not None
    assert (fee.minor, fee.currency) == (2500, "HBT")


def test_a_registration_certificate_states_what_the_register_holds(dohyun: str):
    business = Business.objects.get()
    reply = ask_member(
        certificate("businesses.registration_certificate", dohyun, business=business.number),
        asking(dohyun, key="k1"),
        system="businesses",
    )
    document = Document.objects.get(number=reply.number)
    stated = [value for _label, value in document.facts]
    assert {"도현상회", "박도현", business.opened_on.isoformat()} <= set(stated)
    assert document.party == Party.person(dohyun)


def test_the_same_request_twice_is_one_certificate(dohyun: str):
    question = certificate("businesses.facts_certificate", dohyun)
    first = ask_member(question, asking(dohyun, key="k2"), system="businesses")
    again = ask_member(question, asking(dohyun, key="k2"), system="businesses")
    assert first.number == again.number
    assert Document.objects.count() == 1


def test_a_trading_business_has_no_closure_certificate_and_a_closed_one_no_other(dohyun: str):
    number = Business.objects.get().number
    closure = certificate("businesses.closure_certificate", dohyun, business=number)
    with pytest.raises(Refusal) as refused:
        ask_member(closure, asking(dohyun, key="k3"), system="businesses")
    assert refused.value.code == "businesses.nothing_to_certify"
    now = clock.now()
    close_business(number=number, closed_on=today_of(now), reason="other", actor=MACHINE, now=now)
    assert ask_member(closure, asking(dohyun, key="k4"), system="businesses").number
    with pytest.raises(Refusal):
        ask_member(
            certificate("businesses.registration_certificate", dohyun, business=number),
            asking(dohyun, key="k5"),
            system="businesses",
        )


def test_nobody_gets_a_strangers_certificate(dohyun: str, neighbours):
    stranger = neighbours["sora"]
    with pytest.raises(Refusal) as refused:
        ask_member(
            certificate("businesses.registration_certificate", stranger, business=Business.objects.get().number),
            asking(stranger, key="k6"),
            system="businesses",
        )
    assert refused.value.code == "businesses.no_such_business"
    assert not Document.objects.exists()


def test_the_form_offers_ones_own_businesses_and_says_why_there_are_none(dohyun: str, neighbours):
    service = "businesses.closure"
    mine = ask_member(
        PrefillApplication(service=service, party=Party.person(dohyun)), asking(dohyun), system="businesses"
    )
    assert [choice.value for choice in mine.answers[0].choices] == [Business.objects.get().number]
    other = neighbours["sora"]
    none = ask_member(
        PrefillApplication(service=service, party=Party.person(other)), asking(other), system="businesses"
    )
    assert none.refused_because is not None


def test_a_neighbour_learns_only_the_granted_fields(dohyun: str):
    """Grants of `countries/kr/exchange.yaml`: at a counter number, name and status, and nothing of the people."""
    number = Business.objects.get().number
    cite = next(
        grant["basis"]["cite"]
        for grant in pack().data("exchange")["grants"]
        if (grant["asker"], grant["query"]) == ("civil", "businesses_v1.GetBusiness")
        and grant["basis"]["kind"] == "law"
    )
    counter = Asking(system="civil", actor=MACHINE, purpose="Serving", basis=law(cite), subject=Party.business(number))
    reply = ask(GetBusiness(number=number), counter)
    assert (reply.name, reply.representatives, reply.address) == ("도현상회", (), None)


def test_a_system_without_a_grant_is_refused(dohyun: str):
    with pytest.raises(NotGranted):
        ask(FindBusinessesOf(person=dohyun), asking(dohyun, system="population"))


def test_a_person_finds_their_own_businesses(dohyun: str):
    reply = ask(FindBusinessesOf(person=dohyun), asking(dohyun))
    assert [one.name for one in reply.businesses] == ["도현상회"]
    assert StatusChange.objects.count() == 1


def test_the_counter_names_none_of_our_services():
    """A new certificate of this register needs no change in `civil`: no service code of ours stands in its program."""
    civil = Path(businesses.__file__).parents[1] / "civil"
    program = [
        path for path in civil.rglob("*.py") if "tests" not in path.parts and path.name not in {"demo.py", "tour.py"}
    ]
    ours = [*CERTIFICATES, *MATTERS]
    assert program
    assert [path for path in program for code in ours if code in path.read_text(encoding="utf-8")] == []
