"""A batch of documents under an agency's seal, at each level: read by stock pyHanko, pdfsig and our own validation."""

import io
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
import typst
from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from madang.framework.audit.models import Entry
from madang.framework.identity.may import Forbidden
from madang.systems.signatures.domain.status import Reason
from madang.systems.signatures.models import Certificate
from madang.systems.signatures.tests.conftest import KEEPING, OFFICIAL, RESIDENT
from madang.systems.signatures.usecases.change_status import revoke_certificate
from madang.systems.signatures.usecases.own_services import OwnServices, own_anchors
from madang.systems.signatures.usecases.seal_batch import seal_batch
from madang.systems.signatures.usecases.sign_content import Level
from madang.systems.signatures.usecases.signing_refusals import NoKey
from madang.systems.signatures.usecases.validate_signatures import validate_signatures


def pages(count: int) -> list[bytes]:
    texts = (f"#set document(title: [N])\n= Notice {number}\nThe courtyard is open." for number in range(count))
    return [bytes(typst.compile(one.encode(), format="pdf", pdf_standards=["a-2a", "ua-1"])) for one in texts]


def foreign() -> bytes:
    """A PDF of another layout: no cross-reference table but a stream."""
    out = io.BytesIO()
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(pages(1)[0])))
    writer.stream_xrefs = True
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def seal(issued) -> Certificate:
    return issued("seal", "행정안전부")


def sealed(documents: list[bytes], seal: Certificate, level: Level, now: datetime, **rest) -> list[bytes]:
    rest = {"actor": KEEPING, "clock": lambda: now} | rest
    return list(seal_batch(documents=documents, certificate=seal, level=level, reason="Issued", **rest))


@pytest.mark.parametrize("level", [Level.B, Level.T, Level.LT])
def test_every_reader_accepts_each_document(level: Level, seal: Certificate, now: datetime, tmp_path: Path) -> None:
    made = sealed([*pages(3), foreign()], seal, level, now)
    for data in made:
        report = validate_signatures(data=data, anchors=own_anchors(), sources=OwnServices(now=now), now=now)
        assert (report.indication, report.why) == ("TOTAL-PASSED", "")
        (one,) = report.signatures
        assert (one.level, one.signer) == (level.value, "행정안전부")
        (tmp_path / "a.pdf").write_bytes(data)
        told = subprocess.run(["pdfsig", "-nocert", "a.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True)
        assert told.stdout.count("Signature is Valid.") == 1
        (signature,) = PdfFileReader(io.BytesIO(data)).embedded_regular_signatures
        context = ValidationContext(
            trust_roots=[x509.Certificate.load(own_anchors()[0])], moment=now, allow_fetching=False,
            revocation_mode="soft-fail",
        )  # fmt: skip
        status = validate_pdf_signature(signature, context)
        assert status.bottom_line, status.pretty_print_details()
        if level is not Level.B:
            assert status.timestamp_validity is not None
            assert status.timestamp_validity.trusted
    assert len(set(made)) == 4
    entry = Entry.objects.get(action="signatures.seal_batch")
    assert entry.detail == {"count": 4, "level": level.value}


def test_a_sealed_document_that_was_changed_is_told(seal: Certificate, now: datetime) -> None:
    (data,) = sealed(pages(1), seal, Level.LT, now)
    place = data.index(b"/Title")
    broken = data[:place] + b"/Titlf" + data[place + 6 :]
    report = validate_signatures(data=broken, anchors=own_anchors(), sources=OwnServices(now=now), now=now)
    assert report.indication == "TOTAL-FAILED"


def test_strangers_and_ended_seals_seal_nothing(seal: Certificate, now: datetime) -> None:
    with pytest.raises(Forbidden):
        sealed(pages(1), seal, Level.B, now, actor=RESIDENT)
    revoke_certificate(serial=seal.serial, reason=Reason.SUPERSEDED, actor=OFFICIAL, now=now)
    seal.refresh_from_db()
    with pytest.raises(NoKey):
        sealed(pages(1), seal, Level.B, now)
