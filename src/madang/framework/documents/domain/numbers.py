"""Document numbers: `MEMBER-XXXX-XXXX-XXXX-XXXX-C`.

The prefix names the member that keeps the document, so that a verifier asks the right one. The sixteen symbols carry 80
random bits: nobody finds a document by guessing. The last symbol checks the others, prefix included.
"""

import re

from madang.framework.values import identifiers

_BODY = 16
_PREFIX = re.compile(r"[A-Z0-9]{1,12}\Z")


class NoDocumentNumber(ValueError):
    """The text is not a document number: a symbol is missing, or the check symbol does not fit."""


def prefix_of(*, member: str) -> str:
    """How `member` stands at the head of its numbers: upper case, letters and digits only."""
    prefix = "".join(symbol for symbol in member.upper() if symbol.isascii() and symbol.isalnum())[:12]
    if not _PREFIX.match(prefix):
        raise ValueError(f"'{member}' has no letter or digit to head a document number.")
    return prefix


def new_number(*, member: str) -> str:
    """A fresh number of `member`."""
    return _written(prefix_of(member=member), identifiers.random_symbols(count=_BODY))


def parse_number(*, text: str) -> str:
    """The number as the register writes it, from what a person typed; NoDocumentNumber if it cannot be one.

    Spaces, hyphens and case do not matter, and O, I, L are read as the digits they look like, in the prefix as well:
    compare two numbers by `key_of`.
    """
    symbols = "".join(symbol for symbol in text.upper() if symbol not in " -\t\r\n\u2010\u2011\u2012\u2013\u2014")
    prefix, rest = symbols[: -_BODY - 1], identifiers.normalise(text=symbols[-_BODY - 1 :])
    if not _PREFIX.match(prefix) or any(symbol not in identifiers.ALPHABET for symbol in rest):
        raise NoDocumentNumber("A document number is the member's prefix, sixteen symbols and a check symbol.")
    number = _written(prefix, rest[:_BODY])
    if not number.endswith(rest[_BODY]):
        raise NoDocumentNumber("The check symbol does not fit the number.")
    return number


def key_of(*, number: str) -> str:
    """What two writings of one number have in common; documents are found by it."""
    return identifiers.normalise(text=number)


def _written(prefix: str, body: str) -> str:
    groups = [body[index : index + 4] for index in range(0, _BODY, 4)]
    # A prefix may hold U, which the alphabet leaves out; the check reads it as V.
    covered = identifiers.normalise(text=prefix).replace("U", "V") + body
    return "-".join([prefix, *groups, identifiers.check_symbol(text=covered)])
