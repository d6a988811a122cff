"""A small market: businesses in the real business register, people who act for them, officials."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any

from django.test import Client

from madang.contracts.businesses_v1 import BusinessForm
from madang.framework.identity.actor import ActingFor, Actor, ActorKind, Duty, system_actor
from madang.framework.identity.tests import browsers
from madang.framework.identity.tests.browsers import company_mandate, give_duty, new_account
from madang.framework.values import Party, clock
from madang.systems.procurement.models import Clearance, Supplier
from madang.systems.procurement.usecases import permissions

# A Monday; 10:00 in Seoul.
NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 9)
MACHINE = system_actor("test")


def businesses(name: str) -> Any:
    """A module of the business register, by name as the site loads it: systems do not import each other."""
    return import_module(f"madang.systems.businesses.{name}")


def enter(name: str = "도현상회", *, person: str = "person-dohyun") -> str:
    """Enter a shop in the business register; its number."""
    rules = businesses("domain.registration")
    facts = rules.Registration(
        name=name,
        form=BusinessForm.SOLE_TRADER,
        sector="47",
        opened_on=date(2026, 3, 2),
        place=rules.Place(division="1111000000", text="서울특별시 종로구 대학로 116"),
        representatives=(person,),
    )
    made = businesses("usecases.register_business").register_business(
        facts=facts, office="NTS-101", actor=MACHINE, now=NOW
    )
    return str(made.number)


def acting(number: str, *, scope: tuple[str, ...] = ("*",), now: datetime = NOW) -> Actor:
    """A resident who acts for a business under a mandate of this scope."""
    key = company_mandate(number, person="person-dohyun", scope=scope, now=now)
    mandate = ActingFor(party=Party.business(number), mandate_id=key, scope=scope, name="도현상회")
    return Actor(kind=ActorKind.RESIDENT, name="박도현", person="person-dohyun", acting_for=mandate)


def official(name: str, duty: str, *, office: str = "1741000", account: int | None = None) -> Actor:
    """An official with one duty."""
    return Actor(kind=ActorKind.OFFICIAL, account_id=account, name=name, duties=(Duty(office, office, duty),))


BUYER, SECOND_BUYER = official("buyer", permissions.BUYER), official("buyer2", permissions.BUYER)
REVIEWER = official("reviewer", permissions.REVIEWER, office="MOFE-TB")
KEEPER = official("mallkeeper", permissions.BUYER, office="PPS")


def supplier(number: str = "1000000001", *, name: str = "한빛문구", cleared_on: date | None = TODAY) -> Supplier:
    """A supplier by the models alone, cleared on a day."""
    paid = {"account": "004-12345678901", "account_holder": name}
    made = Supplier.objects.create(number=number, name=name, form="corporation", registered_at=NOW, **paid)
    if cleared_on:
        Clearance.objects.create(
            supplier=made,
            source="charges",
            clear=True,
            currency="KRW",
            asked_at=NOW,
            asked_on=cleared_on,
            valid_until=cleared_on + timedelta(days=30),
        )
    return made


def signed_in(
    login: str, *, person: str | None = None, duty: str = "", office: str = "1741000", business: str = ""
) -> Client:
    """A browser of an official with a duty, or of a resident who acts for a business under a mandate."""
    account = new_account(login, person=person)
    if duty:
        give_duty(account, duty, office=office)
    client = browsers.signed_in(account)
    if business:
        key = company_mandate(business, person=str(person), scope=("*",), now=clock.now())
        assert client.post(f"/act-for/{key}/").status_code == 302
    return client
