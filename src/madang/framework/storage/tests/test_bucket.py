"""Files in a bucket, against a real object store in a process of its own that checks every signature."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from madang.framework.storage import read_blob, sealing, store_own, sweep
from madang.framework.storage.bucket import Bucket, BucketFailed
from madang.framework.storage.models import Blob
from madang.framework.storage.tests.stores import Store

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
DATA = "증명서 \x00\xff".encode() * 200_000
NAME = "ab" * 32


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """A store for the tests that leave it alive."""
    running = Store()
    yield running
    running.kill()


@pytest.fixture
def bucket(store: Store) -> Bucket:
    return Bucket(**store.values)


def test_what_is_put_comes_back_and_goes(bucket: Bucket) -> None:
    bucket.put(name=NAME, data=DATA)
    bucket.put(name=NAME, data=DATA)
    assert bucket.has(name=NAME)
    assert bucket.get(name=NAME).read() == DATA
    bucket.drop(name=NAME)
    bucket.drop(name=NAME)
    assert not bucket.has(name=NAME)
    with pytest.raises(FileNotFoundError):
        bucket.get(name=NAME)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"secret": "wrong"}, "SignatureDoesNotMatch"),
        ({"key": "AKIAWRONG"}, "InvalidAccessKeyId"),
        ({"url": "http://127.0.0.1:1/madang"}, "cannot be reached"),
    ],
)
def test_a_store_that_refuses_says_why(bucket: Bucket, change: dict[str, str], told: str) -> None:
    for act in (lambda place: place.put(name=NAME, data=b"x"), lambda place: place.get(name=NAME)):
        with pytest.raises(BucketFailed, match=told) as failed:
            act(replace(bucket, **change))
        assert bucket.secret not in f"{failed.value!r} {bucket!r}"


@pytest.mark.django_db
def test_files_are_kept_sealed_in_the_bucket_read_and_swept(store: Store, bucket: Bucket, settings) -> None:
    settings.MADANG_STORAGE = store.values
    blob = store_own(DATA, media_type="application/pdf", now=NOW)
    store_own(DATA, media_type="application/pdf", now=NOW)
    assert read_blob(blob.pk) == DATA
    assert not bucket.has(name=blob.pk)
    name = sealing.name_in_place(secret=Blob.objects.get().secret)
    assert "증명서".encode() not in bucket.get(name=name).read()
    Blob.objects.update(released_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert sweep(now=NOW) == 1
    assert not bucket.has(name=name)
