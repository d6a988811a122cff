"""Seal what was stored before blobs were sealed, while everything runs."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from madang.framework.storage import sealing
from madang.framework.storage.models import Blob
from madang.framework.storage.places import place
from madang.framework.storage.storing import blob_lock

BATCH = 500


@dataclass(slots=True)
class Sealed:
    """What a run did: blobs sealed now, open copies removed, and blobs whose bytes are nowhere."""

    sealed: int = 0
    removed: int = 0
    missing: int = 0


def seal_stored() -> Sealed:
    """Seals every open blob, then removes every open copy. Safe to break off and to run again."""
    done = Sealed()
    for sha256 in _keys():
        _seal(sha256, done)
    # Apart, and for all: a run that was broken off may have left an open copy of a blob that is sealed by now.
    for sha256 in _keys():
        if Blob.objects.filter(pk=sha256, secret__isnull=False).exists() and place().has(name=sha256):
            place().drop(name=sha256)
            done.removed += 1
    return done


def _keys() -> Iterator[str]:
    """The keys of all blobs, a batch at a time."""
    last = ""
    while batch := list(Blob.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield from batch
        last = batch[-1]


def _seal(sha256: str, done: Sealed) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [blob_lock(sha256=sha256)])
        if not Blob.objects.filter(pk=sha256, secret=None).exists():
            return
        try:
            with place().get(name=sha256) as file:
                data = file.read()
        except FileNotFoundError:
            done.missing += 1
            return
        secret = sealing.new_secret()
        sealed = sealing.seal(data=data, secret=secret, sha256=sha256)
        place().put(name=sealing.name_in_place(secret=secret), data=sealed)
        Blob.objects.filter(pk=sha256).update(secret=secret)
    done.sealed += 1
