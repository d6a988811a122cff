"""What the business register answers, hears and offers.

A new certificate is one more line in `CERTIFICATES`, its template, and its entry in the country's `services.yaml`; the counter
(`civil`) needs no change.
"""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import get_language

from madang.contracts.businesses_v1 import (
    Business as BusinessReply,
)
from madang.contracts.businesses_v1 import (
    BusinessForm,
    BusinessStatus,
    FindBusinessesOf,
    FoundBusinesses,
    GetBusiness,
)
from madang.contracts.envelope import Envelope
from madang.contracts.population_v1 import Address, NameCorrected
from madang.contracts.services_v1 import (
    ApplicationFiled,
    ApplicationWithdrawn,
    IssueCertificate,
    Prefill,
    ServiceKind,
)
from madang.exchange import answers, listens
from madang.exchange.services import offer
from madang.framework.documents.models import Document
from madang.framework.identity.actor import system_actor
from madang.framework.values import Party, clock
from madang.systems.businesses.models import Business, Establishment, Representative
from madang.systems.businesses.usecases import queue
from madang.systems.businesses.usecases.ask_names import forget_name
from madang.systems.businesses.usecases.find_business import businesses_of
from madang.systems.businesses.usecases.issue_certificate import Wanted
from madang.systems.businesses.usecases.issue_certificate import issue_certificate as issue_one
from madang.systems.businesses.usecases.matters import MATTERS
from madang.systems.businesses.usecases.name import SYSTEM
from madang.systems.businesses.usecases.offered import fields_of
from madang.systems.businesses.usecases.open_application import open_application
from madang.systems.businesses.usecases.prefill_application import prefill_application
from madang.systems.businesses.usecases.sectors import sectors
from madang.systems.businesses.usecases.withdraw_application import withdraw_application

CERTIFICATES = (
    "businesses.registration_certificate",
    "businesses.suspension_certificate",
    "businesses.closure_certificate",
    "businesses.facts_certificate",
)


@answers(GetBusiness)
def get_business(query: GetBusiness, envelope: Envelope) -> BusinessReply:
    """The entry with this number; empty when there is none."""
    found = Business.objects.filter(number=query.number).first()
    return _reply(found) if found else BusinessReply()


@answers(FindBusinessesOf)
def find_businesses_of(query: FindBusinessesOf, envelope: Envelope) -> FoundBusinesses:
    """The businesses that a person represents or has represented, newest first."""
    return FoundBusinesses(businesses=tuple(_reply(each) for each in businesses_of(party=Party.person(query.person))))


def _reply(business: Business) -> BusinessReply:
    head = Establishment.objects.filter(business=business, serial=0).first()
    people = list(Representative.objects.filter(business=business, until_on=None).order_by("id"))
    return BusinessReply(
        number=business.number,
        corporate_number=business.corporate_number or None,
        name=business.name,
        form=BusinessForm(business.form),
        status=BusinessStatus(business.status),
        sector=business.sector,
        sector_title=sectors().title(code=business.sector, language=get_language() or "en"),
        opened_on=business.opened_on,
        closed_on=business.closed_on,
        address=_address(head),
        representatives=tuple(one.person for one in people),
        representative_names=tuple(one.name for one in people),
    )


def _address(head: Establishment | None) -> Address | None:
    if head is None:
        return None
    return Address(division=head.division, text=head.address, postcode=head.postcode, from_on=head.opened_on)


@listens(ApplicationFiled)
def take_in(event: ApplicationFiled, envelope: Envelope) -> None:
    """An application that this register decides."""
    if event.owner == SYSTEM and event.service in MATTERS:
        open_application(event=event, now=clock.now())


@listens(ApplicationWithdrawn)
def take_back(event: ApplicationWithdrawn, envelope: Envelope) -> None:
    """The applicant took it back."""
    if event.owner == SYSTEM:
        withdraw_application(application=event.application, now=clock.now())


@listens(NameCorrected)
def ask_again(event: NameCorrected, envelope: Envelope) -> None:
    """A representative's name was corrected."""
    for number in forget_name(person=event.person):
        queue.ask_names(number=number)


def _issue(query: IssueCertificate, envelope: Envelope, now: datetime) -> Document:
    wanted = Wanted(
        kind=query.service,
        party=query.party,
        number=query.answers.get("business", ""),
        language=query.language,
        application=query.application,
        idempotency_key=envelope.idempotency_key,
    )
    return issue_one(wanted=wanted, actor=system_actor(SYSTEM, language=query.language), now=now)


def _prefiller(service: str) -> Callable[[Party, Envelope, datetime], Prefill]:
    def prefill(party: Party, envelope: Envelope, now: datetime) -> Prefill:
        return prefill_application(service=service, party=party)

    return prefill


def offer_services() -> None:
    """Offer the certificates and matters; a country whose pack does not describe one does not have it."""
    for code in CERTIFICATES:
        offer(code, kind=ServiceKind.CERTIFICATE, fields=fields_of(code), issue=_issue, prefill=_prefiller(code))
    for code in MATTERS:
        offer(code, kind=ServiceKind.MATTER, fields=fields_of(code), prefill=_prefiller(code))
