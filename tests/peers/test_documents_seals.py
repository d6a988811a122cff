"""Foreign programs on what we seal: poppler's pdfsig, qpdf, openssl, pyHanko."""

import hashlib
import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from madang.framework.documents import Document
from madang.framework.documents.domain import statement
from madang.framework.documents.seal import keys
from madang.framework.documents.seal.sealer import sealer
from madang.framework.documents.tests.conftest import (  # noqa: F401
    file,
    key_folder,
    kind,
    made,
    office,
    places,
)

Make = Callable[..., Document]
File = Callable[[Document], bytes]


def run(*command: object) -> subprocess.CompletedProcess[str]:
    """A foreign program's answer; a missing program fails with its name."""
    program = str(command[0])
    if shutil.which(program) is None:
        pytest.fail(
            f"{program} is not installed: `./madang test` installs it (apt install poppler-utils qpdf openssl)."
        )
    return subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, errors="replace"
    )


@pytest.fixture
def sealed(made: Make, file: File, tmp_path: Path) -> Path:  # noqa: F811
    """A sealed certificate on disk."""
    path = tmp_path / "certificate.pdf"
    path.write_bytes(file(made()))
    return path


def test_pdfsig_finds_the_seal_valid_over_the_whole_file(sealed: Path) -> None:
    said = run("pdfsig", "-nocert", sealed).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


def test_pdfsig_tells_an_altered_byte(sealed: Path) -> None:
    data = bytearray(sealed.read_bytes())
    place = data.index(b"/Rect[0 0 0 0]") + 6
    data[place : place + 1] = b"9"
    sealed.write_bytes(bytes(data))
    assert "Signature is Valid." not in run("pdfsig", "-nocert", sealed).stdout


def test_pyhanko_trusts_the_seal_through_the_published_authority(sealed: Path) -> None:
    chain = [x509.Certificate.load(one) for one in pem_parts(keys.chain_pem())]
    root = next(one for one in chain if one.self_issued)
    reader = PdfFileReader(io.BytesIO(sealed.read_bytes()))
    status = validate_pdf_signature(reader.embedded_signatures[0], ValidationContext(trust_roots=[root]))
    assert status.bottom_line
    assert status.trusted


def pem_parts(text: str) -> list[bytes]:
    """The certificates of a PEM file in DER."""
    from cryptography.x509 import load_pem_x509_certificates

    return [one.public_bytes(Encoding.DER) for one in load_pem_x509_certificates(text.encode())]


def test_qpdf_finds_the_file_sound(sealed: Path) -> None:
    answer = run("qpdf", "--check", sealed)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "No syntax or stream encoding errors" in answer.stdout


def test_every_font_is_embedded_with_its_unicode_table(sealed: Path) -> None:
    lines = run("pdffonts", sealed).stdout.splitlines()[2:]
    assert lines
    for line in lines:
        embedded, _subset, unicode_table = line.split()[-5:-2]
        assert (embedded, unicode_table) == ("yes", "yes")


def test_the_text_is_read_in_its_order_with_its_hanja(sealed: Path) -> None:
    said = run("pdftotext", "-layout", sealed, "-").stdout
    assert "김하나 (金河娜)" in said
    assert said.index("주민등록표") < said.index("성명") < said.index("주소") < said.index("2026년 6월 8일")


def test_openssl_verifies_the_seal_with_its_chain(sealed: Path, tmp_path: Path) -> None:
    reader = PdfFileReader(io.BytesIO(sealed.read_bytes()))
    signature = reader.embedded_signatures[0]
    start, length, again, rest = (int(part) for part in signature.byte_range)
    data = sealed.read_bytes()
    (tmp_path / "signed").write_bytes(data[start : start + length] + data[again : again + rest])
    (tmp_path / "cms").write_bytes(signature.pkcs7_content)
    (tmp_path / "root.pem").write_bytes(sealer().published_keys()[0].issuer.public_bytes(Encoding.PEM))
    answer = run(
        "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", tmp_path / "cms", "-content", tmp_path / "signed",
        "-CAfile", tmp_path / "root.pem", "-purpose", "any", "-out", tmp_path / "out",
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr


def test_openssl_verifies_the_statement_with_the_published_key(made: Make, tmp_path: Path) -> None:  # noqa: F811
    document = made()
    signed = statement.take_apart(message=statement.message_in(text=document.statement))
    r, s = (int.from_bytes(part, "big") for part in (signed.signature[:32], signed.signature[32:]))
    (tmp_path / "signature").write_bytes(encode_dss_signature(r, s))
    (tmp_path / "signed").write_bytes(statement.to_be_signed(payload=signed.payload))
    (tmp_path / "key.pem").write_text(keys.pem(use="statement"))
    command = ["openssl", "dgst", "-sha256", "-verify", tmp_path / "key.pem", "-signature", tmp_path / "signature"]
    assert run(*command, tmp_path / "signed").stdout.strip() == "Verified OK"
    (tmp_path / "signed").write_bytes(
        statement.to_be_signed(payload=signed.payload.replace("김".encode(), "박".encode()))
    )
    assert run(*command, tmp_path / "signed").returncode != 0


def test_cbor2_and_zlib_read_the_statement_as_we_wrote_it(made: Make) -> None:  # noqa: F811
    import cbor2

    document = made()
    tag = cbor2.loads(statement.message_in(text=document.statement))
    claims = cbor2.loads(tag.value[2])
    assert (tag.tag, claims[7].decode()) == (18, document.number)
    assert claims[statement.CONTENT][3] == "김하나"
    digest = hashlib.sha256(cbor2.dumps([list(pair) for pair in document.facts])).digest()
    assert claims[statement.CONTENT][5] == digest[:16]
