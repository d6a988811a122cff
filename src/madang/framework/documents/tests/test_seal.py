"""The seal on the file and the keys behind it."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.management import call_command
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from madang.framework.documents import Document, Outcome, verify_upload
from madang.framework.documents.domain import statement
from madang.framework.documents.seal import keys, pades
from madang.framework.documents.seal.keystore import KeystoreLocked, open_keystore, rotate
from madang.framework.documents.seal.sealer import sealer
from madang.framework.documents.tests.conftest import MONDAY


def trusting() -> ValidationContext:
    """Trust in our own authority, on the day of the test."""
    root = sealer().published_keys()[0].issuer.public_bytes(Encoding.DER)
    return ValidationContext(trust_roots=[x509.Certificate.load(root)])


def test_pyhanko_finds_the_seal_valid_and_the_whole_file_covered(
    made: Callable[..., Document], file: Callable[[Document], bytes]
) -> None:
    document = made()
    reader = PdfFileReader(io.BytesIO(file(document)))
    status = validate_pdf_signature(reader.embedded_signatures[0], trusting())
    assert status.bottom_line
    assert status.coverage.name == "ENTIRE_FILE"
    assert status.docmdp_ok
    assert reader.embedded_signatures[0].sig_object["/Reason"] == document.number
    assert reader.embedded_signatures[0].sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def test_pyhanko_tells_an_altered_byte(made: Callable[..., Document], file: Callable[[Document], bytes]) -> None:
    data = bytearray(file(made()))
    place = data.index(b"/Lang(ko)")
    data[place + 6 : place + 8] = b"en"
    reader = PdfFileReader(io.BytesIO(bytes(data)))
    status = validate_pdf_signature(reader.embedded_signatures[0], trusting())
    assert not status.intact
    assert not status.bottom_line


def test_the_sealed_file_keeps_its_claims_and_its_tags(
    made: Callable[..., Document], file: Callable[[Document], bytes]
) -> None:
    document = made()
    data = file(document)
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in data
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data
    reader = PdfFileReader(io.BytesIO(data))
    assert reader.root["/Lang"] == "ko"
    assert reader.root["/MarkInfo"]["/Marked"]
    tree = reader.root["/StructTreeRoot"]
    assert tree["/K"][0]["/K"][-1]["/S"] == "/Form"
    numbers = tree["/ParentTree"]["/Nums"]
    field = reader.root["/AcroForm"]["/Fields"][0]
    assert numbers[-2] == field["/StructParent"] == tree["/ParentTreeNextKey"] - 1
    assert reader.root["/Pages"]["/Kids"][0]["/Annots"][0]["/T"] == "Seal"
    figures = [element for element in walk(tree["/K"][0]) if element.get("/S") == "/Figure"]
    # The number's code, the drawn seal and the QR code: each with words for whoever does not see it.
    assert len(figures) == 3
    assert all(str(figure["/Alt"]) for figure in figures)


def walk(element: object) -> list[dict[str, object]]:
    """All elements of the structure tree below one."""
    found = []
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        child = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(child, dict) and child.get("/S"):
            found += [child, *walk(child)]
    return found


def test_every_indirect_object_starts_on_a_line_of_its_own(
    made: Callable[..., Document], file: Callable[[Document], bytes]
) -> None:
    # ISO 19005-2, 6.1.9.
    data = file(made())
    assert b"%%EOF\n" in data
    assert data.endswith(b"%%EOF\n")
    assert b"endobj1" not in data


@pytest.mark.parametrize(
    "pdf",
    [b"", b"%PDF-1.7", b"%PDF-1.7\ntrailer<</Size 3/Root 1 0 R>>\nstartxref\n9\n%%EOF", b"startxref\n99999\n%%EOF"],
)
def test_a_file_that_is_not_the_renderers_is_not_sealed(pdf: bytes) -> None:
    inscription = pades.Inscription(name="x", reason="x", location="x", sealed_at=MONDAY)
    with pytest.raises(pades.NotSealable):
        pades.seal(pdf=pdf, inscription=inscription, sign=lambda digest: digest)


def test_keys_are_made_once_kept_encrypted_and_for_their_owner_alone(tmp_path: Path) -> None:
    first = open_keystore(folder=tmp_path / "k", passphrase="open", owner="Madang", country="kr", now=MONDAY)
    again = open_keystore(folder=tmp_path / "k", passphrase="open", owner="Madang", country="kr", now=MONDAY)
    assert first.seal.certificate == again.seal.certificate
    for path in (tmp_path / "k").glob("*.key"):
        assert b"ENCRYPTED PRIVATE KEY" in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0


def test_a_wrong_or_missing_passphrase_is_told(tmp_path: Path) -> None:
    open_keystore(folder=tmp_path / "k", passphrase="open", owner="Madang", country="kr", now=MONDAY)
    for passphrase in ("", "other"):
        with pytest.raises(KeystoreLocked, match="MADANG_KEYS_PASSPHRASE"):
            open_keystore(folder=tmp_path / "k", passphrase=passphrase, owner="Madang", country="kr", now=MONDAY)


def test_keys_interrupted_half_way_are_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "k"
    open_keystore(folder=folder, passphrase="open", owner="Madang", country="kr", now=MONDAY)
    (folder / "keys.json").unlink()
    (folder / "seal.key").write_bytes(b"half")
    made = open_keystore(folder=folder, passphrase="open", owner="Madang", country="kr", now=MONDAY)
    made.seal.certificate.verify_directly_issued_by(made.authority.certificate)


def test_published_keys_are_a_json_web_key_set(db: None) -> None:
    published = json.loads(json.dumps(keys.key_set()))["keys"]
    assert {key["madang_use"] for key in published} == {"seal", "statement"}
    assert all(key["kty"] == "EC" and key["crv"] == "P-256" and len(key["x"]) == 43 for key in published)
    assert "d" not in published[0]


def test_new_keys_leave_old_documents_genuine(
    made: Callable[..., Document], file: Callable[[Document], bytes], settings: Any, tmp_path: Path
) -> None:
    """By number, by file and by the statement of its QR code, also after the second change."""
    settings.MADANG_KEYS = tmp_path / "keys"
    document = made()
    sealed, statement_text = file(document), document.statement
    for _change in range(2):
        call_command("rotate_document_keys", stdout=io.StringIO())
    assert verify_upload(sealed, MONDAY).outcome is Outcome.GENUINE
    assert statement.verify(text=statement_text, keys=keys.statement_keys()).number == document.number
    later = made()
    assert verify_upload(file(later), MONDAY).outcome is Outcome.GENUINE
    assert len(keys.key_set()["keys"]) == 6
    assert len(keys.statement_keys()) == 3


def test_a_retired_key_can_no_longer_sign(tmp_path: Path) -> None:
    folder, owner = tmp_path / "k", {"owner": "Madang", "country": "kr"}
    old = open_keystore(folder=folder, passphrase="open", now=MONDAY, **owner)
    new = rotate(folder=folder, passphrase="open", now=MONDAY, **owner)
    assert [one.certificate for one in new.retired] == [old.seal.certificate, old.statement.certificate]
    assert sorted(path.name for path in folder.glob("*.key")) == ["authority.key", "seal-2.key", "statement-2.key"]
    again = open_keystore(folder=folder, passphrase="open", now=MONDAY, **owner)
    assert again.seal.certificate == new.seal.certificate != old.seal.certificate
    new.seal.certificate.verify_directly_issued_by(old.authority.certificate)
