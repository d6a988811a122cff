"""One document in all four formats at B-LTA, and the report over each, for those who look at what the system makes."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import typst

from madang.framework.values import clock
from madang.systems.signatures.domain.validation.report import Report
from madang.systems.signatures.formats.cades import Cades
from madang.systems.signatures.formats.jades import Jades
from madang.systems.signatures.formats.pades import Pades
from madang.systems.signatures.formats.signed_files import SignedFile
from madang.systems.signatures.formats.sources import Format
from madang.systems.signatures.formats.xades import Xades
from madang.systems.signatures.models import Certificate
from madang.systems.signatures.usecases.own_services import OwnKey, OwnServices, own_anchors
from madang.systems.signatures.usecases.sign_content import Level, sign_content
from madang.systems.signatures.usecases.validate_signatures import validate_signatures

XML = b'<?xml version="1.0" encoding="UTF-8"?>\n<order xmlns="urn:madang:example"><item>door</item><sum>1000</sum></order>'


def sign_all(*, certificate: Certificate, out: Path) -> Iterator[str]:
    """Signs `out/document.txt` and a page with the key of `certificate`; a line a file."""
    document = (out / "document.txt").read_bytes()
    page = bytes(typst.compile(b"= Contract\nThe courtyard stays open.", format="pdf"))
    kinds: dict[str, tuple[Format, bytes]] = {
        "cades.p7s": (Cades(content=document), b""),
        "jades.json": (Jades(), document),
        "pades-b-lta.pdf": (Pades(name=certificate.name), page),
        "xades.xml": (Xades(), XML),
    }
    reports: dict[str, Report] = {}
    for name, (form, data) in kinds.items():
        now = clock.now()
        own, key = OwnServices(now=now), OwnKey(certificate=certificate)
        signed = sign_content(
            form=form, data=data, key=key, level=Level.LTA, stamps=own, sources=own, anchors=own_anchors(), now=now
        )
        (out / name).write_bytes(signed)
        now = clock.now()
        apart = (SignedFile(name="document.txt", data=document),) if name == "cades.p7s" else ()
        reports[name] = validate_signatures(
            data=signed, files=apart, anchors=own_anchors(), sources=OwnServices(now=now), now=now
        )
        one = reports[name]
        yield f"{certificate.name} signs {name}: {one.signatures[0].form} {one.signatures[0].level}, {one.indication}"
    (out / "report.json").write_bytes(msgspec.json.format(msgspec.json.encode(reports), indent=2))
    yield "the validation of all four: report.json"
