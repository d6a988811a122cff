"""Export the journal for a foreign accounting program."""

from collections.abc import Iterator
from datetime import date

from django.db import connection

from madang.systems.treasury.formats import hledger

_ROWS = """
SELECT entry.id, entry.booked_on, entry.book, entry.kind, entry.reference, line.account_id, line.minor, line.currency
FROM money_entry entry JOIN money_line line ON line.entry_id = entry.id
WHERE entry.booked_on BETWEEN %s AND %s ORDER BY entry.booked_on, entry.id, line.id
"""
_BALANCES = """
SELECT entry.book || ':' || replace(line.account_id, '.', ':'), line.currency, sum(line.minor)::bigint
FROM money_entry entry JOIN money_line line ON line.entry_id = entry.id
WHERE entry.booked_on BETWEEN %s AND %s GROUP BY 1, 2 HAVING sum(line.minor) <> 0 ORDER BY 1, 2
"""
_MANY = 5000


def journal(*, since: date, until: date) -> Iterator[str]:
    """The entries of the days as hledger's text."""
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [since, until])
        rows = iter(lambda: cursor.fetchmany(_MANY), [])
        yield from hledger.lines(rows=(row for part in rows for row in part))


def balances(*, since: date, until: date) -> list[tuple[str, str, int]]:
    """(account, currency, debits less credits) of the days, by account."""
    with connection.cursor() as cursor:
        cursor.execute(_BALANCES, [since, until])
        return [(account, currency, minor) for account, currency, minor in cursor.fetchall()]
