"""Evidence of one exchange that a third party checks with openssl alone.

The folder holds the question and the reply as they crossed, the signature bases with their signatures (DER) and the
members' certificates, the log's entry with its way up to a signed Merkle head, and a README with every command.
"""

import base64
import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import utils
from django.utils.translation import gettext_lazy as _

from madang.exchange import heads, keys, log
from madang.exchange.models import AccessEntry, Head, KeptExchange
from madang.framework.audit import merkle
from madang.framework.values import Refusal


class NotKept(Refusal):
    """There is no exchange of this number to show, or no signed head covers it yet."""

    code = "exchange.evidence_not_kept"
    says = _(
        "There is no evidence of this exchange yet. Heads are signed every minute; ask with `keep` to keep an exchange."
    )
    status = 404


def _der(signature: bytes) -> bytes:
    return utils.encode_dss_signature(int.from_bytes(signature[:32]), int.from_bytes(signature[32:]))


def _header_signature(header: str) -> bytes:
    return base64.b64decode(header.removeprefix("madang=:").removesuffix(":"))


def _covering(entry: AccessEntry) -> tuple[Head, int, list[bytes]]:
    for head in Head.objects.exclude(signature=None).order_by("pk"):
        first, last = head.ranges.get(entry.partner, (1, 0))
        if first <= entry.number <= last:
            entries = heads.entries_of(head)
            index = [each.pk for each in entries].index(entry.pk)
            return head, index, [heads.leaf_of(each) for each in entries]
    raise NotKept


def _previous_hash(entry: AccessEntry) -> bytes:
    if entry.number == 1:
        return bytes(32)
    return bytes(AccessEntry.objects.get(partner=entry.partner, number=entry.number - 1).hash)


def export(*, envelope_id: str, to: Path) -> Path:
    """Write the evidence of the exchange with this envelope into the folder `to`. Raises NotKept."""
    kept = KeptExchange.objects.filter(envelope_id=envelope_id).first()
    entry = AccessEntry.objects.filter(envelope_id=envelope_id).order_by("side").last()
    if kept is None or entry is None:
        raise NotKept
    head, index, leaves = _covering(entry)
    to.mkdir(parents=True, exist_ok=True)
    _write_messages(kept=kept, to=to)
    _write_log(entry=entry, to=to)
    steps = _write_path(leaves=leaves, place=index, to=to)
    (to / "head.json").write_bytes(heads.statement(head))
    (to / "head.sig").write_bytes(_der(bytes(head.signature or b"")))
    (to / "member.pem").write_text(head.certificate)
    (to / "authority.pem").write_bytes((keys.folder() / "authority.pem").read_bytes())
    (to / "README.md").write_text(_readme(entry=entry, head=head, steps=steps, signed=kept.proof is not None))
    return to


def _write_messages(*, kept: KeptExchange, to: Path) -> None:
    (to / "question.json").write_bytes(bytes(kept.question))
    (to / "reply.json").write_bytes(bytes(kept.reply))
    if kept.proof:
        for name in ("question", "reply"):
            proof: dict[str, Any] = kept.proof[name]
            (to / f"{name}.signature-base.txt").write_bytes(proof["base"].encode())
            (to / f"{name}.sig").write_bytes(_der(_header_signature(proof["signature"])))
        sender = json.loads(bytes(kept.question))["envelope"]["member"]
        (to / "question.pem").write_text(keys.key_of(sender).pem)
        key_id = kept.proof["reply"]["signature_input"].split('keyid="')[1][:64]
        (to / "reply.pem").write_text(_pem_of(key_id))


def _pem_of(key_id: str) -> str:
    if keys.own().shown.key_id == key_id:
        return keys.own().shown.pem
    for path in sorted((keys.folder() / "directory").glob("*.pem")):
        if keys.key_of(path.stem).key_id == key_id:
            return path.read_text()
    raise NotKept


def _write_log(*, entry: AccessEntry, to: Path) -> None:
    (to / "entry.json").write_bytes(entry.record.encode())
    (to / "entry.previous").write_bytes(_previous_hash(entry))
    (to / "entry.number").write_bytes(entry.number.to_bytes(8))


def _sides(*, place: int, size: int) -> list[str]:
    """On which side each sibling of the way up stands (RFC 9162, 2.1.3.2)."""
    sides: list[str] = []
    last = size - 1
    while last:
        if place & 1 or place == last:
            while not place & 1:
                place, last = place >> 1, last >> 1
            sides.append("left")
        else:
            sides.append("right")
        place, last = place >> 1, last >> 1
    return sides


def _write_path(*, leaves: list[bytes], place: int, to: Path) -> list[str]:
    siblings = merkle.inclusion_path(leaves=leaves, place=place)
    steps: list[str] = []
    for step, (side, sibling) in enumerate(zip(_sides(place=place, size=len(leaves)), siblings, strict=True), start=1):
        (to / f"sibling-{step}").write_bytes(sibling)
        pair = f"sibling-{step} node" if side == "left" else f"node sibling-{step}"
        steps.append(f"(printf '\\001'; cat {pair}) | openssl dgst -sha256 -binary > node.next && mv node.next node")
    return steps


_SIGNED = """
## Who said what
The two messages were signed by their members (RFC 9421). The certificates are of the exchange's authority:

    openssl verify -CAfile authority.pem question.pem reply.pem
    openssl x509 -in question.pem -pubkey -noout > question.pub
    openssl x509 -in reply.pem -pubkey -noout > reply.pub
    openssl dgst -sha256 -verify question.pub -signature question.sig question.signature-base.txt
    openssl dgst -sha256 -verify reply.pub -signature reply.sig reply.signature-base.txt

The signed text names the content by its digest. Each of these two commands prints a digest that stands in the text:

    openssl dgst -sha256 -binary question.json | openssl base64
    openssl dgst -sha256 -binary reply.json | openssl base64
    grep content-digest question.signature-base.txt reply.signature-base.txt
"""

_LOCAL = """
## Who said what
Both systems run at one member, so the messages carry no signatures of their own; the log below does.
"""


def _readme(*, entry: AccessEntry, head: Head, steps: list[str], signed: bool) -> str:
    climb = "\n".join(f"    {step}" for step in steps)
    return f"""# Evidence of one exchange

`{entry.sender}` asked `{entry.recipient}` the question `{entry.contract}` at {entry.at.isoformat()}.
Every command below needs nothing but openssl and a shell, run in this folder.
{_SIGNED if signed else _LOCAL}
## It stands in the log
`entry.json` is the log's record, as it was hashed. It names both messages by digest:

    openssl dgst -sha256 question.json reply.json
    grep -o '"[a-z]*_sha256":"[0-9a-f]*"' entry.json

Its hash covers the entry before it (`entry.previous`), its number and the record; a leaf of the tree is made of it:

    cat entry.previous entry.number entry.json | openssl dgst -sha256 -binary > entry.hash
    (printf '\\000'; cat entry.hash) | openssl dgst -sha256 -binary > node

## The log was sealed
From the leaf up to the head (RFC 6962), {len(steps)} step{"s" if len(steps) != 1 else ""}:

{climb or "    # the leaf is the head"}

The head that this leads to is the `root` of head.json, which member {keys.own().shown.member} signed ({head.size} entries):

    openssl dgst -sha256 -verify <(openssl x509 -in member.pem -pubkey -noout) -signature head.sig head.json
    openssl verify -CAfile authority.pem member.pem
    od -An -tx1 node | tr -d ' \\n' > climbed
    grep -o '"root":"[0-9a-f]*"' head.json | cut -d'"' -f4 | tr -d '\\n' > signed
    cmp climbed signed && echo the head covers this entry
"""


def latest_kept() -> str:
    """The envelope of the exchange that was kept last. Raises NotKept."""
    kept = KeptExchange.objects.order_by("-kept_at").first()
    if kept is None or (not log.seen(kept.envelope_id, side=log.ASKED) and not log.seen(kept.envelope_id)):
        raise NotKept
    return kept.envelope_id
