"""Merkle heads over the access log: made often, signed when the key is at hand, each covering the one before."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import transaction

from madang.exchange import keys
from madang.exchange.models import AccessChain, AccessEntry, Head, KeptReply
from madang.framework.audit import merkle


def statement(head: Head) -> bytes:
    """The bytes that a head's signature covers."""
    facts = {
        "made_at": head.made_at.isoformat(),
        "number": head.pk,
        "previous": bytes(head.previous).hex(),
        "root": bytes(head.root).hex(),
        "size": head.size,
    }
    return json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()


def entries_of(head: Head) -> list[AccessEntry]:
    """The head's entries in leaf order: by partner, then number."""
    found: list[AccessEntry] = []
    for partner, (first, last) in sorted(head.ranges.items()):
        found.extend(AccessEntry.objects.filter(partner=partner, number__range=(first, last)).order_by("number"))
    return found


def leaf_of(entry: AccessEntry) -> bytes:
    """The leaf of an entry: its chain hash, which covers everything before it in its chain."""
    return bytes(entry.hash)


def _new_ranges(last: Head | None) -> dict[str, tuple[int, int]]:
    covered: dict[str, int] = {}
    for head in Head.objects.order_by("pk").values_list("ranges", flat=True) if last else ():
        covered.update({partner: end for partner, (_start, end) in head.items()})
    ends = AccessChain.objects.values_list("partner", "number")
    return {partner: (covered.get(partner, 0) + 1, end) for partner, end in ends if end > covered.get(partner, 0)}


def make_head(*, now: datetime) -> Head | None:
    """A head over every entry that no head covers yet; None where there is none."""
    with transaction.atomic():
        last = Head.objects.select_for_update().order_by("-pk").first()
        ranges = _new_ranges(last)
        if not ranges:
            return None
        head = Head(ranges=ranges, previous=bytes(last.root) if last else b"", made_at=now, size=0, root=b"")
        leaves = [leaf_of(entry) for entry in entries_of(head)]
        head.size, head.root = len(leaves), merkle.root(leaves=leaves)
        head.save()
    return head


def sign_heads(*, now: datetime) -> int:
    """Sign the heads that have no signature. Returns how many. A missing key leaves them for later."""
    try:
        key = keys.own()
    except (keys.UnknownMember, OSError, ValueError):
        return 0
    waiting = list(Head.objects.filter(signature=None).order_by("pk"))
    for head in waiting:
        head.signature, head.signed_at, head.certificate = key.sign(statement(head)), now, key.shown.pem
        head.save(update_fields=["signature", "signed_at", "certificate"])
    return len(waiting)


def forget_kept(*, before: datetime) -> int:
    """Delete replies kept for repetition from before this instant."""
    return KeptReply.objects.filter(kept_at__lt=before).delete()[0]


def verify_log() -> list[str]:
    """Every fault of the chains and heads, as sentences; empty when all hold."""
    return [*_chain_faults(), *_head_faults()]


def _chain_faults() -> list[str]:
    faults: list[str] = []
    for chain in AccessChain.objects.order_by("partner"):
        previous, expected = bytes(32), 1
        for number, record, digest in (
            AccessEntry.objects.filter(partner=chain.partner)
            .order_by("number")
            .values_list("number", "record", "hash")
            .iterator()
        ):
            computed = hashlib.sha256(previous + number.to_bytes(8) + record.encode()).digest()
            if number != expected or computed != bytes(digest):
                faults.append(f"Chain {chain.partner} breaks at entry {number}.")
                break
            previous, expected = computed, number + 1
        else:
            if previous != bytes(chain.hash) or expected != chain.number + 1:
                faults.append(f"Chain {chain.partner} ends at entry {expected - 1}, its head says {chain.number}.")
    return faults


def _head_faults() -> list[str]:
    faults: list[str] = []
    previous: Any = b""
    for head in Head.objects.order_by("pk"):
        if bytes(head.previous) != previous:
            faults.append(f"Head {head.pk} does not follow the head before it.")
        if merkle.root(leaves=[leaf_of(entry) for entry in entries_of(head)]) != bytes(head.root):
            faults.append(f"Head {head.pk} does not match its entries.")
        if head.signature is not None:
            try:
                keys.own().shown.verify(bytes(head.signature), statement(head))
            except keys.WrongSignature:
                faults.append(f"Head {head.pk} is signed with another key than this member's.")
        previous = bytes(head.root)
    return faults
