"""Elections without a browser: what each room makes of the demonstration's data stays in `out`."""

from collections.abc import Iterator
from pathlib import Path

from madang.systems.elections.usecases.counting.write_files import write_counting_files


def tour(*, out: Path) -> Iterator[str]:
    """Each step yields a line; what was made stays in `out`."""
    yield from write_counting_files(out=out)
