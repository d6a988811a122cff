"""Secrets of a deployment: from the environment, from a file that it names, or (demo only) made once and kept."""

import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path


def given(name: str) -> str:
    """The secret `name` from the environment, or from the file that `<name>_FILE` names; empty where there is none."""
    file = os.environ.get(f"{name}_FILE")
    return Path(file).read_text(encoding="utf-8").strip() if file else os.environ.get(name, "")


def kept(file: Path, make: Callable[[], str]) -> str:
    """The secret in `file`; the first caller makes it, readable for its owner alone, and others read the same."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        ours = file.with_name(f"{file.name}.{os.getpid()}")
        with os.fdopen(os.open(ours, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as written:
            written.write(make())
        try:
            # A link, unlike a rename, fails when another process was first.
            os.link(ours, file)
        except FileExistsError:
            pass
        finally:
            ours.unlink()
    return file.read_text(encoding="utf-8")


def new_field_keys() -> str:
    """A key ring for field encryption with one key, as MADANG_FIELD_KEYS has it."""
    return json.dumps({"current": "k1", "keys": {"k1": secrets.token_hex(32)}, "index": secrets.token_hex(32)})
