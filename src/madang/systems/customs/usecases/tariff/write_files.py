"""What the tour leaves of this room: the assessment of a declaration that is read from its message."""

import json
from collections.abc import Iterator
from pathlib import Path

from madang.framework.cases.clock import local_day
from madang.framework.law import pack
from madang.framework.values.clock import now
from madang.systems.customs.domain.faults import DeclarationFaulty
from madang.systems.customs.usecases.tariff.assess_file import assess_file, written_faults


def write_tariff_files(*, out: Path) -> Iterator[str]:
    """Assess the declaration that stands in `out`; in a country whose tariff has other lines, show its faults."""
    today = local_day(now())
    declared = (out / "declaration-wco.xml").read_bytes()
    try:
        found = assess_file(data=declared, now=today)
        told = f"{found['payable']:,} {found['currency']} (smallest units) on {len(found['items'])} items"
    except DeclarationFaulty as faulty:
        found = written_faults(faults=faulty.faults)
        told = f"the sample is Korea's; in {pack().code} it has {len(faulty.faults)} faults"
    path = out / "assessment.json"
    path.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    yield f"Assessed a declaration of three goods: {told}: {path}"
