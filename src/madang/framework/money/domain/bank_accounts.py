"""How accounts are written."""

from stdnum import iban

LONGEST = 34


def account_written(*, account: str) -> bool:
    """Whether it is written as an account is: an IBAN whose check digits hold (ISO 13616), or digits with hyphens. The bank
    that pays says whether it knows it."""
    if account[:2].isalpha():
        return bool(iban.is_valid(account))
    digits = account.replace("-", "")
    return digits.isascii() and digits.isdigit() and len(account) <= LONGEST
