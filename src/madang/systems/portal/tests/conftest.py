"""A resident and an official at the portal's doors, with real cases, documents and keys of the tests' own."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from madang.framework.cases import procedures
from madang.framework.cases.procedures import Procedure
from madang.framework.documents import DocumentKind, kinds
from madang.framework.identity.models import Account, DutyAssignment, Office
from madang.framework.identity.tests.browsers import signed_in
from madang.framework.values import Party, clock

PERSON = "ha" * 16
HANA = Party.person(PERSON)


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One set of keys for all tests."""
    return tmp_path_factory.mktemp("portal-keys")


@pytest.fixture(autouse=True)
def places(settings: Any, tmp_path: Path, key_folder: Path) -> None:
    """Keys and files lie apart from those of the checkout; pages are in English."""
    settings.MADANG_KEYS = key_folder
    settings.MADANG_STORAGE = tmp_path / "storage"
    settings.LANGUAGE_CODE = "en"


@pytest.fixture(autouse=True)
def kinds_and_procedures() -> Iterator[None]:
    """A kind of document and a procedure that no system declares."""
    before = dict(kinds._kinds), dict(procedures._procedures)
    kinds.register(
        DocumentKind(
            code="test.residence",
            title="Residence certificate",
            template="documents/plain.typ",
            office="3000000",
            valid_days=90,
        )
    )
    procedures.register(
        Procedure(code="test.report", title="Move-in report", decided_by="test.registrar", days=7, legal_text="art. 16")
    )
    yield
    kinds._kinds.clear()
    kinds._kinds.update(before[0])
    procedures._procedures.clear()
    procedures._procedures.update(before[1])


@pytest.fixture
def office(db: None) -> Office:
    """Jongno-gu Office."""
    return Office.objects.create(
        code="3000000", name="종로구청", name_en="Jongno-gu Office", agency="서울특별시 종로구"
    )


@pytest.fixture
def hana(db: None) -> Client:
    """A resident's browser."""
    return signed_in(Account.objects.create(login="hana", name="Hana", person=PERSON, created_at=clock.now()))


@pytest.fixture
def registrar(office: Office) -> Client:
    """The browser of the official who decides the test's cases."""
    account = Account.objects.create(login="registrar", name="Registrar", created_at=clock.now())
    DutyAssignment.objects.create(account=account, office=office, duty="test.registrar", assigned_from=date(2020, 1, 1))
    return signed_in(account)


@pytest.fixture
def anyone() -> Client:
    """A browser without a sign-in."""
    return Client(headers={"Accept-Language": "en", "Accept": "text/html"})


@pytest.fixture
def text() -> Callable[[Any], str]:
    """A page's words without its markup."""
    import re

    return lambda response: " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
