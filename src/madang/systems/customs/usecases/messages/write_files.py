"""What the tour leaves of messages: a declaration in both formats, a cargo report, and what customs answers."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from madang.systems.customs.formats import wco
from madang.systems.customs.formats.edifact import contrl, cuscar, cusdec, cusres
from madang.systems.customs.usecases.messages.example import example_declaration, example_manifest

BROKER, CARRIER, CUSTOMS = "MADANGBROKER", "MADANGLINE", "KCS"
AT = datetime(2026, 11, 20, 9, 15)  # noqa: DTZ001 - messages are written in local time


def write_message_files(*, out: Path) -> Iterator[str]:
    """Each file is read again as it was written; a declaration that came as XML and as EDIFACT says the same."""
    declaration, manifest = example_declaration(), example_manifest()
    xml = wco.write(declaration=declaration)
    edi = cusdec.write(declarations=[declaration], sender=BROKER, recipient=CUSTOMS, reference="1", at=AT)
    cargo = cuscar.write(manifest=manifest, sender=CARRIER, recipient=CUSTOMS, reference="2", at=AT)
    if wco.read(data=xml) != cusdec.read(data=edi) or cuscar.read(data=cargo) != manifest:
        raise AssertionError("A message says something else when it is read again.")
    faulty = cusdec.read_all(data=edi.replace(b"MOA+38:980000:JPY", b"MOA+38:980000.5:JPY"))
    refused = cusres.refusals(received=faulty, at=AT)
    answer = cusres.write(responses=refused, sender=CUSTOMS, recipient=BROKER, reference="3", at=AT)
    control = contrl.acknowledge(received=cusdec.read_all(data=edi.replace(b"UNS+D'\n", b"")), at=AT, reference="4")
    for name, data, says in (
        ("declaration-wco.xml", xml, "a declaration of WCO Data Model 3"),
        ("cusdec.edi", edi, "the same declaration as CUSDEC D.96B"),
        ("cuscar.edi", cargo, "a cargo report as CUSCAR D.95B"),
        ("cusres.edi", answer, "customs' answer to an amount with too many decimals"),
        ("contrl.edi", control, "the answer to a message with a segment missing"),
    ):
        (out / name).write_bytes(data)
        yield f"customs: {says} stands in {name}"
