"""Matters go to their agency and come back decided; life events send several at once."""

from collections.abc import Mapping

import pytest

from madang.contracts.services_v1 import ApplicationProgressed, Progress
from madang.framework.cases.models import Case
from madang.framework.cases.usecases.decide import decide
from madang.framework.cases.usecases.request_supplement import request_supplement
from madang.framework.cases.usecases.take import take
from madang.framework.identity.actor import ActingFor, Actor
from madang.framework.identity.may import Forbidden
from madang.framework.values import Party, clock
from madang.systems.civil.domain.applications import State
from madang.systems.civil.domain.life_events import PartState, part_state
from madang.systems.civil.models import Application, Bundle
from madang.systems.civil.tests.conftest import applied, carry, known_for
from madang.systems.civil.usecases import catalogue
from madang.systems.civil.usecases.advance_bundle import advance_bundle
from madang.systems.civil.usecases.apply import apply
from madang.systems.civil.usecases.eligibility import NotByProxy, NotDoneOnline
from madang.systems.civil.usecases.faults import AnswersFaulty
from madang.systems.civil.usecases.keep_file import KeptFile
from madang.systems.civil.usecases.load_application import NoSuchApplication, load_application
from madang.systems.civil.usecases.note_progress import note_progress
from madang.systems.civil.usecases.prefill import Known
from madang.systems.civil.usecases.rate import NotRatable, rate
from madang.systems.civil.usecases.start_life_event import start_life_event

DISCLOSURE = {"wanted": "Places in the nurseries of Jongno", "form": "electronic"}
SERVICE = "civil.information_disclosure"
BIRTH = {"family_name": "이", "given_name": "하람", "born_on": "2026-03-01", "sex": "male", "account": "123-456"}


def case_of(application: Application) -> Case:
    return Case.objects.get(application=application.number)


def test_a_matter_becomes_a_case_at_an_office_and_its_number_comes_back(hana: Actor, official: Actor) -> None:
    application = applied(service=SERVICE, actor=hana, **DISCLOSURE)
    assert application.state == State.SENT
    carry()
    application.refresh_from_db()
    assert application.state == State.WITH_AGENCY
    assert application.case == case_of(application).number
    assert application.due_on is not None


def test_an_agency_that_hears_twice_opens_one_case(hana: Actor, official: Actor) -> None:
    application = applied(service=SERVICE, actor=hana, **DISCLOSURE)
    carry()
    carry()
    assert Case.objects.filter(application=application.number).count() == 1


def test_a_decision_reaches_the_application_with_its_reasons(hana: Actor, official: Actor) -> None:
    application = applied(service=SERVICE, actor=hana, **DISCLOSURE)
    carry()
    case = take(case=case_of(application), actor=official, now=clock.now())
    decide(case=case, outcome="refused", reasons="It is not held here.", actor=official, now=clock.now())
    carry()
    application.refresh_from_db()
    assert application.state == State.REFUSED
    assert "It is not held here." in application.note


def test_a_supplement_request_is_shown(hana: Actor, official: Actor) -> None:
    application = applied(service=SERVICE, actor=hana, **DISCLOSURE)
    carry()
    case = take(case=case_of(application), actor=official, now=clock.now())
    request_supplement(case=case, asked="Which year?", actor=official, now=clock.now())
    carry()
    application.refresh_from_db()
    assert application.state == State.SUPPLEMENT


def test_only_the_owner_tells_how_an_application_stands(hana: Actor, official: Actor) -> None:
    application = applied(service=SERVICE, actor=hana, **DISCLOSURE)
    forged = ApplicationProgressed(
        owner="civil", application=application.number, progress=Progress.GRANTED, at=clock.now()
    )
    assert note_progress(event=forged, sender="businesses", now=clock.now()) is None
    application.refresh_from_db()
    assert application.state == State.SENT


def test_every_faulty_answer_is_told_at_once_and_nothing_is_sent(hana: Actor) -> None:
    with pytest.raises(AnswersFaulty) as told:
        applied(service="civil.animal_registration", actor=hana, chip="12")
    assert {fault.place for fault in told.value.faults} == {"animal_name", "chip"}
    assert not Application.objects.exists()


def test_a_person_outside_the_family_cannot_be_named(hana: Actor, people: Mapping[str, str]) -> None:
    with pytest.raises(AnswersFaulty) as told:
        applied(service="population.abstract", actor=hana, about=people["sora"])
    assert [fault.place for fault in told.value.faults] == ["about"]


def test_a_missing_file_is_told(hana: Actor) -> None:
    with pytest.raises(AnswersFaulty) as told:
        applied(service="population.death", actor=hana, person="", died_on="2026-03-01")
    assert {fault.code for fault in told.value.faults} >= {"required_file"}


def test_what_is_done_in_person_is_not_applied_for(hana: Actor) -> None:
    with pytest.raises(NotDoneOnline):
        applied(service="civil.passport", actor=hana)


def under(actor: Actor, party: Party, *scope: str) -> Actor:
    """The actor under a mandate of `party`."""
    acting = ActingFor(party=party, mandate_id="no-such-mandate", scope=scope)
    return Actor(
        kind=actor.kind,
        account_id=actor.account_id,
        name=actor.name,
        person=actor.person,
        acting_for=acting,
        language="en",
    )


def test_a_mandate_must_cover_the_service(hana: Actor, people: Mapping[str, str]) -> None:
    proxy = under(hana, Party.person(people["dohyun"]), "civil.apply:population.register_copy")
    with pytest.raises(Forbidden):
        applied(service="population.abstract", actor=proxy)


def test_some_services_are_never_done_by_a_proxy(hana: Actor, people: Mapping[str, str]) -> None:
    proxy = under(hana, Party.person(people["dohyun"]), "*")
    barred = next(
        code
        for code, each in catalogue.current().services.items()
        if not each.by_proxy and "online" in each.channels and each.kind != "counter"
    )
    with pytest.raises(NotByProxy):
        apply(
            service=barred,
            answers={},
            known=Known(prefill=known_for(service=barred, actor=hana).prefill),
            key="k",
            actor=proxy,
            now=clock.now(),
        )


def test_an_application_is_seen_by_its_applicant_only(hana: Actor, people: Mapping[str, str]) -> None:
    application = applied(service=SERVICE, actor=hana, **DISCLOSURE)
    assert load_application(number=application.number, actor=hana).pk == application.pk
    stranger = Actor(kind=hana.kind, account_id=999, name="Sora", person=people["sora"])
    with pytest.raises(NoSuchApplication):
        load_application(number=application.number, actor=stranger)


def test_a_finished_application_is_rated_once(hana: Actor, official: Actor) -> None:
    application = applied(service=SERVICE, actor=hana, **DISCLOSURE)
    with pytest.raises(NotRatable):
        rate(number=application.number, stars=4, remark="", actor=hana, now=clock.now())
    carry()
    case = take(case=case_of(application), actor=official, now=clock.now())
    decide(case=case, outcome="granted", reasons="Disclosed.", actor=official, now=clock.now())
    carry()
    rate(number=application.number, stars=4, remark="Quick.", actor=hana, now=clock.now())
    with pytest.raises(NotRatable):
        rate(number=application.number, stars=5, remark="", actor=hana, now=clock.now())


def begun(actor: Actor, *chosen: str, **answers: str) -> Bundle:
    known = Known(prefill=known_for(service="population.birth", actor=actor).prefill)
    paper = KeptFile(field="certificate", name="birth.pdf", sha256="0" * 64, media_type="application/pdf", size=10)
    return start_life_event(
        event="birth",
        chosen=frozenset(chosen),
        answers=BIRTH | answers,
        files=(paper,),
        known=known,
        key="life-1",
        actor=actor,
        now=clock.now(),
    )


def states(bundle: Bundle) -> dict[str, PartState]:
    event = catalogue.life_event(code=bundle.event)
    rows = {row.service: row for row in bundle.parts.select_related("application")}
    stands = {service: State(row.application.state) for service, row in rows.items() if row.application}
    bundle.refresh_from_db()
    return {
        part.service: part_state(part=part, applications=stands, answers=bundle.answers)
        for part in event.parts
        if part.service in rows
    }


def test_a_benefit_waits_for_the_registration_of_the_birth_and_then_goes_out(hana: Actor, official: Actor) -> None:
    bundle = begun(hana, "civil.child_allowance")
    carry()
    assert states(bundle) == {
        "population.birth": PartState.UNDER_WAY,
        "civil.child_allowance": PartState.BLOCKED,
    }
    birth = bundle.parts.get(service="population.birth").application
    assert birth is not None
    case = take(case=case_of(birth), actor=official, now=clock.now())
    decide(case=case, outcome="granted", reasons="The certificate agrees.", actor=official, now=clock.now())
    carry()
    advance_bundle(number=bundle.number, now=clock.now())
    carry()
    assert states(bundle)["population.birth"] is PartState.DONE
    allowance = bundle.parts.get(service="civil.child_allowance").application
    assert allowance is not None
    assert len(allowance.answers["child"]) == 32
    assert allowance.state == State.WITH_AGENCY


def test_a_part_that_fails_stops_no_other(hana: Actor, official: Actor, people: Mapping[str, str]) -> None:
    known = Known(prefill=known_for(service="population.move_in", actor=hana).prefill)
    answers = {
        "address": "중앙로 1",
        "address_division": "1144000000",
        "moved_on": "2026-03-02",
        "movers": people["hana"],
        # The old address is left out, so the forwarding of mail cannot go out.
        "old_address": "자하문로 24",
        "old_address_division": "1111000000",
    }
    bundle = start_life_event(
        event="moving",
        chosen=frozenset({"civil.mail_forwarding"}),
        answers=answers,
        known=known,
        key="m",
        actor=hana,
        now=clock.now(),
    )
    Bundle.objects.filter(pk=bundle.pk).update(files=[])
    carry()
    stands = states(bundle)
    assert stands["population.move_in"] is PartState.UNDER_WAY
    assert stands["civil.mail_forwarding"] is PartState.UNDER_WAY
    mail = bundle.parts.get(service="civil.mail_forwarding").application
    assert mail is not None
    case = take(case=case_of(mail), actor=official, now=clock.now())
    decide(case=case, outcome="refused", reasons="Abroad.", actor=official, now=clock.now())
    carry()
    stands = states(bundle)
    assert stands["civil.mail_forwarding"] is PartState.FAILED
    assert stands["population.move_in"] is PartState.UNDER_WAY


def test_the_same_life_event_sent_twice_is_one(hana: Actor, official: Actor) -> None:
    assert begun(hana).pk == begun(hana).pk
