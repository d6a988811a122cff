"""A message that replaces, changes or withdraws a manifest that stands: what it must say (UN/EDIFACT 1225: 5, 4, 1)."""

from dataclasses import dataclass, fields

from madang.systems.customs.domain.lodging import Lodged, Wrong
from madang.systems.customs.domain.manifest import Function, Manifest

MOST_REASON = 350
"""Free text (FTX) has five texts of seventy signs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a manifest that stands says of itself and its voyage."""

    kind: str
    mode: str
    carrier: str
    conveyance: str
    voyage: str
    calls: str
    """The port to which, or from which, it reports."""


def faults_of_change(*, manifest: Manifest, kind: Lodged, port: str, standing: Standing | None) -> tuple[Wrong, ...]:
    """Every fault but those of its bills. `standing` is the manifest that the sender lodged under the number of the report;
    `port` is where the message reports to. A message may put another voyage in the place of one only whole."""
    found = []
    if not 0 < len(manifest.reason.strip()) <= MOST_REASON:
        found.append(Wrong("reason", "reason", str(MOST_REASON)))
    if standing is None:
        found.append(Wrong("number", "report_unknown", manifest.number[:35]))
    else:
        said = Standing(
            kind=kind.value,
            mode=manifest.mode.value,
            carrier=manifest.carrier,
            conveyance=manifest.conveyance.number,
            voyage=manifest.voyage,
            calls=port,
        )
        fixed = ("kind",) if manifest.function is Function.REPLACE else tuple(one.name for one in fields(Standing))
        found += [
            Wrong(name, "stands_otherwise", str(getattr(standing, name)))
            for name in fixed
            if getattr(said, name) != getattr(standing, name)
        ]
    if manifest.function is Function.CANCEL and manifest.bills:
        found.append(Wrong("bills", "bills_withdrawn"))
    if manifest.function in {Function.CHANGE, Function.CANCEL} and manifest.empties():
        found.append(Wrong("containers", "empties_replaced"))
    return tuple(found)
