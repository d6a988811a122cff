"""The journal as hledger reads it: whole minor units, so that no decimal is lost on the way."""

from collections.abc import Iterable, Iterator
from datetime import date

Row = tuple[int, date, str, str, str, str, int, str]


def lines(*, rows: Iterable[Row]) -> Iterator[str]:
    """Text of the rows (entry, day, book, kind, reference, account, minor, currency), sorted by entry."""
    current = 0
    for entry, day, book, kind, reference, account, minor, currency in rows:
        if entry != current:
            yield f"\n{day.isoformat()} {book} {kind} {reference.replace(';', ',')}\n"
            current = entry
        yield f"    {book}:{account.replace('.', ':')}  {minor} {currency}\n"
