"""Hanbit's trade numbers and company numbers (Trade Act of Hanbit, fictional)."""

from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_97_10

from madang.contracts.businesses_v1 import BusinessForm
from madang.framework.law import fills
from madang.systems.businesses.domain.numbers import (
    CHECK,
    CHECK_CORPORATE_NUMBER,
    CHECK_NUMBER,
    FORM,
    NEW_NUMBER,
    SAMPLE_CORPORATE_NUMBER,
    WRITE_NUMBER,
)

TRADE_LENGTH = 10
COMPANY_LENGTH = 8


@fills(CHECK_NUMBER)
def check_number(*, number: str) -> str:
    """A letter for the form, seven digits, two check digits by ISO 7064 MOD 97-10 (s. 7)."""
    if len(number) != TRADE_LENGTH or number[0] not in "TC" or not (number.isascii() and number[1:].isdigit()):
        return FORM
    try:
        mod_97_10.validate(number)
    except ValidationError:
        return CHECK
    return ""


@fills(NEW_NUMBER)
def new_number(*, form: BusinessForm, office_code: str, serial: int) -> str:
    """One sequence for the whole country: the Chamber of Trade is the only office."""
    head = f"{'T' if form is BusinessForm.SOLE_TRADER else 'C'}{serial:07d}"
    return head + mod_97_10.calc_check_digits(head)


@fills(WRITE_NUMBER)
def write_number(*, number: str) -> str:
    """`T 0000001 19`."""
    return f"{number[0]} {number[1:8]} {number[8:]}"


@fills(CHECK_CORPORATE_NUMBER)
def check_corporate_number(*, number: str) -> str:
    """Eight digits, the last one by Luhn (s. 9)."""
    if len(number) != COMPANY_LENGTH or not (number.isascii() and number.isdigit()):
        return FORM
    return "" if luhn.is_valid(number) else CHECK


@fills(SAMPLE_CORPORATE_NUMBER)
def sample_corporate_number(*, serial: int) -> str:
    """A company of the Chamber of Trade."""
    seven = f"{serial:07d}"
    return seven + luhn.calc_check_digit(seven)
