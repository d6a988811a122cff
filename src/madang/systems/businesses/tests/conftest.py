"""A small country: a few residents in the real resident register, a registrar, and a business."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any

import pytest
from django.test import Client

from madang.contracts.businesses_v1 import BusinessForm
from madang.contracts.services_v1 import ApplicationFiled
from madang.framework.identity.actor import Actor, ActorKind, Duty, system_actor
from madang.framework.identity.models import Office
from madang.framework.identity.tests.browsers import give_duty, new_account, signed_in
from madang.framework.law import pack
from madang.framework.ops.tests.once_a_file import once_a_file
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


@once_a_file
def neighbours() -> dict[str, str]:
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
        if not person and not office:
            return Client(headers={"accept-language": "en"})
        account = new_account(person or "bizofficer", person=person)
        if office:
            give_duty(account, REGISTRAR, office=office)
        return signed_in(account)

    return open_browser
