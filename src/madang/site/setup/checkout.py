"""Where things lie in a checkout, and how the launcher speaks."""

import fcntl
import hashlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


class SetupFault(Exception):
    """Why set-up cannot go on, in one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """One clone of the repository. `var` holds everything that running it makes."""

    root: Path
    var: Path

    @property
    def venv(self) -> Path:
        """The virtual environment that the launcher makes and owns."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The environment's own interpreter."""
        return self.venv / "bin" / "python"


def here() -> Checkout:
    """The checkout that this file lies in; MADANG_VAR moves its `var` elsewhere."""
    root = Path(__file__).resolve().parents[4]
    return Checkout(root=root, var=Path(os.environ.get("MADANG_VAR", root / "var")))


def digest(*files: Path) -> str:
    """One hash over the contents of `files`; a missing file counts as empty."""
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.read_bytes() if file.exists() else b"")
        whole.update(b"\0")
    return whole.hexdigest()


def say(sentence: str) -> None:
    """A line of progress, on standard error so that a command's output stays clean."""
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201


@contextmanager
def step(sentence: str) -> Iterator[None]:
    """Says what begins and, when it is over, how long it took."""
    say(f"  {sentence} …")
    began = time.monotonic()
    yield
    say(f"  {sentence}: {time.monotonic() - began:.1f} s")


@contextmanager
def only_one(file: Path, waiting: str) -> Iterator[None]:
    """Holds the lock `file`, which the system frees when its holder dies; says `waiting` when another holds it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(waiting)
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
