"""What every member answers for itself, whatever systems it runs."""

import json
from hashlib import sha256
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from madang.contracts.envelope import Envelope
from madang.contracts.looks_v1 import ListLooks, Look, Looks
from madang.contracts.members_v1 import AnsweredContract, DescribeMember, MemberDescription
from madang.contracts.message import EVERY_MEMBER, Query
from madang.exchange import log, members, timing
from madang.exchange.models import AccessEntry
from madang.exchange.registry import answered_here, answers
from madang.framework.values import clock


def schema_digest(kind: type[Query[Any]]) -> str:
    """SHA-256 over the JSON Schemas of a question and its reply."""
    schemas = msgspec.json.schema(kind), msgspec.json.schema(kind.reply_type())
    return sha256(json.dumps(schemas, sort_keys=True).encode()).hexdigest()


def _described(name: str, kind: type[Query[Any]]) -> AnsweredContract:
    taken = timing.timings().get(name, timing.Timing())
    count = taken.answered + taken.failed
    return AnsweredContract(
        contract=name,
        system=kind.OWNER if kind.OWNER != EVERY_MEMBER else members.own_name(),
        changes=kind.CHANGES,
        public=kind.PUBLIC,
        schema_sha256=schema_digest(kind),
        answered=taken.answered,
        failed=taken.failed,
        mean_ms=round(taken.seconds / count * 1000, 3) if count else None,
        slowest_ms=round(taken.slowest * 1000, 3) if count else None,
    )


@answers(DescribeMember)
def describe_member(query: DescribeMember, envelope: Envelope) -> MemberDescription:
    """This member."""
    systems = tuple(system for system in members.systems() if members.runs_here(system))
    contracts = tuple(_described(name, kind) for name, kind in sorted(answered_here().items()))
    return MemberDescription(member=members.own_name(), systems=systems, contracts=contracts, at=clock.now())


def _basis(kind: str, cite: str) -> str:
    return {"law": cite, "consent": _("your consent"), "own": _("your own request")}.get(kind, cite)


def look_of(entry: AccessEntry) -> Look:
    """An entry as its subject reads it."""
    record = json.loads(entry.record)
    envelope = record["envelope"]
    return Look(
        at=entry.at,
        asked_by=envelope["asked_by"],
        system=entry.sender,
        source=entry.recipient,
        question=entry.contract,
        fields=tuple(record["fields"]),
        purpose=envelope["purpose"],
        basis=_basis(envelope["basis"]["kind"], envelope["basis"]["cite"]),
        case=envelope["case"],
        entry=f"{entry.partner}#{entry.number}",
    )


@answers(ListLooks)
def list_looks(query: ListLooks, envelope: Envelope) -> Looks:
    """Who looked at the party's data here; asks that were refused are no looks, and neither is this page's own gathering."""
    mine = AccessEntry.objects.filter(subject=str(query.party), side=log.ANSWERED).exclude(contract__in=GATHERING)
    page = mine.order_by("-at", "-id")[query.offset : query.offset + min(query.limit, 200)]
    return Looks(looks=tuple(look_of(entry) for entry in page), total=mine.count())


GATHERING = (
    "looks_v1.ListLooks",
    "cases_v1.ListCases",
    "documents_v1.ListDocuments",
    "money_v1.ListCharges",
    "notices_v1.ListNotices",
)
"""The person's own pages asking for the person's own lists."""
