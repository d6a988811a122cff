"""Publishing heads: now and then one Merkle root over the tips of all chains."""

from datetime import datetime

from django.db import connection, transaction

from madang.framework.audit.link import GENESIS
from madang.framework.audit.models import Head
from madang.framework.audit.verification import head_root


def publish_head(*, now: datetime) -> Head | None:
    """A new head, or None where nothing was recorded since the last one."""
    with transaction.atomic(), connection.cursor() as cursor:
        # One publisher at a time; recording goes on meanwhile, for one statement reads all tips at one instant.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('madang.audit.head'))")
        cursor.execute("SELECT chain, number, hash FROM audit_chain ORDER BY chain")
        tips = [
            {"chain": chain, "number": number, "hash": bytes(tip).hex()} for chain, number, tip in cursor.fetchall()
        ]
        last = Head.objects.order_by("-number").first()
        if sum(tip["number"] for tip in tips) == (last.entries if last else 0):
            return None
        number, previous = (last.number + 1, bytes(last.root)) if last else (1, GENESIS)
        root = head_root(number=number, at=now, previous=previous, tips=tips)
        entries = sum(tip["number"] for tip in tips)
        return Head.objects.create(number=number, at=now, entries=entries, tips=tips, previous=previous, root=root)
