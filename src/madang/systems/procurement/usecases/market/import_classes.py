"""Import the published list of UNSPSC, which no repository may carry."""

from datetime import datetime

from django.db import transaction

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.systems.procurement.formats.unspsc_file import read_unspsc
from madang.systems.procurement.models import ProductClass

TOGETHER = 5000


def import_classes(*, data: bytes, language: str, actor: Actor, now: datetime) -> int:
    """Keep the titles of a list in one language; how many codes it has. Taken whole or not at all.

    Raises Forbidden, NotUnspsc.
    """
    require(actor, "procurement.import_classes")
    titles = read_unspsc(data=data)
    with transaction.atomic():
        held = {one.code: one.titles for one in ProductClass.objects.select_for_update().filter(code__in=titles)}
        rows = [
            ProductClass(code=code, titles=held.get(code, {}) | {language: title}) for code, title in titles.items()
        ]
        ProductClass.objects.bulk_create(
            rows, batch_size=TOGETHER, update_conflicts=True, unique_fields=["code"], update_fields=["titles"]
        )
        detail = {"codes": len(rows), "language": language}
        audit.record(actor=actor, action="procurement.import_classes", target="unspsc", detail=detail, now=now)
    return len(rows)
