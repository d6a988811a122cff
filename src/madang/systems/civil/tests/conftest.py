"""The demo's people in the real registers, their catalogue, and browsers signed in as them."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from importlib import import_module

import pytest
from django.test import Client

from madang.exchange.delivery import deliver_pending
from madang.framework.identity.actor import Actor, ActorKind
from madang.framework.identity.models import Account, DutyAssignment, Office
from madang.framework.identity.tests.browsers import signed_in
from madang.framework.identity.who import actor_of
from madang.framework.law import pack
from madang.framework.ops.tests.once_a_file import once_a_file
from madang.framework.values import Party, clock
from madang.systems.civil.models import Application
from madang.systems.civil.usecases import catalogue
from madang.systems.civil.usecases.apply import apply
from madang.systems.civil.usecases.permissions import COUNTER, REVIEWER
from madang.systems.civil.usecases.prefill import Known, prefill
from madang.systems.civil.usecases.refresh_catalogue import refresh_catalogue

OFFICE = "3000000"
HANDLERS = (REVIEWER, COUNTER, "population.registrar", "population.reader")


@once_a_file
def republic() -> Mapping[str, str]:
    """The pack's named residents in the real resident register, its offices, and the catalogue."""
    for row in pack().data("offices"):
        names = {
            "name": row["name"],
            "name_en": row.get("name_en", ""),
            "agency": row["agency"],
            "region": row["region"],
        }
        Office.objects.get_or_create(code=row["code"], defaults=names)
    # By name, as the site loads it: systems do not import each other.
    import_module("madang.systems.population.demo").load_demo(
        country=pack().code, population=12, now=clock.now(), progress=lambda *_told: None
    )
    refresh_catalogue(now=clock.now())
    return {row["login"]: row["person"] for row in pack().data("demo")["residents"]}


@pytest.fixture
def people(republic: Mapping[str, str], db: None) -> Mapping[str, str]:
    """The keys of the named residents by login."""
    return republic


def account_of(*, login: str, person: str | None, language: str = "en") -> Account:
    """The account of one of them."""
    made, _fresh = Account.objects.get_or_create(
        login=login,
        defaults={"name": login.capitalize(), "person": person, "created_at": clock.now(), "language": language},
    )
    return made


@pytest.fixture
def hana(people: Mapping[str, str]) -> Actor:
    """A resident with two children."""
    return actor_of(account=account_of(login="hana", person=people["hana"]), now=clock.now())


@pytest.fixture
def official(people: Mapping[str, str]) -> Actor:
    """An official of Jongno-gu who holds every duty that these tests need."""
    account = account_of(login="official", person=None)
    since = (clock.now() - timedelta(days=9)).date()
    for duty in HANDLERS:
        DutyAssignment.objects.create(account=account, office_id=OFFICE, duty=duty, assigned_from=since)
    return actor_of(account=account, now=clock.now())


@pytest.fixture
def browser(people: Mapping[str, str]) -> Callable[[Actor], Client]:
    """A browser in which this actor is signed in; an anonymous one stays outside."""

    def open_browser(actor: Actor | None = None) -> Client:
        if actor is None or actor.kind is ActorKind.ANONYMOUS:
            return Client(headers={"accept-language": "en"})
        return signed_in(Account.objects.get(pk=actor.account_id))

    return open_browser


def known_for(*, service: str, actor: Actor) -> Known:
    """What the owner tells for this actor's form."""
    subject = actor.party
    assert isinstance(subject, Party)
    return prefill(service=catalogue.service(code=service), subject=subject, actor=actor, application="")


def applied(*, service: str, actor: Actor, key: str = "key-1", **answers: str) -> Application:
    """An application with the form's defaults and what the owner knows."""
    declared, known = catalogue.service(code=service), known_for(service=service, actor=actor)
    given = {field.name: field.default for field in declared.fields if field.default}
    given |= {each.field: each.value for each in known.prefill.answers if each.value}
    return apply(service=service, answers=given | answers, known=known, key=key, actor=actor, now=clock.now())


def carry() -> None:
    """Carry every announced event, and those that its hearing brings."""
    while deliver_pending(now=clock.now()):
        pass
