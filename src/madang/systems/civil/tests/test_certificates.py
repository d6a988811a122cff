"""A certificate is applied for, issued by its register, waited for, refused, paid."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.db import connection, transaction

from madang.contracts.services_v1 import IssueCertificate
from madang.exchange import registry
from madang.exchange.refusals import NeighbourDown
from madang.framework.documents.models import Document
from madang.framework.identity.actor import Actor
from madang.framework.money.gateways.sandbox.bank import conclude
from madang.framework.money.models import Charge
from madang.framework.money.usecases import reconcile_one, start_payment
from madang.framework.notify.models import Message
from madang.framework.values import Refusal, clock
from madang.systems.civil.domain.applications import State
from madang.systems.civil.models import Application
from madang.systems.civil.tests.conftest import applied, carry
from madang.systems.civil.usecases.issue_instant import StillWaiting, issue_instant
from madang.systems.civil.usecases.withdraw import TooLateToWithdraw, withdraw

ABSTRACT = "population.abstract"
DOG = {"animal_name": "보리", "chip": "410160012345678"}


def test_a_certificate_is_issued_by_its_register_and_noted(hana: Actor) -> None:
    application = applied(service=ABSTRACT, actor=hana)
    assert application.state == State.WAITING
    done = issue_instant(number=application.number, now=clock.now(), actor=hana)
    assert done.state == State.ISSUED
    document = Document.objects.get(number=done.documents[0])
    assert document.party_key == hana.person


def test_issuing_twice_makes_one_document(hana: Actor) -> None:
    application = applied(service=ABSTRACT, actor=hana)
    issue_instant(number=application.number, now=clock.now(), actor=hana)
    Application.objects.filter(pk=application.pk).update(state=State.WAITING)
    # As after a crash between the register's answer and our record: the question is repeated.
    again = issue_instant(number=application.number, now=clock.now(), actor=hana)
    assert Document.objects.filter(number__in=again.documents).count() == 1
    assert Document.objects.count() == 1


def test_sending_the_same_draft_twice_makes_one_application(hana: Actor) -> None:
    first = applied(service=ABSTRACT, actor=hana, key="draft-1")
    second = applied(service=ABSTRACT, actor=hana, key="draft-1")
    assert first.pk == second.pk


def answering(monkeypatch: pytest.MonkeyPatch, refusal: Refusal) -> None:
    """The register's answer, exchanged for a no."""

    def no(*_question: object) -> object:
        raise refusal

    name = "services_v1.IssueCertificate"
    monkeypatch.setitem(registry._answerers, name, no)


def test_a_silent_register_leaves_it_waiting_and_the_applicant_told(
    hana: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = applied(service=ABSTRACT, actor=hana)
    with monkeypatch.context() as broken:
        answering(broken, NeighbourDown(system="population"))
        for _again in range(2):
            with pytest.raises(StillWaiting):
                issue_instant(number=application.number, now=clock.now())
    application.refresh_from_db()
    assert (application.state, application.tries) == (State.WAITING, 2)
    assert Message.objects.filter(template="civil/waits").count() == 1
    done = issue_instant(number=application.number, now=clock.now())
    assert done.state == State.ISSUED
    assert Message.objects.filter(template="civil/issued").count() == 1


def test_a_refused_certificate_says_why_and_gives_the_fee_back(hana: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    application = applied(service=ABSTRACT, actor=hana)

    class NotOnTheRegister(Refusal):
        code = "test.not_on_the_register"
        says = "Nothing of this is on the register."
        status = 409

    with monkeypatch.context() as broken:
        answering(broken, NotOnTheRegister())
        done = issue_instant(number=application.number, now=clock.now())
    assert done.state == State.FAILED
    assert "Nothing of this is on the register." in done.note


def pay(charge: Charge, actor: Actor) -> None:
    """Pay at the sandbox bank."""
    payment = start_payment(charge=charge, return_url="/", actor=actor, now=clock.now())
    with transaction.atomic():
        conclude(token=payment.token, confirmed=True, now=clock.now())
    reconcile_one(payment=payment, now=clock.now())


def test_a_fee_is_charged_once_and_the_application_goes_on_when_it_is_paid(hana: Actor) -> None:
    application = applied(service="civil.animal_registration", actor=hana, **DOG)
    assert application.state == State.TO_PAY
    # Enforcement Rule of the Animal Protection Act, fee table: 10,000 won with an implanted chip.
    assert application.fee is not None
    assert application.fee.minor == 10_000
    charge = Charge.objects.get(number=application.charge)
    pay(charge, hana)
    application.refresh_from_db()
    assert application.state == State.SENT
    assert Charge.objects.filter(reference=application.number).count() == 1


def test_taking_back_before_paying_ends_the_charge(hana: Actor) -> None:
    application = applied(service="civil.animal_registration", actor=hana, **DOG)
    withdraw(number=application.number, actor=hana, now=clock.now())
    application.refresh_from_db()
    assert application.state == State.WITHDRAWN
    assert Charge.objects.get(number=application.charge).state == "cancelled"


def test_taking_back_a_paid_matter_refunds_it_when_its_agency_agrees(hana: Actor, official: Actor) -> None:
    application = applied(service="civil.animal_registration", actor=hana, **DOG)
    pay(Charge.objects.get(number=application.charge), hana)
    carry()
    withdraw(number=application.number, actor=hana, now=clock.now())
    application.refresh_from_db()
    assert application.state == State.WITH_AGENCY
    carry()
    application.refresh_from_db()
    assert application.state == State.WITHDRAWN
    assert Charge.objects.get(number=application.charge).state == "refunded"


def test_an_issued_certificate_is_not_taken_back(hana: Actor) -> None:
    application = applied(service=ABSTRACT, actor=hana)
    issue_instant(number=application.number, now=clock.now(), actor=hana)
    with pytest.raises(TooLateToWithdraw):
        withdraw(number=application.number, actor=hana, now=clock.now() + timedelta(minutes=1))


def test_answers_are_encrypted_at_rest(hana: Actor, people: Mapping[str, str]) -> None:
    application = applied(service=ABSTRACT, actor=hana)
    assert application.answers["about"] == people["hana"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM civil_application WHERE number = %s", [application.number])
        assert people["hana"].encode() not in bytes(cursor.fetchone()[0])


def test_issuing_declares_that_it_changes_books() -> None:
    assert IssueCertificate.CHANGES
