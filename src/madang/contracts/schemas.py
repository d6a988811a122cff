"""The contracts' JSON Schemas, committed under `schemas/` so that a change of a contract is seen and judged.

`python -m madang.contracts.schemas` writes them anew after an addition; a removal is refused: it needs a new version.
"""

import json
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import msgspec

from madang.contracts.message import Event, Query

FOLDER = Path(__file__).parent / "schemas"


def contract_modules() -> tuple[str, ...]:
    """The versioned contracts: `population_v1`, …"""
    here = str(Path(__file__).parent)
    return tuple(sorted(module.name for module in iter_modules([here]) if "_v" in module.name))


def schema_of(module: str) -> dict[str, Any]:
    """The schemas of every question, reply and event of one contract."""
    loaded = import_module(f"madang.contracts.{module}")
    messages = [
        kind
        for kind in vars(loaded).values()
        if isinstance(kind, type) and issubclass(kind, Query | Event) and kind.__module__ == loaded.__name__
    ]
    replies = [kind.reply_type() for kind in messages if issubclass(kind, Query)]
    schemas, components = msgspec.json.schema_components([*messages, *replies], ref_template="#/$defs/{name}")
    named = {kind.__name__: schema for kind, schema in zip([*messages, *replies], schemas, strict=True)}
    return {"contract": module, "messages": dict(sorted(named.items())), "$defs": dict(sorted(components.items()))}


def written(module: str) -> str:
    """The snapshot's text."""
    return json.dumps(schema_of(module), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def removed(*, before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What a contract had and has no more, and what it newly demands: each breaks a neighbour."""
    faults: list[str] = []
    for name, schema in before["$defs"].items():
        now = after["$defs"].get(name)
        if now is None:
            faults.append(f"{name} is gone")
            continue
        gone = set(schema.get("properties", {})) - set(now.get("properties", {}))
        gone_values = set(map(str, schema.get("enum", ()))) - set(map(str, now.get("enum", ())))
        demanded = set(now.get("required", ())) - set(schema.get("required", ()))
        faults.extend(f"{name}.{field} is gone" for field in sorted(gone | gone_values))
        faults.extend(f"{name}.{field} is newly required" for field in sorted(demanded))
    return faults


def main() -> int:
    """Write every snapshot. Returns 1 and writes nothing where a contract lost something."""
    FOLDER.mkdir(exist_ok=True)
    for module in contract_modules():
        path = FOLDER / f"{module}.json"
        faults = removed(before=json.loads(path.read_text()), after=schema_of(module)) if path.exists() else []
        if faults:
            sys.stderr.write(f"{module}: {'; '.join(faults)}. Write a new version beside it instead.\n")
            return 1
    for module in contract_modules():
        (FOLDER / f"{module}.json").write_text(written(module))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
