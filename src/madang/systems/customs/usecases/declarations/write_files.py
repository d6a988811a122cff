"""What the tour leaves of this room."""

from collections.abc import Iterator
from pathlib import Path


def write_declarations_files(*, out: Path) -> Iterator[str]:
    """Nothing yet."""
    yield from ()
