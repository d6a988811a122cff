"""An office, a kind of document, somebody it is about, and keys and files in folders of the test's own."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from madang.framework.documents import Document, DocumentKind, issue, keeping, kinds
from madang.framework.identity.actor import system_actor
from madang.framework.identity.models import Office
from madang.framework.values import Party

# A Monday; 10:00 in Seoul.
MONDAY = datetime(2026, 6, 8, 1, 0, tzinfo=UTC)
HANA = Party.person("hana")
FACTS = {"성명": "김하나", "생년월일": "1990-03-02", "주소": "서울특별시 종로구 세종대로 209"}
CONTENT = {"holder": "김하나", "rows": [["성명", "김하나 (金河娜)"], ["주소", "서울특별시 종로구 세종대로 209"]]}


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One set of keys for all tests."""
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(autouse=True)
def places(settings: Any, tmp_path: Path, key_folder: Path) -> None:
    """Keys and files lie apart from those of the checkout."""
    settings.MADANG_KEYS = key_folder
    settings.MADANG_STORAGE = tmp_path / "storage"
    settings.MADANG_COUNTRY = "kr"
    settings.MADANG_MEMBER = "madang"
    settings.MADANG_PUBLIC_URL = "https://madang.example"


@pytest.fixture(autouse=True)
def kind() -> Iterator[DocumentKind]:
    """A residence certificate, valid for 90 days."""
    before = dict(kinds._kinds)
    yield kinds.register(
        DocumentKind(
            code="test.residence",
            title="주민등록표 초본",
            template="documents/plain.typ",
            office="3000000",
            valid_days=90,
            readers=("test.reader",),
        )
    )
    kinds._kinds.clear()
    kinds._kinds.update(before)


@pytest.fixture
def office(db: None) -> Office:
    """Jongno-gu Office."""
    return Office.objects.create(
        code="3000000", name="종로구청", name_en="Jongno-gu Office", agency="서울특별시 종로구"
    )


@pytest.fixture
def made(office: Office) -> Callable[..., Document]:
    """Issues the test's document; keyword arguments change what is issued."""

    def make(**changes: Any) -> Document:
        values = {
            "kind": "test.residence",
            "party": HANA,
            "content": CONTENT,
            "facts": FACTS,
            "language": "ko",
            "actor": system_actor("test"),
            "now": MONDAY,
        }
        return issue(**(values | changes))

    return make


@pytest.fixture
def file() -> Callable[[Document], bytes]:
    """The sealed file of a document."""
    return lambda document: keeping.read(sha256=document.sha256)
