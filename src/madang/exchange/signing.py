"""HTTP message signatures (RFC 9421) with ECDSA P-256 and SHA-256, and content digests (RFC 9530).

A question covers its method, path and content digest. A reply covers its status, its own digest, and the question's
signature (`;req`), so that an answer to another question never passes for this one.
"""

import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from madang.exchange.keys import MemberKey, OwnKey, WrongSignature

FRESH_FOR = timedelta(minutes=5)
_FRESH_SECONDS = FRESH_FOR.total_seconds()
LABEL = "madang"
_PARAMETERS = re.compile(
    r'^madang=(?P<parameters>\((?P<components>[^()]{0,300})\);created=(?P<created>[0-9]{1,12});keyid="(?P<key>[0-9a-f]{64})"'
    r';alg="ecdsa-p256-sha256")$'
)
_SIGNATURE = re.compile(r"^madang=:(?P<signature>[A-Za-z0-9+/=]{1,200}):$")
QUESTION_COMPONENTS = '"@method" "@path" "content-digest"'
REPLY_COMPONENTS = '"@status" "content-digest" "signature";req;key="madang"'


@dataclass(frozen=True, slots=True)
class Signed:
    """A message's signature headers and the base that was signed, for evidence; `sha256` is its body's."""

    base: str
    signature_input: str
    signature: str
    content_digest: str
    sha256: bytes

    @property
    def headers(self) -> dict[str, str]:
        """As they stand in the message."""
        return {
            "content-digest": self.content_digest,
            "signature-input": self.signature_input,
            "signature": self.signature,
        }

    @property
    def proof(self) -> dict[str, str]:
        """What a third party needs to check it."""
        return {"base": self.base, "signature_input": self.signature_input, "signature": self.signature}


def content_digest(sha256: bytes) -> str:
    """The Content-Digest header of a body with this SHA-256."""
    return f"sha-256=:{_base64(sha256)}:"


def _base64(data: bytes) -> str:
    return binascii.b2a_base64(data, newline=False).decode()


def _base(*, lines: tuple[tuple[str, str], ...], parameters: str) -> str:
    covered = "".join(f"{name}: {value}\n" for name, value in lines)
    return f'{covered}"@signature-params": {parameters}'


def _question_lines(*, path: str, digest: str) -> tuple[tuple[str, str], ...]:
    return (('"@method"', "POST"), ('"@path"', path), ('"content-digest"', digest))


def _reply_lines(*, status: int, digest: str, question_signature: str) -> tuple[tuple[str, str], ...]:
    inner = question_signature.removeprefix("madang=")
    return (
        ('"@status"', str(status)),
        ('"content-digest"', digest),
        ('"signature";req;key="madang"', inner),
    )


def _sign(
    *, key: OwnKey, lines: tuple[tuple[str, str], ...], components: str, digest: str, sha256: bytes, now: datetime
) -> Signed:
    parameters = f'({components});created={int(now.timestamp())};keyid="{key.shown.key_id}";alg="ecdsa-p256-sha256"'
    base = _base(lines=lines, parameters=parameters)
    signature = _base64(key.sign(base.encode()))
    return Signed(base, f"{LABEL}={parameters}", f"{LABEL}=:{signature}:", digest, sha256)


def sign_question(*, key: OwnKey, path: str, body: bytes, now: datetime) -> Signed:
    """The signature of a POST of `body` to `path`."""
    sha256 = hashlib.sha256(body).digest()
    digest = content_digest(sha256)
    lines = _question_lines(path=path, digest=digest)
    return _sign(key=key, lines=lines, components=QUESTION_COMPONENTS, digest=digest, sha256=sha256, now=now)


def sign_reply(*, key: OwnKey, status: int, body: bytes, question_signature: str, now: datetime) -> Signed:
    """The signature of a reply to the question with `question_signature` (its Signature header)."""
    sha256 = hashlib.sha256(body).digest()
    digest = content_digest(sha256)
    lines = _reply_lines(status=status, digest=digest, question_signature=question_signature)
    return _sign(key=key, lines=lines, components=REPLY_COMPONENTS, digest=digest, sha256=sha256, now=now)


def key_id_of(headers: Mapping[str, str]) -> str:
    """The key that the headers claim. Raises WrongSignature where they claim none."""
    found = _PARAMETERS.match(headers.get("signature-input", ""))
    if found is None:
        raise WrongSignature("the Signature-Input header is missing or not of this exchange's form")
    return found["key"]


def _check(
    *,
    key: MemberKey,
    headers: Mapping[str, str],
    body: bytes,
    lines: tuple[tuple[str, str], ...],
    components: str,
    now: datetime,
) -> Signed:
    claimed = _PARAMETERS.match(headers.get("signature-input", ""))
    given = _SIGNATURE.match(headers.get("signature", ""))
    if claimed is None or given is None or claimed["components"] != components:
        raise WrongSignature("the signature headers are missing or do not cover what they must")
    if claimed["key"] != key.key_id:
        raise WrongSignature("it is signed with another key than the member's")
    if abs(now.timestamp() - int(claimed["created"])) > _FRESH_SECONDS:
        raise WrongSignature("it was signed too long ago, or the clocks differ by more than five minutes")
    sha256 = hashlib.sha256(body).digest()
    if headers.get("content-digest", "") != content_digest(sha256):
        raise WrongSignature("the content is not what its digest says")
    base = _base(lines=lines, parameters=claimed["parameters"])
    key.verify(_decoded(given["signature"]), base.encode())
    return Signed(base, headers["signature-input"], headers["signature"], headers["content-digest"], sha256)


def _decoded(text: str) -> bytes:
    try:
        return binascii.a2b_base64(text, strict_mode=True)
    except ValueError as error:
        raise WrongSignature("the signature is no base64") from error


def check_question(*, key: MemberKey, path: str, headers: Mapping[str, str], body: bytes, now: datetime) -> Signed:
    """The question's signature, checked. Raises WrongSignature, which says why. Header names are in lower case."""
    lines = _question_lines(path=path, digest=headers.get("content-digest", ""))
    return _check(key=key, headers=headers, body=body, lines=lines, components=QUESTION_COMPONENTS, now=now)


def check_reply(
    *, key: MemberKey, status: int, headers: Mapping[str, str], body: bytes, question_signature: str, now: datetime
) -> Signed:
    """The reply's signature, checked against the question it answers. Raises WrongSignature."""
    digest = headers.get("content-digest", "")
    lines = _reply_lines(status=status, digest=digest, question_signature=question_signature)
    return _check(key=key, headers=headers, body=body, lines=lines, components=REPLY_COMPONENTS, now=now)
