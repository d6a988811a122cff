"""Add a file to a draft, or take it away."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.contracts.services_v1 import FieldKind
from madang.framework.identity.actor import Actor
from madang.framework.values import Refusal
from madang.systems.civil.domain.applications import State
from madang.systems.civil.models import Attachment
from madang.systems.civil.usecases import catalogue
from madang.systems.civil.usecases.load_application import load_application
from madang.systems.civil.usecases.save_step import AlreadySent

ALLOWED = frozenset({"application/pdf", "image/jpeg", "image/png"})
LIMIT = 10 * 1024 * 1024
MOST = 10


class TooManyFiles(Refusal):
    """An application carries a handful of files."""

    code = "civil.too_many_files"
    says = _("An application has {most} files at most. Remove one first, or put several pages into one file.")
    status = 422


class NoFileAskedHere(Refusal):
    """The form has no such file field."""

    code = "civil.no_file_asked"
    says = _("This form asks for no file of that name. Go back to the form and add the file there.")
    status = 422


def attach_file(*, number: str, field: str, name: str, data: bytes, actor: Actor, now: datetime) -> Attachment:
    """The file, stored. Raises NoSuchApplication, AlreadySent, NoFileAskedHere, TooManyFiles and what storage refuses."""
    draft = load_application(number=number, actor=actor)
    fields = catalogue.service(code=draft.service).fields
    if not any(each.name == field and each.kind is FieldKind.FILE for each in fields):
        raise NoFileAskedHere
    from madang.framework.storage import store

    blob = store(data, name=name, allowed=ALLOWED, limit=LIMIT)

    with transaction.atomic():
        draft = load_application(number=number, actor=actor, lock=True)
        if draft.state != State.DRAFT:
            raise AlreadySent
        if draft.attachments.count() >= MOST:
            raise TooManyFiles(most=MOST)
        known = {"name": name[:200], "media_type": blob.media_type, "size": blob.size, "added_at": now}
        attachment, _fresh = Attachment.objects.get_or_create(
            application=draft, field=field, sha256=blob.sha256, defaults=known
        )
        draft.changed_at = now
        draft.save(update_fields=["changed_at"])
    return attachment


def remove_file(*, number: str, attachment: int, actor: Actor, now: datetime) -> None:
    """Take a file away from a draft. Raises NoSuchApplication, AlreadySent."""
    with transaction.atomic():
        draft = load_application(number=number, actor=actor, lock=True)
        if draft.state != State.DRAFT:
            raise AlreadySent
        draft.attachments.filter(pk=attachment).delete()
        draft.changed_at = now
        draft.save(update_fields=["changed_at"])
