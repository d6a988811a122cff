"""Checking the trail: every link recomputed, every head compared. Names the first row that does not hold."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from madang.framework.audit import merkle
from madang.framework.audit.link import GENESIS, canonical, instant, link

_ENTRIES = """
SELECT id, number, at, actor_kind, account, actor_name, office, behalf, mandate, action, target, detail, previous, hash
FROM audit_entry WHERE chain = %s ORDER BY number
"""


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where the trail does not hold: a chain's entry, or a head (`chain` is None)."""

    chain: int | None
    number: int
    says: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification saw."""

    entries: int
    chains: int
    heads: int
    broken: Broken | None = None

    @property
    def holds(self) -> bool:
        """Whether everything is as it was written."""
        return self.broken is None


def tip_leaf(*, chain: int, number: int, tip: str) -> bytes:
    """The Merkle leaf of a chain's tip: `<chain> <number> <hash in hex>`."""
    return f"{chain} {number} {tip}".encode()


def head_root(*, number: int, at: datetime, previous: bytes, tips: list[dict[str, Any]]) -> bytes:
    """The root of a head: its first leaf names the head and the one before, the others are the tips in order."""
    first = f"{number} {instant(at=at)} {previous.hex()}".encode()
    leaves = [tip_leaf(chain=tip["chain"], number=tip["number"], tip=tip["hash"]) for tip in tips]
    return merkle.root(leaves=[first, *leaves])


def _rows(query: str, parameters: list[Any]) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, parameters)
        while rows := cursor.fetchmany(2000):
            yield from rows


def _content(row: tuple[Any, ...]) -> str:
    _id, _number, at, kind, account, name, office, behalf, mandate, action, target, detail, *_hashes = row
    fields = {
        "account": account, "action": action, "at": instant(at=at), "behalf": behalf, "detail": _json(detail), "kind": kind,
        "mandate": mandate, "name": name, "office": office, "target": target,
    }  # fmt: skip
    return canonical(fields=fields)


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


@dataclass
class _Walk:
    """Where the walk along one chain stands, and which hashes heads claim for it by number."""

    chain: int
    claims: dict[int, str]
    number: int = 0
    tip: bytes = GENESIS

    def fault(self, row: tuple[Any, ...]) -> str:
        """What is wrong with the next row; empty where it holds."""
        number, previous, hashed = row[1], bytes(row[-2]), bytes(row[-1])
        if number != self.number + 1:
            return _("The entry before it is missing.")
        if previous != self.tip:
            return _("It does not continue the entry before it.")
        if link(chain=self.chain, number=number, previous=previous, content=_content(row)) != hashed:
            return _("What it says was changed after it was written.")
        if self.claims.get(number, hashed.hex()) != hashed.hex():
            return _("A published head knows another entry at this place.")
        self.number, self.tip = number, hashed
        return ""


def _verify_chain(*, chain: int, number: int, tip: bytes, claims: dict[int, str]) -> tuple[int, Broken | None]:
    walk = _Walk(chain, claims)
    rows = _rows(_ENTRIES, [chain])
    for row in rows:
        if row[1] > number:
            # Written while we walk: beyond the snapshot's tip.
            break
        fault = walk.fault(row)
        if fault:
            return walk.number, Broken(chain, row[1] if row[1] == walk.number + 1 else walk.number + 1, fault)
    if (walk.number, walk.tip) != (number, tip) or max(claims, default=0) > walk.number:
        return walk.number, Broken(chain, walk.number + 1, _("The last entries of the chain are missing."))
    return walk.number, None


def _verify_heads() -> tuple[int, dict[int, dict[int, str]], Broken | None]:
    """How many heads hold, and what they claim: chain → number → hash."""
    claims: dict[int, dict[int, str]] = {}
    before, count = GENESIS, 0
    for number, at, tips, previous, head in _rows(
        "SELECT number, at, tips, previous, root FROM audit_head ORDER BY number", []
    ):
        values = _json(tips)
        expected = head_root(number=number, at=at, previous=before, tips=values)
        if number != count + 1 or bytes(previous) != before or bytes(head) != expected:
            return count, claims, Broken(None, count + 1, _("The head was changed or removed."))
        for tip in values:
            if tip["number"]:
                claims.setdefault(tip["chain"], {})[tip["number"]] = tip["hash"]
        before, count = bytes(head), count + 1
    return count, claims, None


def verify() -> Report:
    """Walk every chain and head as of one instant; stops at the first that does not hold and names it."""
    with transaction.atomic(), connection.cursor() as cursor:
        # Heads first: tips only grow, so none of these heads can know more than the tips read after them.
        heads, claims, broken = _verify_heads()
        cursor.execute("SELECT chain, number, hash FROM audit_chain ORDER BY chain")
        tips = [(chain, number, bytes(tip)) for chain, number, tip in cursor.fetchall()]
        entries = 0
        for chain, number, tip in tips:
            if broken:
                break
            walked, broken = _verify_chain(chain=chain, number=number, tip=tip, claims=claims.get(chain, {}))
            entries += walked
    return Report(entries=entries, chains=len(tips), heads=heads, broken=broken)
