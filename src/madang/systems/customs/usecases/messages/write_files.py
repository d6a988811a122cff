"""What the tour leaves of messages: the sample declaration in both formats, a cargo report, and what customs answers."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from madang.framework.cases.clock import local_day
from madang.framework.values.clock import now
from madang.systems.customs.formats import wco
from madang.systems.customs.formats.edifact import contrl, cuscar, cusdec, cusres
from madang.systems.customs.usecases.messages.example import example_manifest
from madang.systems.customs.usecases.tariff.sample import sample_declaration

BROKER, CARRIER, CUSTOMS = "MADANGBROKER", "MADANGLINE", "KCS"
PRICE = b"MOA+38:18000.00:EUR"
AT = datetime(2026, 11, 20, 9, 15)  # noqa: DTZ001 - messages are written in local time


def write_message_files(*, out: Path) -> Iterator[str]:
    """Each file is read again as it was written; a declaration that came as XML and as EDIFACT says the same."""
    out.mkdir(parents=True, exist_ok=True)
    declaration, manifest = sample_declaration(on=local_day(now())), example_manifest()
    xml = wco.write(declaration=declaration, country="KR", agency="Korea Customs Service")
    edi = cusdec.write(declarations=[declaration], sender=BROKER, recipient=CUSTOMS, reference="1", at=AT)
    cargo = cuscar.write(manifest=manifest, sender=CARRIER, recipient=CUSTOMS, reference="2", at=AT)
    if wco.read(data=xml) != cusdec.read(data=edi) or cuscar.read(data=cargo) != manifest:
        raise AssertionError("A message says something else when it is read again.")
    faulty = cusdec.read_all(data=edi.replace(PRICE, PRICE.replace(b".00:", b".005:")))
    refused = cusres.refusals(received=faulty, at=AT)
    if not refused:
        raise AssertionError("An amount with too many decimals was not refused.")
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
