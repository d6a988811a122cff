"""Ten million returns in one batch beside openfisca-core on the same schedule, in the same run; `MADANG_BENCH_RETURNS` makes it
smaller.

Ours and theirs take turns, three times each in processes of their own, and the best of each counts: the first to touch memory
that the machine itself never had pays for it, whoever it is.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PEER = HERE.parent / ".venv-bench" / "bin" / "python"
RETURNS = int(os.environ.get("MADANG_BENCH_RETURNS", "10000000"))
GOAL, TURNS = 20.0, 3


def figures() -> list[dict[str, object]]:
    """Returns per CPU second, memory, and who is exact."""
    with tempfile.TemporaryDirectory() as folder:
        rows, ours, law, peer = (f"{folder}/{name}.parquet" for name in ("rows", "ours", "law", "peer"))
        _ours("make", rows, str(RETURNS))
        turns = [
            (_ours("calculate", rows), _ours("hand_on", rows), _run(PEER, "_tax_batch_peer.py", rows, peer))
            for _turn in range(TURNS)
        ]
        alone, parts, they = (min(of, key=lambda one: float(one["cpu"])) for of in zip(*turns, strict=True))
        file = _ours("assess", rows, ours)
        whole = _ours("law", rows, law)
        off, sample = _ours("compare", ours, peer), _ours("exact", rows, ours)
    ratio, handed = they["cpu"] / alone["cpu"], they["cpu"] / parts["cpu"]
    return [
        _row(
            f"{RETURNS:,} returns on one schedule, per CPU second, every column kept in memory (load {os.getloadavg()[0]:.0f}; "
            f"{alone['seconds']:.1f} s; peer: openfisca-core {they['seconds']:.1f} s)",
            *(round(RETURNS / one["cpu"]) for one in (alone, they)),
            round(ratio, 1),
            f"≥ {GOAL:g}",
            ratio >= GOAL,
        ),
        _told("the same: most memory, GB", alone["gigabytes"], they["gigabytes"]),
        _row(
            f"the same, ours as the command does it: each part made, summed and not kept ({parts['seconds']:.1f} s)",
            *(round(RETURNS / one["cpu"]) for one in (parts, they)),
            round(handed, 1),
            "told",
            True,
        ),
        _row(
            f"the same: returns with a wrong tax; ours: of {sample['rows']:,} assessed again alone (the peer is off by up to "
            f"{off['most']:,} won, {off['together']:,} won in all)",
            sample["wrong"],
            off["wrong"],
            None,
            "0",
            sample["wrong"] == 0,
        ),
        _told(f"the same with reading, checking and writing Parquet ({file['seconds']:.1f} s)", _rate(file), None),
        _told("the same: most memory, GB", file["gigabytes"], None),
        _told(f"the whole income tax of the country, from file to file ({whole['seconds']:.1f} s)", _rate(whole), None),
        _told("the same: most memory, GB", whole["gigabytes"], None),
    ]


def _rate(told: dict[str, Any]) -> int:
    return round(RETURNS / told["cpu"])


def _told(figure: str, ours: object, peer: object) -> dict[str, object]:
    return _row(figure, ours, peer, None, "told", True)


def _row(figure: str, ours: object, peer: object, ratio: object, goal: str, met: bool) -> dict[str, object]:
    return {"figure": figure, "ours": ours, "peer": peer, "limit": None, "ratio": ratio, "goal": goal, "met": met}


def _ours(*arguments: str) -> dict[str, Any]:
    return _run(Path(sys.executable), "_tax_batch_work.py", *arguments)


def _run(python: Path, program: str, *arguments: str) -> dict[str, Any]:
    """In a process of its own, so that its memory and CPU time are its own."""
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent / "src")}
    said = subprocess.run(
        [str(python), str(HERE / program), *arguments], capture_output=True, text=True, check=True, env=environment
    )
    told: dict[str, Any] = json.loads(said.stdout)
    return told
