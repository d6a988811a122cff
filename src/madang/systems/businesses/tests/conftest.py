"""A small country: a few residents in the real resident register, a registrar, and a business."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from madang.contracts.businesses_v1 import BusinessForm
from madang.contracts.services_v1 import ApplicationFiled
from madang.framework.identity.actor import Actor, ActorKind, Assurance, Duty, system_actor
from madang.framework.identity.middleware import SESSION
from madang.framework.identity.models import Account, DutyAssignment, Office
from madang.framework.identity.usecases.open_session import Visitor, open_session
from madang.framework.law import pack
from madang.framework.values import Party, clock
from madang.systems.businesses.domain.registration import Place, Registration
from madang.systems.businesses.models import Business
from madang.systems.businesses.usecases.permissions import REGISTRAR
from madang.systems.businesses.usecases.register_business import register_business

# A Monday without holidays around it; 10:00 in Seoul.
MONDAY = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 9)
OFFICE = "NTS-101"
JONGNO = Place(division="1111000000", text="서울특별시 종로구 대학로 116")
MACHINE = system_actor("test")


@pytest.fixture
def registrar() -> Actor:
    """The official in charge at the tax office of Jongno."""
    duty = Duty(office_code=OFFICE, office_name="종로세무서", code=REGISTRAR)
    return Actor(kind=ActorKind.OFFICIAL, account_id=201, name="Oh Seyoung", duties=(duty,))


def facts(**other: Any) -> Registration:
    """A sole trader's shop."""
    given: dict[str, Any] = {
        "name": "도현상회",
        "form": BusinessForm.SOLE_TRADER,
        "sector": "47",
        "opened_on": date(2026, 3, 2),
        "place": JONGNO,
        "representatives": ("person-dohyun",),
    }
    return Registration(**(given | other))


@pytest.fixture
def shop(db: None) -> Business:
    """A registered shop."""
    return register_business(facts=facts(), office=OFFICE, actor=MACHINE, now=MONDAY)


@pytest.fixture
def neighbours(db: None) -> list[str]:
    """The pack's named residents in the real resident register: their keys by login."""
    # By name, as the site loads it: systems do not import each other.
    import_module("madang.systems.population.demo").load_demo(
        country=pack().code, population=20, now=clock.now(), progress=lambda *_told: None
    )
    return {row["login"]: row["person"] for row in pack().data("demo")["residents"]}


@pytest.fixture
def offices(db: None) -> None:
    """The tax office, so that documents have an issuer."""
    Office.objects.create(
        code=OFFICE, name="종로세무서", name_en="Jongno Tax Office", agency="국세청", region="1111000000"
    )


ANSWERS = {
    "name": "소라네 책방",
    "form": "sole_trader",
    "sector": "47",
    "opened_on": "2026-03-02",
    "address": "서울특별시 종로구 사직로 9",
    "address_division": "1111000000",
}


def filed(
    *, service: str = "businesses.registration", person: str = "person-sora", answers: dict[str, str] | None = None
) -> ApplicationFiled:
    """An application as the counter announces it."""
    return ApplicationFiled(
        owner="businesses",
        service=service,
        application=f"A-{service}-{person}",
        applicant=Party.person(person),
        filed_by=person,
        answers=ANSWERS if answers is None else answers,
        language="ko",
        filed_at=MONDAY,
    )


@pytest.fixture
def browser(db: None) -> Callable[..., Client]:
    """A browser, signed in where a person or an office is named."""

    def open_browser(*, person: str | None = None, office: str = "") -> Client:
        client = Client(headers={"accept-language": "en"})
        if not person and not office:
            return client
        now = clock.now()
        login = person or "bizofficer"
        account = Account.objects.create(login=login, name=login, person=person, created_at=now, language="en")
        if office:
            place, _made = Office.objects.get_or_create(code=office, defaults={"name": office, "name_en": office})
            DutyAssignment.objects.create(
                account=account, office=place, duty=REGISTRAR, assigned_from=(now - timedelta(days=2)).date()
            )
        sign_in(client, account, now)
        return client

    return open_browser


def sign_in(client: Client, account: Account, now: datetime) -> None:
    """A session as the sign-in page opens it."""
    visitor = Visitor(address="127.0.0.1", label="test")
    session = open_session(
        account=account, visitor=visitor, method="password", assurance=Assurance.LOW, now=now
    ).session
    store = client.session
    store[SESSION] = session.pk
    store.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = store.session_key
