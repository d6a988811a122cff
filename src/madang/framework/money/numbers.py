"""Numbers of charges and receipts."""

from django.conf import settings
from django.db import connection

from madang.framework.values import identifiers

_SYMBOLS = 10


def charge_number() -> str:
    """`<member>-F<symbols><check>`: unguessable, so that a number in a link tells nothing of others."""
    body = "F" + identifiers.random_symbols(count=_SYMBOLS)
    return f"{settings.MADANG_MEMBER}-{body}{identifiers.check_symbol(text=body)}"


def receipt_number(*, year: int) -> str:
    """`<member>-R<year>-<serial><check>`, in the order of issue."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('money_receipt_serial')")
        (serial,) = cursor.fetchone()
    body = f"{year}{serial:08d}"
    return f"{settings.MADANG_MEMBER}-R{year}-{serial:08d}{identifiers.check_symbol(text='R' + body)}"
