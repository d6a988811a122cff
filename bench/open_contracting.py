"""Open contracting: does libcoveocds find an error in a full year of the data in use, and how fast are records merged beside
ocdsmerge, on the same releases?

The schema is the published one of OCDS 1.1.5 with the extensions for lots and bids (`_open_contracting_schema.py`);
libcoveocds is AGPL and runs as a process of its own.
"""

import json
import subprocess
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from _open_contracting_schema import FIELDS, extension_zip, standard_zip

HERE = Path(__file__).resolve().parent
PEER = HERE.parent / ".venv-bench" / "bin" / "python"
OUT = HERE.parent / "out" / "bench" / "open_contracting"
GOAL = 5.0
ROUNDS = 5


def figures() -> list[dict[str, object]]:
    """The findings of libcoveocds, and records merged per CPU second."""
    OUT.mkdir(parents=True, exist_ok=True)
    extensions = [extension_zip(name=name, folder=OUT) for name in FIELDS]
    schemas, year = [standard_zip(folder=OUT), *extensions], _write_year()
    found = [_findings(schemas, name, year) for name in ("releases", "records")]
    ours, made = _merged()
    peer = _peer("merge", str(OUT / "release-schema.json"), str(OUT / "releases.json"))
    if made != peer["made"]:
        raise RuntimeError("Our records are not those of ocdsmerge.")
    theirs = peer["records"] / peer["seconds"]
    rate: dict[str, object] = {
        "figure": f"records compiled and versioned per CPU second, {peer['records']} of {year} (peer: ocdsmerge, same result)",
        "ours": round(ours),
        "peer": round(theirs),
        "limit": None,
        "ratio": round(ours / theirs, 1),
        "goal": f"≥ {GOAL:g}",
        "met": ours / theirs >= GOAL,
    }
    return [*found, rate]


def _write_year() -> int:
    from madang.systems.procurement.usecases.disclosure import package

    years = package.years()
    if not years:
        raise RuntimeError("Nothing is released in this database: `./madang up` loads a year.")
    year = max(years, key=lambda one: package.released(year=one).count())
    releases = package.release_package(path=f"/procurement/open/{year}/releases.json", rows=package.released(year=year))
    (OUT / "releases.json").write_text("".join(releases))
    records = package.record_package(path=f"/procurement/open/{year}/records.json", year=year)
    (OUT / "records.json").write_text("".join(records))
    return year


def _findings(schemas: list[Path], name: str, year: int) -> dict[str, object]:
    said = _peer("validate", str(OUT / f"{name}.json"), *map(str, schemas))
    (OUT / f"{name}-findings.json").write_text(json.dumps(said, indent=2))
    count = sum(len(found) for found in said.values() if found)
    return {
        "figure": f"findings of libcoveocds in the {name} of {year}: errors, unknown fields and codes, empty fields",
        "ours": count,
        "peer": None,
        "limit": None,
        "ratio": None,
        "goal": "0",
        "met": count == 0,
    }


def _merged() -> tuple[float, Any]:
    """Records a CPU second, the best of some rounds, and what they are."""
    from madang.systems.procurement.formats import ocds_merge

    by_ocid: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in json.loads((OUT / "releases.json").read_text())["releases"]:
        by_ocid[one["ocid"]].append(one)
    spent = []
    for _again in range(ROUNDS):
        copies = json.loads(json.dumps(list(by_ocid.values())))
        began = time.process_time()
        made = [(ocds_merge.compiled(each), ocds_merge.versioned(each)) for each in copies]
        spent.append(time.process_time() - began)
    return len(by_ocid) / min(spent), json.loads(json.dumps(made))


def _peer(*arguments: str) -> dict[str, Any]:
    command = [str(PEER), str(HERE / "_open_contracting_peer.py"), *arguments]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(said.stdout)
    return found
