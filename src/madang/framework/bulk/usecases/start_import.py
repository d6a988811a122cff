"""Ask for a file to be imported."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.bulk.kinds import kind_of
from madang.framework.bulk.models import Import
from madang.framework.identity.actor import Actor
from madang.framework.jobs import later
from madang.framework.values import Refusal
from madang.framework.values.identifiers import new_key


class EmptyFile(Refusal):
    """A file without a byte."""

    code = "bulk.import.empty_file"
    says = _("The file is empty. Choose a file that holds the rows to import.")
    status = 422


def start_import(
    *, kind: str, source: str, name: str, actor: Actor, now: datetime, language: str = "", run: bool = True
) -> Import:
    """Records the import and, unless `run` is false, has a worker do it. Raises EmptyFile."""
    size = kind_of(code=kind).size(source)
    if size == 0:
        raise EmptyFile
    with transaction.atomic():
        imported = Import.objects.create(
            key=new_key(),
            kind=kind,
            name=name,
            source=source,
            size=size,
            language=language,
            started_by=actor.name,
            asked_at=now,
        )
        audit.record(
            actor=actor,
            action="bulk.import.start",
            target=f"import:{imported.key}",
            detail={"kind": kind, "name": name, "bytes": size},
            now=now,
        )
        if run:
            from madang.framework.bulk.jobs import import_file

            later(import_file, key=imported.key)
    return imported
