"""Verifies a photograph of a printout with nothing but the published public key: no Django, no network, no database.

    python -m madang.framework.documents.offline photograph.png public-key.pem

Ends with 0 when the code was signed with the key, 1 when it was not, 2 when nothing could be read.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from madang.framework.documents import photographs
from madang.framework.documents.domain import statement
from madang.framework.documents.domain.statement import Statement


@dataclass(frozen=True, kw_only=True, slots=True)
class OfflineVerdict:
    """What a photograph says: `signed` is True, False, or None when no code could be read; then `explanation` says why.

    `complete` tells whether the code holds every fact of the document. Whether it was revoked since, only the office knows.
    """

    signed: bool | None
    explanation: str
    text: str = ""
    statement: Statement | None = None
    complete: bool = False


def keys_in(*, pem: bytes) -> Mapping[bytes, ec.EllipticCurvePublicKey]:
    """The P-256 public keys of a PEM file, by key id. ValueError when it holds none."""
    marker = b"-----BEGIN PUBLIC KEY-----"
    keys = {}
    for part in pem.split(marker)[1:]:
        key = serialization.load_pem_public_key(marker + part)
        if isinstance(key, ec.EllipticCurvePublicKey):
            keys[statement.key_id(key=key)] = key
    if not keys:
        raise ValueError("The file holds no public key on the curve P-256.")
    return keys


def verify_photo(*, photo: bytes, pem: bytes) -> OfflineVerdict:
    """The verdict on a photograph (PNG, JPEG, WebP or TIFF) with the keys of `pem`. ValueError when `pem` holds none."""
    keys = keys_in(pem=pem)
    try:
        codes = photographs.codes_on(data=photo)
    except photographs.NotAPhotograph as problem:
        return OfflineVerdict(signed=None, explanation=str(problem))
    if not codes.statements:
        return OfflineVerdict(signed=None, explanation="No document code was found on the photograph.")
    return verify_text(text=codes.statements[0], keys=keys)


def verify_text(*, text: str, keys: Mapping[bytes, ec.EllipticCurvePublicKey]) -> OfflineVerdict:
    """The verdict on the text of a QR code."""
    try:
        said = statement.verify(text=text, keys=keys)
    except statement.NotAStatement as problem:
        return OfflineVerdict(signed=None, explanation=str(problem), text=text)
    except (statement.UnknownKey, statement.ForgedStatement) as problem:
        return OfflineVerdict(signed=False, explanation=str(problem), text=text)
    complete = statement.facts_digest(facts=said.facts) == said.digest
    explanation = "The code was signed by the office. The paper must say what follows."
    return OfflineVerdict(signed=True, explanation=explanation, text=text, statement=said, complete=complete)


def report(*, verdict: OfflineVerdict) -> list[str]:
    """The verdict in lines for people."""
    lines = [verdict.explanation]
    said = verdict.statement
    if said is None:
        return lines
    rows = {"Title": said.title, "Number": said.number, "Holder": said.holder, "Issued by": said.issuer}
    rows["Issued at"] = said.issued_at.isoformat()
    if said.valid_until:
        rows["Valid before"] = said.valid_until.isoformat()
    lines += [f"{label}: {value}" for label, value in (rows | dict(said.facts)).items()]
    if not verdict.complete:
        lines.append("The code had no room for every fact; verify the number for the rest.")
    lines.append("Whether the document was revoked or replaced since, only the office can tell.")
    return lines


def main(arguments: Sequence[str]) -> int:
    """The command line."""
    if len(arguments) != 2:
        sys.stderr.write("Usage: python -m madang.framework.documents.offline PHOTOGRAPH PUBLIC-KEY.pem\n")
        return 2
    try:
        verdict = verify_photo(photo=Path(arguments[0]).read_bytes(), pem=Path(arguments[1]).read_bytes())
    except (OSError, ValueError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    sys.stdout.write("\n".join(report(verdict=verdict)) + "\n")
    return {True: 0, False: 1, None: 2}[verdict.signed]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
