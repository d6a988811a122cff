"""Store, open, hold and release blobs."""

import hashlib
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any, BinaryIO, cast

from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.protect import decrypt, encrypt
from madang.framework.storage import sealing, sniffing
from madang.framework.storage.models import Blob, Reference
from madang.framework.storage.places import place
from madang.framework.storage.scanner import scanner
from madang.framework.values import Refusal, clock

MEGABYTE = 1024 * 1024


class FileRefused(Refusal):
    """The file cannot be taken; `values["name"]` is its name."""

    code = "storage.refused"
    says = _("The file “{name}” cannot be taken.")
    status = 422


class StorageUnavailable(Refusal):
    """The place of the files fails: no connection, no room, no leave."""

    code = "storage.unavailable"
    says = _("Files cannot be kept or read at the moment. Nothing was recorded. Please try again in a few minutes.")
    status = 503


class FileTooLarge(FileRefused):
    """Larger than this place allows."""

    code = "storage.too_large"
    says = _("The file “{name}” is too large: it has {size} MB, and {limit} MB are allowed. Send a smaller one.")
    status = 413


class FileEmpty(FileRefused):
    """No bytes."""

    code = "storage.empty"
    says = _("The file “{name}” is empty. Choose the right one and send it again.")


class TypeNotAllowed(FileRefused):
    """A type that this place does not take, whatever the name says."""

    code = "storage.type_not_allowed"
    says = _("The file “{name}” is of the type {found}, which is not taken here. Allowed are: {allowed}.")


class NameMismatch(FileRefused):
    """The ending of the name belongs to another type."""

    code = "storage.name_mismatch"
    says = _("The file “{name}” is of the type {found}, which its name does not say. Rename it or send the right one.")


class FileDangerous(FileRefused):
    """A bomb, two formats in one, an encrypted or broken archive."""

    code = "storage.dangerous"
    says = _("The file “{name}” is damaged, locked, or hides something inside. Save it anew and send it again.")


class MalwareFound(FileRefused):
    """The scanner knows it."""

    code = "storage.malware"
    says = _("The file “{name}” contains harmful software and was not stored. Check your device.")


def _clean(name: str) -> str:
    """A file name without paths and control characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(symbol for symbol in last if symbol.isprintable())[-200:].strip(". ") or "file"


def _check(*, data: bytes, name: str, allowed: frozenset[str], limit: int) -> str:
    """The media type; raises a FileRefused."""
    if len(data) > limit:
        size, most = (f"{count / MEGABYTE:.1f}" for count in (len(data), limit))
        raise FileTooLarge(name=name, size=size, limit=most)
    if not data:
        raise FileEmpty(name=name)
    found = sniffing.sniff(data=data, name=name)
    if found not in allowed:
        endings = sorted({one for kind in allowed for one in sniffing.ENDINGS.get(kind, ())})
        raise TypeNotAllowed(name=name, found=found, allowed=", ".join(endings))
    said = sniffing.ending(name=name)
    if said and said not in sniffing.ENDINGS.get(found, frozenset({said})):
        raise NameMismatch(name=name, found=found)
    if sniffing.danger(data=data, media_type=found):
        raise FileDangerous(name=name)
    if scanner()(data, name):
        raise MalwareFound(name=name)
    return found


def store(data: bytes, *, name: str, allowed: frozenset[str], limit: int, now: datetime | None = None) -> Blob:
    """Store the bytes of an upload and return their Blob; equal bytes are stored once.

    `allowed` are media types, `limit` is in bytes. Raises a FileRefused: too large, empty, of another type than allowed
    or than its name says, dangerous, or known to the scanner. A blob that nobody holds is never swept unless it was
    released, so callers that keep the key themselves are safe.
    """
    media_type = _check(data=data, name=_clean(name), allowed=allowed, limit=limit)
    return _keep(data, media_type=media_type, now=now or clock.now())


def store_own(data: bytes, *, media_type: str, now: datetime) -> Blob:
    """Store bytes that we made ourselves, such as a sealed document: nothing to sniff or scan."""
    return _keep(data, media_type=media_type, now=now)


# Where the row is there already, somebody needs it again; who, storage need not know. Its secret stays.
_NOTE_BLOB = """
    INSERT INTO storage_blob (sha256, size, media_type, stored_at, secret) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (sha256) DO UPDATE
        SET released_at = NULL, secret = COALESCE(storage_blob.secret, EXCLUDED.secret)
    RETURNING secret
"""


def _keep(data: bytes, *, media_type: str, now: datetime) -> Blob:
    blob = Blob(sha256=hashlib.sha256(data).hexdigest(), size=len(data), media_type=media_type, stored_at=now)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        # Against a sweep that is just removing the same bytes.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [blob_lock(sha256=blob.sha256)])
        secret = sealing.new_secret()
        ours = encrypt(secret, purpose=sealing.PURPOSE)
        cursor.execute(_NOTE_BLOB, [blob.sha256, blob.size, blob.media_type, blob.stored_at, ours])
        stands = bytes(cursor.fetchone()[0])
        # Before the commit: a row without bytes would be a loss, bytes without a row are only waste.
        _put(data, blob.sha256, secret if stands == ours else decrypt(stands, purpose=sealing.PURPOSE), stands == ours)
    return blob


def _put(data: bytes, sha256: str, secret: str, fresh: bool) -> None:
    name = sealing.name_in_place(secret=secret)
    try:
        if fresh or not place().has(name=name):
            place().put(name=name, data=sealing.seal(data=data, secret=secret, sha256=sha256))
    except OSError as error:
        raise StorageUnavailable(retry_after=60) from error


def blob_lock(*, sha256: str) -> int:
    """The advisory lock of one blob's bytes."""
    return int.from_bytes(bytes.fromhex(sha256)[:8], "big", signed=True)


def open_blob(sha256: str) -> BinaryIO:
    """The bytes, open for reading. Raises FileNotFoundError, StorageUnavailable, Undecipherable."""
    return BytesIO(read_blob(sha256))


def read_blob(sha256: str) -> bytes:
    """The bytes. Raises FileNotFoundError, StorageUnavailable, Undecipherable."""
    secret = _secret_of(sha256)
    try:
        return _fetch(sha256, secret)
    except FileNotFoundError:
        # It may have been sealed, and so renamed, since we asked for its secret.
        now_there = _secret_of(sha256)
        if now_there == secret:
            raise
        return _fetch(sha256, now_there)


def _secret_of(sha256: str) -> str | None:
    """The blob's secret; None where it lies unsealed."""
    found: list[Any] = list(Blob.objects.filter(pk=sha256).values_list("secret", flat=True))
    if not found:
        raise FileNotFoundError(f"No blob has the name {sha256!r}.")
    return cast("str | None", found[0])


def _fetch(sha256: str, secret: str | None) -> bytes:
    try:
        with place().get(name=sealing.name_in_place(secret=secret) if secret else sha256) as file:
            data = file.read()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StorageUnavailable(retry_after=60) from error
    return sealing.unseal(sealed=data, secret=secret, sha256=sha256) if secret else data


def hold(*, blob: Blob, owner_kind: str, owner_key: str, name: str, actor: Actor, now: datetime) -> Reference:
    """Note that an owner needs the blob, under a file name. Who may read it says the rule `storage.read.<owner_kind>`."""
    with transaction.atomic():
        Blob.objects.filter(pk=blob.pk).update(released_at=None)
        return Reference.objects.create(
            blob=blob,
            owner_kind=owner_kind,
            owner_key=owner_key,
            name=_clean(name),
            held_at=now,
            held_by=actor.account_id,
        )


def release(*, owner_kind: str, owner_key: str, now: datetime) -> int:
    """The owner no longer needs what it held; how many files. The sweep removes the bytes later."""
    with transaction.atomic():
        held = Reference.objects.filter(owner_kind=owner_kind, owner_key=owner_key)
        blobs = list(held.values_list("blob_id", flat=True))
        count, _kinds = held.delete()
        Blob.objects.filter(pk__in=blobs, references=None).update(released_at=now)
    return count


def sweep(*, now: datetime, after: timedelta = timedelta(days=30)) -> int:
    """Remove blobs that were released `after` ago and that no row of any table needs; how many. Not in a transaction."""
    names = [relation.field.related_query_name() for relation in Blob._meta.related_objects]
    due = Blob.objects.filter(released_at__lt=now - after, **{f"{name}__isnull": True for name in names})
    return sum(_sweep_one(sha256, before=now - after) for sha256 in list(due.values_list("pk", flat=True)))


def _sweep_one(sha256: str, *, before: datetime) -> bool:
    number = blob_lock(sha256=sha256)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [number])
        try:
            with transaction.atomic():
                blob = Blob.objects.filter(pk=sha256, released_at__lt=before).first()
                gone = blob is not None and blob.delete()[0] > 0
            if blob is not None and gone:
                place().drop(name=sealing.name_in_place(secret=blob.secret) if blob.secret else sha256)
        except (ProtectedError, IntegrityError):
            # Somebody came to need it since the list was made.
            return False
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
    return gone
