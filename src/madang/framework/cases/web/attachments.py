"""Files of a case: taken in, and read by who may."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from madang.framework.cases.models import Case
from madang.framework.identity.actor import Actor
from madang.framework.storage import hold, read_blob, store
from madang.framework.storage.models import Reference
from madang.framework.storage.sniffing import JPEG, PDF, PNG
from madang.framework.values import Refusal

ALLOWED = frozenset({PDF, JPEG, PNG})
LIMIT = 10 * 1024 * 1024
MOST_FILES = 10
OWNER = "case"


class TooManyFiles(Refusal):
    """More files than an answer may have."""

    code = "cases.too_many_files"
    says = _("You chose {count} files; up to {most} can be sent at once. Join some into one PDF.")
    status = 422


def take_in(files: "Iterable[UploadedFile[Any]]", *, case: Case, actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """Store the uploads for the case; what its record keeps of each. Raises FileRefused, TooManyFiles; then none is held."""
    chosen = list(files)
    if len(chosen) > MOST_FILES:
        raise TooManyFiles(count=len(chosen), most=MOST_FILES)
    blobs = [
        (store(file.read(), name=file.name or "file", allowed=ALLOWED, limit=LIMIT, now=now), file.name or "file")
        for file in chosen
    ]
    held = [
        (blob, hold(blob=blob, owner_kind=OWNER, owner_key=case.number, name=name, actor=actor, now=now))
        for blob, name in blobs
    ]
    return [
        {"key": one.key, "name": one.name, "sha256": blob.sha256, "size": blob.size, "media_type": blob.media_type}
        for blob, one in held
    ]


def files_of(case: Case) -> list[dict[str, Any]]:
    """The files that the case holds, oldest first."""
    held = Reference.objects.filter(owner_kind=OWNER, owner_key=case.number).select_related("blob").order_by("id")
    return [
        {"key": one.key, "name": one.name, "kilobytes": max(1, one.blob.size // 1024), "held_at": one.held_at}
        for one in held
    ]


def answer_file(case: Case, *, key: str) -> HttpResponse:
    """The file, as a download."""
    held = Reference.objects.filter(owner_kind=OWNER, owner_key=case.number, key=key).select_related("blob").first()
    if held is None:
        raise Http404
    response = HttpResponse(read_blob(held.blob_id), content_type=held.blob.media_type)
    response["Content-Disposition"] = content_disposition_header(True, held.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
