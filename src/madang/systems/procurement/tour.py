"""The journey of a tender without a browser, room by room."""

from collections.abc import Iterator
from pathlib import Path

from madang.systems.procurement.usecases.award.write_award_files import write_award_files


def tour(*, out: Path) -> Iterator[str]:
    """Each step yields a line; what was made stays in `out`."""
    yield from write_award_files(out=out)
