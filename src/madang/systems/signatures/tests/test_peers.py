"""Foreign programs read what we signed with the country's own services: openssl, pdfsig, xmlsec1, pyHanko, npm's jose."""

import io
import json
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import x509
from django.conf import settings
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore

from madang.systems.signatures.domain.validation.report import Report
from madang.systems.signatures.formats import cms
from madang.systems.signatures.formats.cades import ARCHIVE_TIMESTAMP
from madang.systems.signatures.models import Certificate
from madang.systems.signatures.tests.conftest import openssl, pem
from madang.systems.signatures.tests.files import BESIDE, CONTENT, FORMATS, fresh
from madang.systems.signatures.usecases.own_services import OwnKey, OwnServices, own_anchors
from madang.systems.signatures.usecases.sign_content import Level, sign_content
from madang.systems.signatures.usecases.validate_signatures import validate_signatures

PROPERTIES = "http://uri.etsi.org/01903/v1.3.2#:SignedProperties"


@pytest.fixture
def make(issued: Callable[..., Certificate], now: datetime) -> Callable[[str], bytes]:
    """Signs at B-LTA with a certificate of the country's authority."""

    def signed(name: str, level: Level = Level.LTA) -> bytes:
        form, data = fresh(name)
        own = OwnServices(now=now)
        key = OwnKey(certificate=issued())
        return sign_content(
            form=form, data=data, key=key, level=level, stamps=own, sources=own, anchors=own_anchors(), now=now
        )

    return signed


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(one) for one in command], capture_output=True, text=True, check=False)


def _report(data: bytes, now: datetime) -> Report:
    later = now + timedelta(minutes=1)
    return validate_signatures(
        data=data, files=BESIDE, anchors=own_anchors(), sources=OwnServices(now=later), now=later
    )


@pytest.mark.parametrize("name", FORMATS)
def test_what_the_countrys_services_made_passes(name: str, make: Callable[[str], bytes], now: datetime) -> None:
    found = _report(make(name), now)
    assert (found.indication, found.why) == ("TOTAL-PASSED", "")
    assert (found.signatures[0].form, found.signatures[0].level) == (name, "B-LTA")


def test_openssl_verifies_cades_and_its_timestamps(make: Callable[[str], bytes], now: datetime, tmp_path: Path) -> None:
    signed = make("CAdES")
    (tmp_path / "signed.p7s").write_bytes(signed)
    (tmp_path / "document.txt").write_bytes(CONTENT)
    (tmp_path / "root.pem").write_bytes(pem(*own_anchors()))
    verify = "cms -verify -binary -inform DER -in signed.p7s -content document.txt -CAfile root.pem -out out"
    outcome = openssl(*verify.split(), folder=tmp_path)
    assert outcome.returncode == 0, outcome.stderr
    info = cms.load(signed)["signer_infos"][0]
    (token,) = cms.attribute(info["unsigned_attrs"], cms.SIGNATURE_TIMESTAMP)
    (tmp_path / "token.der").write_bytes(token.dump())
    (tmp_path / "value").write_bytes(info["signature"].native)
    verify = "ts -verify -token_in -in token.der -data value -CAfile root.pem"
    outcome = openssl(*verify.split(), folder=tmp_path)
    assert "Verification: OK" in outcome.stdout + outcome.stderr
    assert len(cms.attribute(info["unsigned_attrs"], ARCHIVE_TIMESTAMP)) == 1


def test_pdfsig_finds_the_signature_valid(make: Callable[[str], bytes], tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(make("PAdES"))
    told = _run("pdfsig", path).stdout
    assert "Signature Validation: Signature is Valid." in told
    assert "ETSI.CAdES.detached" in told
    assert "Total document signed" in told


def test_pyhanko_validates_the_pdf_from_its_own_store(make: Callable[[str], bytes], now: datetime) -> None:
    reader = PdfFileReader(io.BytesIO(make("PAdES")))
    roots = [x509.Certificate.load(one) for one in own_anchors()]
    store = DocumentSecurityStore.read_dss(reader)
    options = {"trust_roots": roots, "moment": now + timedelta(minutes=1), "revocation_mode": "require"}
    context = store.as_validation_context(options)
    status = validate_pdf_signature(reader.embedded_regular_signatures[0], context)
    assert status.intact
    assert status.valid
    assert status.trusted
    assert status.bottom_line


def test_xmlsec1_verifies_xades(make: Callable[[str], bytes], tmp_path: Path) -> None:
    path = tmp_path / "signed.xml"
    path.write_bytes(make("XAdES"))
    (tmp_path / "root.pem").write_bytes(pem(*own_anchors()))
    outcome = _run("xmlsec1", "--verify", "--trusted-pem", tmp_path / "root.pem", "--id-attr:Id", PROPERTIES, path)
    told = outcome.stdout + outcome.stderr
    assert outcome.returncode == 0, told
    assert "SignedInfo References (ok/all): 2/2" in told
    path.write_bytes(path.read_bytes().replace(b"1000", b"9000"))
    outcome = _run("xmlsec1", "--verify", "--trusted-pem", tmp_path / "root.pem", "--id-attr:Id", PROPERTIES, path)
    assert outcome.returncode != 0


def test_npm_jose_verifies_the_jws_in_jades(make: Callable[[str], bytes], tmp_path: Path) -> None:
    path = tmp_path / "signed.json"
    signed = make("JAdES")
    path.write_bytes(signed)
    script = Path(__file__).parent / "jws.mjs"
    outcome = _run("node", script, settings.ROOT, path)
    assert outcome.stdout.encode() == CONTENT, outcome.stderr
    body = json.loads(signed)
    body["payload"] = "OTAwMA"
    path.write_text(json.dumps(body))
    assert _run("node", script, settings.ROOT, path).returncode != 0
