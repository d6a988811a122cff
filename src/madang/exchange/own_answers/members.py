"""What a member tells about itself."""

import json
from hashlib import sha256
from typing import Any

import msgspec

from madang.contracts.envelope import Envelope
from madang.contracts.members_v1 import AnsweredContract, DescribeMember, MemberDescription
from madang.contracts.message import EVERY_MEMBER, Query
from madang.exchange import members, timing
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
