"""The structure of a JSON Web Signature (RFC 7515) in any of its three serializations, read with care."""

import base64
import binascii
import json
import re
from collections.abc import Sequence
from typing import Any

from madang.systems.signatures.formats.cms import NotReadable

MOST_SIGNATURES = 50
# The payload in the middle is base64url, or bare text of RFC 7797, 5.2, or left out (RFC 7515, appendix F).
COMPACT = re.compile(rb"([A-Za-z0-9_-]+)\.([\x20-\x2d\x2f-\x7e]*)\.([A-Za-z0-9_-]*)\s*")


def encode(data: bytes) -> str:
    """base64url without padding (RFC 7515, 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: object) -> bytes:
    """The bytes of a base64url string; NotReadable otherwise."""
    if not isinstance(text, str):
        raise NotReadable("A member that must be base64url text is not.")
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise NotReadable("A member is not base64url.") from None
    if encode(data) != text:
        raise NotReadable("A member is not base64url in its one true form.")
    return data


def from_plain(text: object) -> bytes:
    """The bytes of a string in plain base64, as certificates and tokens stand in a header."""
    try:
        return base64.b64decode(str(text), validate=True)
    except (ValueError, binascii.Error):
        raise NotReadable("A certificate, list or token is not base64.") from None


def dumped(body: dict[str, Any]) -> bytes:
    """The file."""
    return json.dumps(body, indent=1).encode()


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """RFC 7515, 4: names must be unique; a reader that takes the first and one that takes the last would differ."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotReadable("A JSON object names a member twice.")
    return found


def parse(data: bytes) -> Any:
    """JSON in UTF-8 without twins; NotReadable otherwise."""
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_no_twins)
    except NotReadable:
        raise
    except (ValueError, RecursionError):
        raise NotReadable("This is not JSON.") from None


def load(data: bytes) -> dict[str, Any]:
    """The general serialization of a JWS in any of its three (RFC 7515, 7); `payload` is missing where it stands apart."""
    compact = COMPACT.fullmatch(data.strip())
    if compact is not None:
        protected, payload, signature = (part.decode("ascii") for part in compact.groups())
        inside = {"payload": payload} if payload else {}
        one = {"protected": protected, "signature": signature}
        protected_of(one)
        return {**inside, "signatures": [one]}
    body = parse(data)
    if not isinstance(body, dict) or not isinstance(body.get("payload", ""), str):
        raise NotReadable("This is JSON, but no JSON Web Signature.")
    inside = {"payload": body["payload"]} if "payload" in body else {}
    if "signature" in body and "signatures" not in body:
        one = {name: body[name] for name in ("protected", "header", "signature") if name in body}
        body = {**inside, "signatures": [one]}
    signatures = body.get("signatures")
    if not isinstance(signatures, list) or not 0 < len(signatures) <= MOST_SIGNATURES:
        raise NotReadable("This is JSON without a JSON Web Signature, or with too many.")
    for one in signatures:
        if not isinstance(one, dict) or not isinstance(one.get("signature"), str):
            raise NotReadable("A signature in this JSON Web Signature has no value.")
        header = one.get("header", {})
        if not isinstance(header, dict) or not isinstance(header.get("etsiU", []), list):
            raise NotReadable("The unprotected header cannot be read.")
    agree(signatures)
    return body


def agree(signatures: Sequence[dict[str, Any]]) -> None:
    """RFC 7797, 3: b64 is the same for all, or one payload would say two things. NotReadable otherwise."""
    if len({protected_of(one).get("b64", True) is False for one in signatures}) > 1:
        raise NotReadable("The signatures do not agree on whether their payload is encoded.")


def loaded_or_none(data: bytes) -> dict[str, Any] | None:
    """The structure where these bytes are one."""
    try:
        return load(data)
    except NotReadable:
        return None


def protected_of(one: dict[str, Any]) -> dict[str, Any]:
    """The protected header of a signature."""
    header = parse(decode(one.get("protected", "")))
    if not isinstance(header, dict):
        raise NotReadable("The protected header is not a JSON object.")
    return header
