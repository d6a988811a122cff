"""Lodge a file of declarations: kept as it came, answered message by message."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import Forbidden, require
from madang.framework.identity.officers import officer
from madang.framework.storage import sniffing, store
from madang.framework.storage.models import Blob
from madang.framework.values import Party
from madang.framework.values.identifiers import random_symbols
from madang.systems.customs.formats.edifact.syntax import LARGEST
from madang.systems.customs.models import LodgedBatch
from madang.systems.customs.usecases.batches import queue
from madang.systems.customs.usecases.batches.work_batch import work_batch
from madang.systems.customs.usecases.declarations.lodge_declaration import declarant_name

ALLOWED = frozenset({sniffing.TEXT, sniffing.CSV, sniffing.XML, sniffing.ZIP, sniffing.UNKNOWN})
"""An interchange in Latin letters (UNOC) looks like no text that sniffing knows."""
AT_ONCE = 100_000
"""Bytes: what is smaller is answered before the lodger has his answer."""


def lodge_batch(
    *, data: bytes, name: str, channel: str, actor: Actor, now: datetime, language: str = ""
) -> LodgedBatch:
    """The file of the party for whom somebody acts; the same bytes again are the batch that stands.

    A small one is answered when this returns, a large one by a worker. Raises Forbidden, and what storage refuses of a file.
    """
    party = actor.party
    if party is None:
        raise Forbidden
    require(actor, "customs.declare", str(party))
    # By what is in it: an interchange has any ending or none.
    blob = store(data, name="declarations", allowed=ALLOWED, limit=LARGEST, now=now)
    known = _known(party, blob)
    if known is None:
        known = _kept(blob, name, channel, language, actor, party, now)
    if len(data) <= AT_ONCE and known.ended_at is None:
        known = work_batch(number=known.number, now=lambda: now)
    return known


def _known(party: Party, blob: Blob) -> LodgedBatch | None:
    return LodgedBatch.objects.filter(party_kind=party.kind.value, party_key=party.key, blob=blob).first()


def _kept(blob: Blob, name: str, channel: str, language: str, actor: Actor, party: Party, now: datetime) -> LodgedBatch:
    try:
        with transaction.atomic():
            made = LodgedBatch.objects.create(
                number=f"L{timezone.localdate(now):%y%m%d}{random_symbols(count=9)}",
                party_kind=party.kind.value,
                party_key=party.key,
                party_name=declarant_name(actor=actor)[:200],
                blob=blob,
                name="".join(sign for sign in name if sign.isprintable())[-140:] or "declarations",
                channel=channel,
                language=language,
                lodged_at=now,
                lodged_by=officer(actor),
                lodged_by_name=actor.name[:120],
            )
            detail = {"bytes": blob.size, "channel": channel}
            audit.record(
                actor=actor, action="customs.lodge_batch", target=f"batch:{made.number}", detail=detail, now=now
            )
            # A worker goes on where this process may die.
            queue.work_batch(number=made.number)
    except IntegrityError:
        # Somebody else lodged it in this very moment; theirs is ours.
        known = _known(party, blob)
        if known is None:
            raise
        return known
    return made
