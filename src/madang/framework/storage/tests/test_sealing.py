"""What lies in the place is sealed: a stolen folder tells nothing, keys rotate, and what lay open before is sealed later."""

import hashlib
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from madang.framework.protect import Undecipherable
from madang.framework.protect.encryption import key_id_of
from madang.framework.storage import read_blob, seal_stored, sealing, store_own
from madang.framework.storage.models import Blob
from madang.framework.storage.places import Folder

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
LETTER = "900101-1234568 김하나의 진단서: 우울증\n".encode() * 40
NEW_KEY = {"current": "t2", "keys": {"t1": "11" * 32, "t2": "33" * 32}, "index": "22" * 32}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    """A folder of the test's own."""
    settings.MADANG_STORAGE = tmp_path / "var" / "storage"
    return tmp_path / "var" / "storage"


def keep(data: bytes = LETTER) -> Blob:
    return store_own(data, media_type="text/plain", now=NOW)


def keep_open(folder: Path, data: bytes = LETTER) -> str:
    """As blobs were kept before they were sealed: open, under their hash."""
    sha256 = hashlib.sha256(data).hexdigest()
    Folder(folder).put(name=sha256, data=data)
    Blob.objects.create(sha256=sha256, size=len(data), media_type="text/plain", stored_at=NOW)
    return sha256


def names_and_bytes(folder: Path) -> tuple[str, bytes]:
    """All that a thief of the folder holds."""
    files = [one for one in folder.rglob("*") if one.is_file()]
    return " ".join(str(one.relative_to(folder)).replace("/", "") for one in files), b"".join(
        one.read_bytes() for one in files
    )


def row_bytes(sha256: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM storage_blob WHERE sha256 = %s", [sha256])
        return bytes(cursor.fetchone()[0])


@pytest.mark.django_db
def test_a_stolen_folder_reveals_neither_contents_nor_what_they_may_be(folder) -> None:
    blob = keep()
    names, stolen = names_and_bytes(folder.parent)
    assert "진단서".encode() not in stolen
    assert b"900101" not in stolen
    # A thief who guesses the whole text must not be able to confirm the guess.
    for algorithm in ("sha256", "sha1", "md5", "sha512"):
        digest = hashlib.new(algorithm, LETTER)
        assert digest.hexdigest()[:32] not in names
        assert digest.digest() not in stolen
    assert read_blob(blob.pk) == LETTER
    row = row_bytes(blob.pk)
    assert Blob.objects.get().secret not in row.hex(), "the database holds the secret sealed"


@pytest.mark.django_db
def test_equal_texts_of_two_deployments_lie_differently(folder, settings, tmp_path) -> None:
    keep()
    first = names_and_bytes(folder)
    Blob.objects.all().delete()
    settings.MADANG_STORAGE = tmp_path / "other"
    keep()
    second = names_and_bytes(tmp_path / "other")
    assert first[0] != second[0]
    assert first[1][13:] != second[1][13:]


@given(data=st.binary(min_size=1, max_size=300), cut=st.integers(0, 400), flip=st.integers(1, 255))
def test_bytes_that_were_altered_or_belong_to_another_blob_do_not_open(data: bytes, cut: int, flip: int) -> None:
    secret, sha256 = sealing.new_secret(), hashlib.sha256(data).hexdigest()
    sealed = sealing.seal(data=data, secret=secret, sha256=sha256)
    assert sealing.unseal(sealed=sealed, secret=secret, sha256=sha256) == data
    place = cut % len(sealed)
    altered = sealed[:place] + bytes([sealed[place] ^ flip]) + sealed[place + 1 :]
    for wrong, key, name in (
        (altered, secret, sha256),
        (sealed[:place], secret, sha256),
        (sealed, sealing.new_secret(), sha256),
        (sealed, secret, "ab" * 32),
    ):
        with pytest.raises(Undecipherable):
            sealing.unseal(sealed=wrong, secret=key, sha256=name)


@pytest.mark.django_db
def test_the_rotation_of_keys_seals_the_secrets_anew_and_touches_no_file(folder, settings) -> None:
    blob = keep()
    before = names_and_bytes(folder)
    settings.MADANG_FIELD_KEYS = NEW_KEY
    call_command("rotate_field_keys", stdout=StringIO())
    assert key_id_of(row_bytes(blob.pk)) == "t2"
    assert names_and_bytes(folder) == before
    settings.MADANG_FIELD_KEYS = {"current": "t2", "keys": {"t2": "33" * 32}, "index": "22" * 32}
    assert read_blob(blob.pk) == LETTER


@pytest.mark.django_db(transaction=True)
def test_what_lies_open_is_read_and_sealed_by_a_command_that_may_break_off(folder, monkeypatch, capsys) -> None:
    texts = [LETTER + bytes([number]) for number in range(5)]
    keys = [keep_open(folder, text) for text in texts]
    gone = keep_open(folder, b"gone")
    Folder(folder).drop(name=gone)
    assert read_blob(keys[0]) == texts[0]
    put, left = Folder.put, [2]

    def break_off(self: Folder, *, name: str, data: bytes) -> None:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        put(self, name=name, data=data)

    monkeypatch.setattr(Folder, "put", break_off)
    with pytest.raises(KeyboardInterrupt):
        seal_stored.seal_stored()
    monkeypatch.setattr(Folder, "put", put)
    assert Blob.objects.filter(secret__isnull=False).count() == 2
    assert [read_blob(key) for key in keys] == texts
    call_command("seal_blobs")
    assert "3 files sealed, 5 open copies removed, 1 without bytes." in capsys.readouterr().out
    assert [read_blob(key) for key in keys] == texts
    names, stolen = names_and_bytes(folder)
    assert not any(key in names for key in keys)
    assert b"900101" not in stolen
    call_command("seal_blobs")
    assert "0 files sealed, 0 open copies removed" in capsys.readouterr().out


@pytest.mark.django_db
def test_open_bytes_that_come_again_are_sealed(folder) -> None:
    sha256 = keep_open(folder)
    keep()
    assert Blob.objects.get().secret
    Folder(folder).drop(name=sha256)
    assert read_blob(sha256) == LETTER


@pytest.mark.django_db
def test_bytes_that_got_lost_are_put_again_when_they_come_again(folder) -> None:
    blob = keep()
    Folder(folder).drop(name=sealing.name_in_place(secret=Blob.objects.get().secret))
    with pytest.raises(FileNotFoundError):
        read_blob(blob.pk)
    keep()
    assert read_blob(blob.pk) == LETTER
