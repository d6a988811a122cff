"""Three businesses in the real business register, and people who act for them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module
from typing import Any

from django.test import Client

from madang.contracts.businesses_v1 import BusinessForm
from madang.framework.identity.actor import ActingFor, Actor, ActorKind, system_actor
from madang.framework.identity.tests.browsers import company_mandate, new_account, signed_in
from madang.framework.values import Party, clock
from madang.systems.tax.domain.einvoicing import Draft, DraftLine
from madang.systems.tax.models import TaxInvoice
from madang.systems.tax.usecases.invoices.issue_invoice import issue_invoice

# A Monday; 10:00 in Seoul.
NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 9)
MACHINE = system_actor("test")


def enter(name: str, *, person: str) -> str:
    """Enter a shop in the business register; its number."""
    # By name, as the site loads it: systems do not import each other.
    rules = import_module("madang.systems.businesses.domain.registration")
    facts = rules.Registration(
        name=name,
        form=BusinessForm.SOLE_TRADER,
        sector="47",
        opened_on=date(2020, 3, 2),
        place=rules.Place(division="1111000000", text="서울특별시 종로구 대학로 116"),
        representatives=(person,),
    )
    register = import_module("madang.systems.businesses.usecases.register_business").register_business
    return str(register(facts=facts, office="NTS-101", actor=MACHINE, now=NOW).number)


def acting(
    number: str, *, person: str = "person-dohyun", scope: tuple[str, ...] = ("*",), now: datetime = NOW
) -> Actor:
    """A resident who acts for a business under a mandate of this scope."""
    key = company_mandate(number, person=person, scope=scope, now=now)
    return Actor(
        kind=ActorKind.RESIDENT,
        name="박도현",
        person=person,
        acting_for=ActingFor(party=Party.business(number), mandate_id=key, scope=scope, name="도현상회"),
    )


def browser(number: str, *, person: str, language: str = "en") -> Client:
    """A browser in which somebody acts for a business."""
    now = clock.now()
    account = new_account(person, person=person)
    key = company_mandate(number, person=person, scope=("*",), now=now)
    return signed_in(account, mandate=key, language=language, now=now)


def draft(buyer: str, **other: Any) -> Draft:
    """Ten boxes of paper at 12,000 won."""
    given: dict[str, Any] = {
        "written_on": TODAY,
        "buyer": buyer,
        "lines": (DraftLine(name="복사용지", quantity=Decimal(10), price=Decimal(12_000)),),
    }
    return Draft(**(given | other))


def issued(seller: str, buyer: str, *, key: str = "1", now: datetime = NOW, **other: Any) -> TaxInvoice:
    """An issued invoice."""
    return issue_invoice(seller=seller, draft=draft(buyer, **other), key=key, actor=MACHINE, now=now)
