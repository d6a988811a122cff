"""What the last start left prepared, so that the next one need not look again: most of a start is looking."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from madang.framework.ops.cluster import Cluster
from madang.site.cli.runtime import Choice
from madang.site.setup.checkout import Checkout

Greeting = dict[str, Any]


def recall(*, checkout: Checkout, choice: Choice, cluster: Cluster) -> Greeting | None:
    """What to greet with, when nothing changed since tables, demo and files were prepared; else None."""
    try:
        noted = json.loads(_file(checkout).read_text(encoding="utf-8"))
        known = bool(noted["fingerprint"] == _fingerprint(checkout, choice, cluster))
    except (OSError, ValueError, KeyError):
        return None
    return dict(noted["greeting"]) if known else None


def note(*, checkout: Checkout, choice: Choice, cluster: Cluster, greeting: Greeting) -> None:
    """Keeps that everything is prepared for the source as it is now."""
    kept = {"fingerprint": _fingerprint(checkout, choice, cluster), "greeting": greeting}
    _file(checkout).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def forget(*, checkout: Checkout) -> None:
    """Whoever changes the database by hand makes the next start look again."""
    _file(checkout).unlink(missing_ok=True)


def _file(checkout: Checkout) -> Path:
    return checkout.var / "prepared.json"


def _fingerprint(checkout: Checkout, choice: Choice, cluster: Cluster) -> str:
    """Of the source, the assets, the choice and the server; by size and time of change, which is quick."""
    whole = hashlib.sha256(f"{choice}{os.environ.get('MADANG_SYSTEMS', '')}".encode())
    marks = (
        cluster.data / "PG_VERSION",
        checkout.root / "node_modules" / ".madang-stamp",
        checkout.var / "static-stamp",
    )
    for file in (*marks, *_source(checkout.root / "src")):
        known = file.stat()
        whole.update(f"{file}:{known.st_size}:{known.st_mtime_ns}\n".encode())
    return whole.hexdigest()


def _source(folder: Path) -> list[Path]:
    found: list[str] = []
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        found += [f"{place}/{name}" for name in files]
    return [Path(name) for name in sorted(found)]
