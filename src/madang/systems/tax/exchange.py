"""What the tax office answers, hears and offers."""

from collections.abc import Callable
from datetime import datetime

from madang.contracts.businesses_v1 import BusinessChanged, BusinessClosed, BusinessRegistered
from madang.contracts.customs_v1 import ImportTaxed
from madang.contracts.envelope import Envelope
from madang.contracts.population_v1 import PersonMoved
from madang.contracts.services_v1 import IssueCertificate, Prefill, ServiceKind
from madang.contracts.tax_v1 import GetTaxClearance, TaxClearance
from madang.exchange import answers, listens
from madang.exchange.services import offer
from madang.framework.documents.models import Document
from madang.framework.identity.actor import system_actor
from madang.framework.values import Party, PartyKind, clock
from madang.systems.tax.domain.words import Role
from madang.systems.tax.models import Taxpayer
from madang.systems.tax.usecases import queue
from madang.systems.tax.usecases.dues import certify
from madang.systems.tax.usecases.dues.arrears import clearance_of
from madang.systems.tax.usecases.invoices.take_import import take_import
from madang.systems.tax.usecases.name import SYSTEM
from madang.systems.tax.usecases.registration.follow_register import close_taxpayer
from madang.systems.tax.usecases.registration.register_taxpayer import register_taxpayer


@answers(GetTaxClearance)
def get_clearance(query: GetTaxClearance, envelope: Envelope) -> TaxClearance:
    """Whether the party owes overdue taxes; no amounts."""
    return clearance_of(party=query.party, now=clock.now())


@listens(BusinessRegistered)
def hear_registration(event: BusinessRegistered, envelope: Envelope) -> None:
    """A registered business is a taxpayer (Value-Added Tax Act arts. 3, 8)."""
    register_taxpayer(
        party=Party.business(event.number),
        name=event.name,
        roles=(Role.VAT_GENERAL,),
        sector=event.sector,
        on=event.opened_on,
        actor=system_actor(SYSTEM),
        now=clock.now(),
    )
    queue.follow_register(number=event.number)


@listens(BusinessChanged)
def hear_change(event: BusinessChanged, envelope: Envelope) -> None:
    """What is kept of a business follows the register."""
    queue.follow_register(number=event.number)


@listens(BusinessClosed)
def hear_closure(event: BusinessClosed, envelope: Envelope) -> None:
    """A closed business is taxed no longer; what it owes stands."""
    close_taxpayer(number=event.number, on=event.closed_on, now=clock.now())


@listens(PersonMoved)
def hear_move(event: PersonMoved, envelope: Envelope) -> None:
    """Who moves has the tax office of the new place; who is no taxpayer is not looked at."""
    if Taxpayer.objects.filter(party_kind=PartyKind.PERSON.value, party_key=event.person).exists():
        queue.follow_residence(person=event.person)


@listens(ImportTaxed)
def hear_import(event: ImportTaxed, envelope: Envelope) -> None:
    """What a business paid at the border it may deduct (Value-Added Tax Act art. 38 (1) 2)."""
    take_import(
        declaration=event.declaration,
        importer=event.importer,
        office=event.office,
        base=event.base,
        tax=event.tax,
        paid_on=event.paid_on,
        now=clock.now(),
    )


def _issue(query: IssueCertificate, envelope: Envelope, now: datetime) -> Document:
    wanted = certify.Wanted(
        kind=query.service,
        party=query.party,
        language=query.language,
        year=query.answers.get("year", ""),
        idempotency_key=envelope.idempotency_key,
    )
    return certify.issue_certificate(wanted=wanted, actor=system_actor(SYSTEM, language=query.language), now=now)


def _prefiller(kind: str) -> Callable[[Party, Envelope, datetime], Prefill]:
    def prefill(party: Party, envelope: Envelope, now: datetime) -> Prefill:
        return certify.prefill(kind=kind, party=party, now=now)

    return prefill


def offer_services() -> None:
    """Offer the certificates; a country whose pack does not describe one does not have it."""
    for code in certify.TITLES:
        fields = certify.fields_of(code)
        offer(code, kind=ServiceKind.CERTIFICATE, fields=fields, issue=_issue, prefill=_prefiller(code))
