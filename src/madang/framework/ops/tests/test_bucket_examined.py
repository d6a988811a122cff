"""What people and operators are told when the object store of the files fails."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import RequestFactory
from django.utils import translation

from madang.framework.ops.doctor import examine
from madang.framework.storage import read_blob, store_own
from madang.framework.storage.models import Blob
from madang.framework.storage.storing import StorageUnavailable
from madang.framework.storage.tests.stores import Store
from madang.framework.ui.middleware import RefusalMiddleware

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """A store for the tests that leave it alive."""
    running = Store()
    yield running
    running.kill()


def faults() -> dict[str, str]:
    return {part.name: part.says for part in examine(now=NOW) if not part.sound}


def _reader_is_told(refused: StorageUnavailable) -> None:
    request = RequestFactory().get("/", headers={"Accept": "text/html", "Accept-Language": "en"})
    with translation.override("en"):
        answer = RefusalMiddleware(lambda _request: None).process_exception(request, refused)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "Nothing was recorded" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_an_outage_is_told_in_a_sentence_and_nothing_is_recorded(settings, monkeypatch) -> None:
    monkeypatch.setattr("madang.framework.storage.bucket.STILL_SECONDS", 1)
    running = Store()
    settings.MADANG_STORAGE = running.values
    kept = store_own(b"sealed", media_type="application/pdf", now=NOW)
    try:
        for outage in (running.freeze, running.kill):
            outage()
            with pytest.raises(StorageUnavailable) as refused:
                store_own(b"other", media_type="application/pdf", now=NOW)
            with pytest.raises(StorageUnavailable):
                read_blob(kept.pk)
            assert "cannot keep files: it cannot be reached" in faults()["Bucket"]
            _reader_is_told(refused.value)
    finally:
        running.kill()
    assert [one.pk for one in Blob.objects.all()] == [kept.pk]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, ""),
        ({"url": "{address}/elsewhere"}, "there is no such bucket"),
        ({"secret": "wrong"}, "it refuses our key"),
        ({"key": "{reader}", "secret": "{reader_secret}"}, "it refuses our key (status 403, AccessDenied)"),
    ],
    ids=["sound", "no bucket", "wrong secret", "read only"],
)
def test_the_doctor_says_what_is_wrong_with_the_bucket(store: Store, settings, change: dict, told: str) -> None:
    told_by_store = store.told | {"address": store.told["url"].removesuffix("/madang")}
    settings.MADANG_STORAGE = store.values | {name: text.format(**told_by_store) for name, text in change.items()}
    if told:
        assert told in faults()["Bucket"]
        assert "MADANG_S3_" in faults()["Bucket"]
    else:
        assert "Bucket" not in faults()
