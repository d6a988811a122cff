"""The root's ceremonies on a machine without network and without database: everything lies in one folder.

`root.json` holds the root's certificate, its wrapped key and what it issued; `record.txt` tells every step in words, each line
with the hash of the one before it. Neither opens the key: that takes the custodians' shares.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from madang.framework.values.identifiers import new_key
from madang.systems.signatures.domain.profiles import ISSUING, ROOT
from madang.systems.signatures.domain.shares import Share, SharesDoNotFit, join, split
from madang.systems.signatures.domain.status import Reason
from madang.systems.signatures.formats.certificates import Addresses, Body, issue, new_serial
from madang.systems.signatures.formats.revocation_lists import Entry, Head, write_list
from madang.systems.signatures.formats.signing_requests import key_of_request
from madang.systems.signatures.gateways.keys import KeyUnavailable, MemoryKey, new_memory_key, unwrap
from madang.systems.signatures.usecases.hold_ceremony import SECRET_BYTES
from madang.systems.signatures.usecases.lifetimes import hours_of, lifetime_of, text_of
from madang.systems.signatures.usecases.refusals import SharesRefused
from madang.systems.signatures.usecases.service_names import service_subject

FORMAT = "madang-authority-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who keeps the shares, how many of them open the key, and where the authorities will be found."""

    custodians: tuple[str, ...]
    threshold: int
    public_url: str


class RecordBroken(ValueError):
    """A line of the record was changed, or one is missing."""


def begin(*, at: Path, plan: Plan, now: datetime) -> tuple[Share, ...]:
    """Make a root in an empty folder; the shares, which are kept nowhere. Raises FileExistsError, ValueError."""
    at.mkdir(parents=True, exist_ok=True, mode=0o700)
    if (at / "root.json").exists():
        raise FileExistsError(f"{at} already holds a root.")
    secret = secrets.token_bytes(SECRET_BYTES)
    shares = split(secret=secret, threshold=plan.threshold, count=len(plan.custodians))
    key, until = new_memory_key(), lifetime_of(profile="root", now=now)
    der = _self_signed(key, until, now)
    keepers = [
        {"name": name, "place": share.place, "fingerprint": share.fingerprint}
        for name, share in zip(plan.custodians, shares, strict=True)
    ]
    state: dict[str, Any] = {
        "key": new_key(),
        "certificate": _text(der),
        "wrapped": _text(key.wrap(passphrase=secret.hex().encode())),
        "threshold": plan.threshold,
        "custodians": keepers,
        "public_url": plan.public_url.rstrip("/"),
        "policy": text_of(what="certificate_policy", now=now),
        "valid_until": until.isoformat(),
        "last_list": 0,
        "issued": [],
    }
    _save(at, state)
    _note(at, now, f"A key on P-256 is made; the SHA-256 of its root is {hashlib.sha256(der).hexdigest()}")
    for keeper in keepers:
        _note(
            at,
            now,
            f"Share {keeper['place']} is handed to {keeper['name']}; its fingerprint is {keeper['fingerprint']}",
        )
    _note(at, now, f"Any {plan.threshold} of {len(keepers)} shares open the key; key and secret are forgotten")
    return shares


def _self_signed(key: MemoryKey, until: datetime, now: datetime) -> bytes:
    body = Body(
        profile=ROOT,
        subject=service_subject(of="root"),
        public_key=key.public_key,
        serial=new_serial(),
        valid_from=now,
        valid_until=until,
    )
    return issue(body=body, issuer=None, addresses=Addresses(), signer=key)


def sign_authority(*, at: Path, shares: Sequence[Share], request: bytes, now: datetime) -> bytes:
    """The root signs the key of a request that was carried in; what is carried out: certificates and the root's list.

    Raises SharesRefused, UnfitRequest.
    """
    public_key = key_of_request(data=request)
    state = _load(at)
    key = _opened(state, shares)
    until = min(lifetime_of(profile="issuing", now=now), datetime.fromisoformat(state["valid_until"]))
    body = Body(
        profile=ISSUING,
        subject=service_subject(of="issuing"),
        public_key=public_key,
        serial=new_serial(),
        valid_from=now,
        valid_until=until,
    )
    root = base64.b64decode(state["certificate"])
    der = issue(body=body, issuer=root, addresses=_addresses(state), signer=key)
    state["issued"].append({"serial": f"{body.serial:x}", "name": body.subject.common_name, "revoked_at": None})
    listed = _list(state, key, now)
    _save(at, state)
    _present(at, state, shares, now)
    _note(
        at,
        now,
        f"{body.subject.common_name} is signed, serial {body.serial:x}, SHA-256 {hashlib.sha256(der).hexdigest()}",
    )
    _note(at, now, f"The root's list no. {state['last_list']} is signed; key and secret are forgotten")
    carried = {name: state[name] for name in ("key", "certificate", "threshold", "public_url", "policy")}
    made = {
        "format": FORMAT,
        "root": carried,
        "authority": _text(der),
        "list": _text(listed),
        "number": state["last_list"],
    }
    return json.dumps(made, indent=1).encode()


def _addresses(state: dict[str, Any]) -> Addresses:
    """Where the root's certificate and list will be found; an offline root has no responder."""
    where = f"{state['public_url']}/signatures"
    return Addresses(
        certificate=f"{where}/authorities/{state['key']}.cer",
        revocation_list=f"{where}/lists/{state['key']}.crl",
        policy=state["policy"],
    )


def renew_list(*, at: Path, shares: Sequence[Share], revoke: str, now: datetime) -> bytes:
    """A fresh list of the root in DER, with the authority of serial `revoke` on it from now on, where one is named.

    Raises SharesRefused, LookupError.
    """
    state = _load(at)
    key = _opened(state, shares)
    if revoke:
        found = next((one for one in state["issued"] if one["serial"] == revoke.lower()), None)
        if found is None:
            raise LookupError(f"This root issued no authority with serial {revoke}.")
        found["revoked_at"] = found["revoked_at"] or now.isoformat()
    listed = _list(state, key, now)
    _save(at, state)
    _present(at, state, shares, now)
    if revoke:
        _note(at, now, f"The authority with serial {revoke.lower()} is revoked")
    _note(at, now, f"The root's list no. {state['last_list']} is signed; key and secret are forgotten")
    return listed


def root_of(*, at: Path) -> bytes:
    """The root's certificate in DER."""
    return base64.b64decode(_load(at)["certificate"])


def read_record(*, at: Path) -> tuple[str, ...]:
    """Every line of the record. Raises RecordBroken where one was changed, dropped or put in."""
    lines, before = (at / "record.txt").read_text("utf-8").splitlines(), ""
    for place, line in enumerate(lines, start=1):
        told, _space, chained = line.rpartition(" ")
        if chained != _chained(before, told):
            raise RecordBroken(f"Line {place} of the record is not what was written.")
        before = chained
    return tuple(lines)


def _chained(before: str, told: str) -> str:
    return hashlib.sha256(f"{before}\n{told}".encode()).hexdigest()[:32]


def _note(at: Path, now: datetime, what: str) -> None:
    path = at / "record.txt"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    told = f"{len(lines) + 1}. {now.isoformat(timespec='seconds')} {what}"
    before = lines[-1].rpartition(" ")[2] if lines else ""
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{told} {_chained(before, told)}\n")


def _present(at: Path, state: dict[str, Any], shares: Sequence[Share], now: datetime) -> None:
    names = {one["fingerprint"]: one["name"] for one in state["custodians"]}
    present = ", ".join(names.get(share.fingerprint, "?") for share in shares)
    _note(at, now, f"Present with their shares: {present}; the key is opened")


def _opened(state: dict[str, Any], shares: Sequence[Share]) -> MemoryKey:
    try:
        secret = join(shares=shares)
        return unwrap(wrapped=base64.b64decode(state["wrapped"]), passphrase=secret.hex().encode())
    except (SharesDoNotFit, KeyUnavailable):
        raise SharesRefused(threshold=state["threshold"]) from None


def _list(state: dict[str, Any], key: MemoryKey, now: datetime) -> bytes:
    state["last_list"] += 1
    until = min(now + hours_of(what="root_list", now=now), datetime.fromisoformat(state["valid_until"]))
    entries = [
        Entry(
            serial=int(one["serial"], 16),
            revoked_at=datetime.fromisoformat(one["revoked_at"]),
            reason=Reason.CESSATION_OF_OPERATION,
        )
        for one in state["issued"]
        if one["revoked_at"]
    ]
    head = Head(number=state["last_list"], this_update=now, next_update=until)
    return write_list(head=head, entries=entries, issuer=base64.b64decode(state["certificate"]), signer=key)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _load(at: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((at / "root.json").read_text("utf-8"))
    return found


def _save(at: Path, state: dict[str, Any]) -> None:
    """The whole file or none of it, for the owner's eyes."""
    temporary = at / "root.json.new"
    temporary.touch(mode=0o600)
    temporary.write_text(json.dumps(state, indent=1), "utf-8")
    temporary.replace(at / "root.json")
