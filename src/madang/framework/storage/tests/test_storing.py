"""Storing, holding, downloading and sweeping files."""

import hashlib
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from madang.framework.identity.actor import system_actor
from madang.framework.identity.may import permits
from madang.framework.identity.usecases.create_account import create_account
from madang.framework.storage import hold, open_blob, read_blob, release, store, store_own, sweep
from madang.framework.storage.models import Blob, Reference
from madang.framework.storage.places import Folder
from madang.framework.storage.scanner import EICAR
from madang.framework.storage.sealing import name_in_place
from madang.framework.storage.storing import (
    FileDangerous,
    FileEmpty,
    FileTooLarge,
    MalwareFound,
    NameMismatch,
    TypeNotAllowed,
)
from madang.framework.storage.tests.test_sniffing import PDF, archive, image

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
MACHINE = system_actor("test")
ALLOWED = frozenset({"application/pdf", "image/png", "text/plain", "application/zip"})
LIMIT = 1_000_000


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    """A folder of the test's own."""
    settings.MADANG_STORAGE = tmp_path / "storage"
    return tmp_path / "storage"


def lies(folder: Path, blob: Blob) -> Path:
    """Where a blob's bytes are."""
    name = name_in_place(secret=Blob.objects.get(pk=blob.pk).secret)
    return folder / name[:2] / name[2:]


def keep(data: bytes = PDF, name: str = "a.pdf", **changes) -> Blob:
    return store(data, name=name, **({"allowed": ALLOWED, "limit": LIMIT, "now": NOW} | changes))


@pytest.mark.django_db
def test_a_file_is_known_by_its_hash_and_lies_readable_to_nobody_else(folder) -> None:
    blob = keep()
    sha256 = hashlib.sha256(PDF).hexdigest()
    assert (blob.sha256, blob.size, blob.media_type) == (sha256, len(PDF), "application/pdf")
    path = lies(folder, blob)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert read_blob(sha256) == PDF
    with open_blob(sha256) as file:
        assert file.read(4) == b"%PDF"
    assert [one.name for one in folder.rglob(".*")] == []


@pytest.mark.django_db
def test_equal_bytes_are_kept_once(folder) -> None:
    assert keep().pk == keep(name="other.pdf").pk
    assert sum(1 for one in folder.rglob("*") if one.is_file()) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "name", "refusal"),
    [
        (b"x" * (LIMIT + 1), "a.txt", FileTooLarge),
        (b"", "a.txt", FileEmpty),
        (b"MZ\x90\0" + b"\0" * 100, "a.pdf", TypeNotAllowed),
        (image("JPEG"), "a.jpg", TypeNotAllowed),
        (PDF, "a.png", NameMismatch),
        (image("PNG") + archive({"a": b"a"}), "a.png", FileDangerous),
        (EICAR, "a.txt", MalwareFound),
        (b"hello " + EICAR, "a.txt", MalwareFound),
    ],
)
def test_what_is_refused_leaves_nothing_behind(folder, data, name, refusal) -> None:
    with pytest.raises(refusal) as refused:
        keep(data, name)
    assert name in str(refused.value)
    assert not Blob.objects.exists()
    assert not list(folder.rglob("*"))


@pytest.mark.django_db
def test_the_deployments_own_scanner_is_asked(settings) -> None:
    settings.MADANG_SCANNER = lambda data, name: "Found.It" if name == "bad.pdf" else ""
    keep()
    with pytest.raises(MalwareFound):
        keep(name="bad.pdf")


def test_a_hash_that_is_a_path_opens_nothing(folder) -> None:
    for name in ("../../etc/passwd", "a" * 63 + "/", "A" * 64, ""):
        with pytest.raises(FileNotFoundError):
            Folder(folder).get(name=name)


def test_a_write_that_fails_leaves_no_half_file(folder, monkeypatch) -> None:
    monkeypatch.setattr("os.fsync", lambda number: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        Folder(folder).put(name="a" * 64, data=PDF)
    assert not [one for one in folder.rglob("*") if one.is_file()]


@permits("storage.read.test-case")
def may_read(actor, reference) -> bool:
    """Only the account that the owner's key names."""
    return reference.owner_key == str(actor.account_id)


@pytest.mark.django_db
def test_a_file_is_read_only_through_its_owner_and_never_run() -> None:
    accounts = [
        create_account(login=login, name=login, password="courtyard-at-noon-7", actor=MACHINE, now=NOW)
        for login in ("owner", "stranger")
    ]
    reference = hold(
        blob=keep(), owner_kind="test-case", owner_key=str(accounts[0].pk), name="../증명서.pdf", actor=MACHINE, now=NOW
    )
    address = f"/files/{reference.key}/"
    browsers = [Client(), Client()]
    assert browsers[0].get(address).status_code == 302
    for browser, account in zip(browsers, accounts, strict=True):
        browser.post("/sign-in/", {"login": account.login, "password": "courtyard-at-noon-7"})
    answer = browsers[0].get(address)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert "%EC%A6%9D" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert browsers[1].get(address).status_code == 404
    assert browsers[0].get("/files/" + "0" * 32 + "/").status_code == 404


@pytest.mark.django_db
def test_an_owner_kind_without_a_rule_is_read_by_nobody() -> None:
    reference = hold(blob=keep(), owner_kind="unruled", owner_key="1", name="a.pdf", actor=MACHINE, now=NOW)
    browser = Client()
    create_account(login="owner", name="o", password="courtyard-at-noon-7", actor=MACHINE, now=NOW)
    browser.post("/sign-in/", {"login": "owner", "password": "courtyard-at-noon-7"})
    assert browser.get(f"/files/{reference.key}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_sweep_removes_only_what_was_released_long_ago_and_nobody_needs(folder) -> None:
    shared, alone, never = (
        keep(),
        keep(image("PNG"), "b.png"),
        store_own(b"sealed", media_type="application/pdf", now=NOW),
    )
    for key in ("1", "2"):
        hold(blob=shared, owner_kind="draft", owner_key=key, name="a.pdf", actor=MACHINE, now=NOW)
    hold(blob=alone, owner_kind="draft", owner_key="1", name="b.png", actor=MACHINE, now=NOW)
    places = {one.pk: lies(folder, one) for one in (shared, alone)}
    assert release(owner_kind="draft", owner_key="1", now=NOW) == 2
    assert sweep(now=NOW + timedelta(days=29)) == 0
    assert sweep(now=NOW + timedelta(days=31)) == 1
    assert set(Blob.objects.values_list("pk", flat=True)) == {shared.pk, never.pk}
    assert not places[alone.pk].exists()
    assert places[shared.pk].exists()
    assert Reference.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_bytes_stored_again_while_they_are_swept_are_not_lost(folder) -> None:
    blob = keep()
    hold(blob=blob, owner_kind="draft", owner_key="1", name="a.pdf", actor=MACHINE, now=NOW)
    release(owner_kind="draft", owner_key="1", now=NOW)

    def store_again() -> None:
        for _time in range(20):
            keep()
        connection.close()

    thread = threading.Thread(target=store_again)
    thread.start()
    for _time in range(5):
        sweep(now=NOW + timedelta(days=31))
    thread.join()
    keep()
    assert Blob.objects.exists()
    assert read_blob(blob.pk) == PDF
