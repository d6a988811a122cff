"""What is wrong with this deployment, in sentences that say what to do."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from madang.framework.ops.health import Part, parts
from madang.framework.storage.bucket import Bucket
from madang.framework.storage.models import Blob
from madang.framework.storage.places import Folder
from madang.framework.storage.places import place as storage_place

LEAST_ROOM = 1024**3
GREATEST_DRIFT = timedelta(seconds=2)

Examination = Callable[[datetime], Iterator[Part]]
_examinations: list[Examination] = []


def examines(examination: Examination) -> Examination:
    """Registers what a higher storey wants examined; it gets the time and yields Parts."""
    _examinations.append(examination)
    return examination


def examine(*, now: datetime) -> Iterator[Part]:
    """Every part of the deployment, sound or not. One that breaks while examined is told as a fault."""
    found = parts()
    yield from found
    if found[0].sound:
        yield from _told(_clock, now)
        yield from _told(_sealed, now)
    for examination in (_settings, _files, _keys, *_examinations):
        yield from _told(examination, now)


def _told(examination: Examination, now: datetime) -> Iterator[Part]:
    try:
        yield from examination(now)
    except Exception as fault:
        yield Part(examination.__name__.strip("_").capitalize(), sound=False, says=f"{type(fault).__name__}: {fault}")


def _settings(now: datetime) -> Iterator[Part]:
    """Django's system checks; in production those for deployment too."""
    deployed = not getattr(settings, "MADANG_DEMO", False)
    messages = [
        message for message in checks.run_checks(include_deployment_checks=deployed) if message.level >= checks.WARNING
    ]
    for message in messages:
        hint = f" {message.hint}" if message.hint else ""
        yield Part("Settings", sound=False, says=f"{' '.join(str(message.msg).split())}{hint} ({message.id})")
    if not messages:
        yield Part("Settings", sound=True, says="The settings pass all checks.")


def _files(now: datetime) -> Iterator[Part]:
    """Where files are kept: room in the folder, or a bucket that takes and gives."""
    place = storage_place()
    if isinstance(place, Folder):
        yield _room(place.root)
    elif isinstance(place, Bucket):
        yield _bucket(place)


def _sealed(now: datetime) -> Iterator[Part]:
    """Files that lie open from before files were sealed."""
    open_blobs = Blob.objects.filter(secret=None).count()
    if open_blobs:
        says = f"{open_blobs} files lie open, as files did before they were sealed: run ./madang manage seal_blobs."
        yield Part("Files", sound=False, says=says)


def _bucket(place: Bucket) -> Part:
    try:
        place.probe()
    except OSError as fault:
        says = f"The bucket {place.url} cannot keep files: {fault}. Correct the MADANG_S3_ settings or mend the store."
        return Part("Bucket", sound=False, says=says)
    return Part("Bucket", sound=True, says=f"The bucket {place.url} takes files and gives them back.")


def _room(folder: Path) -> Part:
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    room = f"{free // 2**20:,} MB are free in {folder}"
    says = f"{room}." if free >= LEAST_ROOM else f"Only {room}: make room, at least {LEAST_ROOM // 2**20:,} MB."
    return Part("Disk", sound=free >= LEAST_ROOM, says=says)


def _clock(now: datetime) -> Iterator[Part]:
    """Our clock beside the database's: deadlines and seals rest on it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs = cursor.fetchone()[0]
    drift = abs(theirs - now)
    sound = drift <= GREATEST_DRIFT
    says = "Our clock and the database's agree." if sound else (
        f"Our clock and the database's are {drift.total_seconds():.0f} s apart: set both by the same time service."
    )  # fmt: skip
    yield Part("Clock", sound=sound, says=says)


def _keys(now: datetime) -> Iterator[Part]:
    """The field keys open, and key files are for their owner alone."""
    from madang.framework.protect.keys import ring

    try:
        ring()
    except ImproperlyConfigured as fault:
        yield Part("Keys", sound=False, says=f"{fault} Set MADANG_FIELD_KEYS to the ring of this deployment.")
        return
    if ring().former_index:
        says = "A former index key is on the ring: run ./madang manage rotate_index_key, then take it out."
        yield Part("Keys", sound=False, says=says)
    folder = Path(settings.MADANG_KEYS)
    secret = {file for file in (*folder.glob("*"), *folder.rglob("*.key")) if file.is_file() and file.suffix != ".pem"}
    open_files = [file.name for file in secret if file.stat().st_mode & 0o077]
    if open_files:
        says = f"Others can read {', '.join(sorted(open_files))} in {folder}: run chmod 600 on them."
        yield Part("Keys", sound=False, says=says)
    else:
        yield Part("Keys", sound=True, says="The field keys open, and key files are for their owner alone.")
