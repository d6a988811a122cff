"""Customs without a browser: what each room makes of the demonstration's data stays in `out`."""

from collections.abc import Iterator
from pathlib import Path

from madang.systems.customs.usecases.messages.write_files import write_message_files
from madang.systems.customs.usecases.tariff.write_files import write_tariff_files


def tour(*, out: Path) -> Iterator[str]:
    """Each step yields a line; what was made stays in `out`."""
    yield from write_message_files(out=out)
    yield from write_tariff_files(out=out)
