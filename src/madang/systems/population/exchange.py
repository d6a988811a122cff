"""What the resident register answers, listens to and offers."""

from datetime import datetime

from django.utils import timezone

from madang.contracts import population_v1 as v1
from madang.contracts.envelope import Envelope
from madang.contracts.services_v1 import (
    ApplicationFiled,
    ApplicationWithdrawn,
    FormField,
    IssueCertificate,
    Prefill,
    ServiceKind,
)
from madang.exchange import answers, listens, services
from madang.framework.cases.models import Case
from madang.framework.cases.usecases.withdraw import withdraw
from madang.framework.documents.models import Document
from madang.framework.identity.actor import system_actor
from madang.framework.values import Party, clock
from madang.systems.population.usecases import answer, forms
from madang.systems.population.usecases.gather import person_by
from madang.systems.population.usecases.issue_certificate import issue_certificate
from madang.systems.population.usecases.prefill import prefill
from madang.systems.population.usecases.receive_report import LISTENER, OWNER, receive_report


@answers(v1.GetPerson)
def get_person(query: v1.GetPerson, envelope: Envelope) -> v1.Person:
    """One person by key."""
    return answer.person(found=person_by(key=query.person))


@answers(v1.FindPerson)
def find_person(query: v1.FindPerson, envelope: Envelope) -> v1.FoundPeople:
    """People by number, or by name and birth date."""
    return answer.find(
        resident_number=query.resident_number, name=query.name, birth_on=query.birth_on, limit=query.limit
    )


@answers(v1.GetAddressHistory)
def get_address_history(query: v1.GetAddressHistory, envelope: Envelope) -> v1.AddressHistory:
    """Every registered address, newest first."""
    return answer.address_history(found=person_by(key=query.person))


@answers(v1.GetHousehold)
def get_household(query: v1.GetHousehold, envelope: Envelope) -> v1.Household:
    """The household a person lives in."""
    return answer.household(found=person_by(key=query.person))


@answers(v1.GetFamily)
def get_family(query: v1.GetFamily, envelope: Envelope) -> v1.Family:
    """Parents, spouse and children."""
    return answer.family(found=person_by(key=query.person))


@answers(v1.GetAdults)
def get_adults(query: v1.GetAdults, envelope: Envelope) -> v1.FoundPeople:
    """Living adults in the order of their keys."""
    return answer.adults(after=query.after, limit=query.limit, today=timezone.localdate(clock.now()))


@answers(v1.GetResidents)
def get_residents(query: v1.GetResidents, envelope: Envelope) -> v1.FoundPeople:
    """Who lived somewhere on a day."""
    return answer.residents(query=query)


@listens(ApplicationFiled)
def open_report(event: ApplicationFiled, envelope: Envelope) -> None:
    """An application for one of our matters becomes a case; one application makes one case, however often it comes."""
    if event.owner == OWNER:
        receive_report(event=event, now=clock.now())


@listens(ApplicationWithdrawn)
def withdraw_report(event: ApplicationWithdrawn, envelope: Envelope) -> None:
    """An application taken back at the counter is withdrawn here, unless it ended meanwhile."""
    case = Case.objects.filter(application=event.application, closed_at=None, decided_at=None).first()
    if event.owner == OWNER and case is not None:
        withdraw(case=case, actor=system_actor(LISTENER), now=clock.now())


def _issue(query: IssueCertificate, envelope: Envelope, now: datetime) -> Document:
    return issue_certificate(
        kind=query.service,
        party=query.party,
        answers=query.answers,
        language=query.language,
        actor=system_actor(f"population.certificates ({envelope.asked_by})", language=query.language),
        now=now,
        application=query.application,
        idempotency_key=envelope.idempotency_key,
    )


def _offer_certificate(code: str, fields: tuple[FormField, ...]) -> None:
    services.offer(code, kind=ServiceKind.CERTIFICATE, fields=fields, issue=_issue, prefill=_known(code))


def _offer_matter(code: str, fields: tuple[FormField, ...]) -> None:
    services.offer(code, kind=ServiceKind.MATTER, fields=fields, prefill=_known(code))


def _known(code: str) -> services.Prefiller:
    def known(party: Party, envelope: Envelope, now: datetime) -> Prefill:
        return prefill(service=code, party=party)

    return known


_offer_certificate("population.abstract", forms.ABSTRACT)
_offer_certificate("population.register_copy", forms.COPY)
_offer_certificate("population.family_relations", forms.FAMILY)
_offer_certificate("population.basic", forms.FAMILY)
_offer_certificate("population.marriage_certificate", forms.FAMILY)
_offer_certificate("population.address_history", forms.HISTORY)
_offer_matter("population.move_in", forms.MOVE_IN)
_offer_matter("population.birth", forms.BIRTH)
_offer_matter("population.death", forms.DEATH)
_offer_matter("population.marriage", forms.MARRIAGE)
_offer_matter("population.divorce", forms.DIVORCE)
_offer_matter("population.name_correction", forms.NAME)
services.offer("population.occupancy", kind=ServiceKind.COUNTER)
