"""Who looked at a party's data at this member."""

import json
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from madang.contracts.envelope import Envelope
from madang.contracts.looks_v1 import ListLooks, Look, Looks
from madang.exchange import log
from madang.exchange.models import AccessEntry
from madang.exchange.registry import answers
from madang.framework.audit import purposes
from madang.framework.audit.spoken import spoken


def _basis(kind: str, cite: str) -> str:
    return {"law": spoken(cite), "consent": _("your consent"), "own": _("your own request")}.get(kind, spoken(cite))


def _who(asked_by: str) -> str:
    words = {
        "@self": _("Yourself"),
        "@representative": _("Your representative"),
        "@automatic": _("Automatic processing"),
        "@visitor": _("A visitor"),
    }
    return words.get(asked_by) or spoken(asked_by)


def _purpose(envelope: dict[str, Any]) -> str:
    """In the reader's language, where the asker sent it in that one or it is known here."""
    texts = envelope.get("purpose_in") or {}
    return texts.get((get_language() or "").split("-")[0]) or purposes.in_words(envelope["purpose"])


def look_of(entry: AccessEntry) -> Look:
    """An entry as its subject reads it."""
    record = json.loads(entry.record)
    envelope = record["envelope"]
    return Look(
        at=entry.at,
        asked_by=_who(envelope["asked_by"]),
        system=entry.sender,
        source=entry.recipient,
        question=entry.contract,
        fields=tuple(record["fields"]),
        purpose=_purpose(envelope),
        basis=_basis(envelope["basis"]["kind"], envelope["basis"]["cite"]),
        kind=envelope["basis"]["kind"],
        case=envelope["case"],
        entry=f"{entry.partner}#{entry.number}",
    )


@answers(ListLooks)
def list_looks(query: ListLooks, envelope: Envelope) -> Looks:
    """Who looked at the party's data here; asks that were refused are no looks, and neither is this page's own gathering."""
    mine = AccessEntry.objects.filter(subject=str(query.party), side=log.ANSWERED).exclude(contract__in=log.OWN_LISTS)
    page = mine.order_by("-at", "-id")[query.offset : query.offset + min(query.limit, 200)]
    looks = tuple(look_of(entry) for entry in page)
    all_here = query.offset == 0 and len(looks) < query.limit
    return Looks(looks=looks, total=len(looks) if all_here else mine.count())
