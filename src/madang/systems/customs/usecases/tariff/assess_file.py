"""What is due on a declaration in a file, as anybody may ask: read, assessed, written as plain values."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from madang.framework.law import pack
from madang.framework.values import Fault
from madang.systems.customs.domain.assess import assess
from madang.systems.customs.domain.assessed import Assessed, Step
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.formats import wco
from madang.systems.customs.formats.edifact import cusdec
from madang.systems.customs.usecases.tariff.editions_in_force import editions_on
from madang.systems.customs.usecases.tariff.measures_in_force import measures_on, published_on


def read_declaration(*, data: bytes) -> Declaration:
    """A declaration of WCO Data Model 3 (it begins with `<`) or of CUSDEC. Raises CannotBeRead."""
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        return wco.read(data=data)
    return cusdec.read(data=data)


def assess_file(
    *, data: bytes, now: date, on: date | None = None, quotas: Sequence[str] = (), kept: bool = False
) -> dict[str, Any]:
    """The assessment of the declaration in `data` on the day `on`, else its own, else today: by the pack alone (`editions` is
    none), or also by the editions and measures that officials approved (`kept`, which asks the database; `editions` names those
    that hold that day). Raises CannotBeRead, DeclarationFaulty."""
    declaration = read_declaration(data=data)
    day = on or declaration.lodged_on or now
    measures = measures_on(day=day) if kept else published_on(day=day)
    made = assess(declaration=declaration, on=day, quotas=frozenset(quotas), measures=measures)
    return {
        "reference": declaration.reference,
        "country": pack().code,
        "on": day.isoformat(),
        "editions": editions_on(day=day) if kept else None,
        **written(made=made),
    }


def written(*, made: Assessed) -> dict[str, Any]:
    """An assessment as plain values; amounts are minor units of the currency."""
    return {
        "currency": made.currency,
        "currency_digits": pack().currency_digits,
        "customs_value": made.customs_value.minor,
        "items": [
            {
                "sequence": item.sequence,
                "commodity": item.commodity,
                "customs_value": item.customs_value,
                "steps": [_step(step) for step in item.steps],
                "total": item.total,
            }
            for item in made.items
        ],
        "totals": {levy.value: amount for levy, amount in made.totals},
        "payable": made.payable.minor,
        "rounding": made.rounding,
        "notes": list(made.notes),
    }


def written_faults(*, faults: Sequence[Fault]) -> dict[str, Any]:
    """Faults as plain values."""
    return {"faults": [{"place": one.place, "says": one.says, "code": one.code} for one in faults]}


def _step(step: Step) -> dict[str, Any]:
    return {
        "levy": step.levy.value,
        "rule": step.rule,
        "label": step.label,
        "base": step.base,
        "rate": step.rate,
        "amount": step.amount,
        "citation": step.citation,
    }
