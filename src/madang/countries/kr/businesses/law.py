"""Korean business registration numbers (VAT Act, Enforcement Decree art. 12) and corporate registration numbers.

A registration number has ten digits: the tax office (3), the kind of business (2), a serial number (4), a check digit.
"""

from stdnum.exceptions import ValidationError
from stdnum.kr import brn

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

WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
# Kinds of the fourth and fifth digit: 01 to 79 sole traders, 81 and 86 to 88 the head offices of profit-making corporations.
SOLE_TRADERS = tuple(range(1, 80))
CORPORATIONS = (81, 86, 87, 88)
SERIALS = 9999
CORPORATE_LENGTH = 13
# Seoul Central District Court's registry (1101) and the type of a stock company (11).
SAMPLE_HEAD = "110111"


class NumbersExhausted(ValueError):
    """An office has given every number of this form."""


def check_digit(*, digits: str) -> int:
    """The tenth digit to the first nine: weighted sum plus the tens of the ninth product, to the next multiple of ten."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=False))
    return -(total + WEIGHTS[8] * int(digits[8]) // 10) % 10


def corporate_check_digit(*, digits: str) -> int:
    """The thirteenth digit to the first twelve (Rules on Registration Numbers of Corporations): weights 1 and 2 in turn."""
    return -sum(int(digit) * (1 + place % 2) for place, digit in enumerate(digits[:12])) % 10


@fills(CHECK_NUMBER)
def check_number(*, number: str) -> str:
    """Form by python-stdnum, then the check digit."""
    try:
        digits = brn.validate(number)
    except ValidationError:
        return FORM
    return "" if int(digits[9]) == check_digit(digits=digits) else CHECK


@fills(NEW_NUMBER)
def new_number(*, form: BusinessForm, office_code: str, serial: int) -> str:
    """The office's digits, a kind that still has room, the serial number and the check digit. Raises NumbersExhausted."""
    office = office_code.rpartition("-")[2][-3:]
    kinds = SOLE_TRADERS if form is BusinessForm.SOLE_TRADER else CORPORATIONS
    place, rest = divmod(serial - 1, SERIALS)
    if place >= len(kinds):
        raise NumbersExhausted(f"{office_code} has given all its numbers for {form.value}.")
    nine = f"{office:>03}{kinds[place]:02d}{rest + 1:04d}"
    return nine + str(check_digit(digits=nine))


@fills(WRITE_NUMBER)
def write_number(*, number: str) -> str:
    """`101-01-00016`."""
    return brn.format(number)


@fills(CHECK_CORPORATE_NUMBER)
def check_corporate_number(*, number: str) -> str:
    """Thirteen digits with their check digit."""
    if len(number) != CORPORATE_LENGTH or not (number.isascii() and number.isdigit()):
        return FORM
    return "" if int(number[12]) == corporate_check_digit(digits=number) else CHECK


@fills(SAMPLE_CORPORATE_NUMBER)
def sample_corporate_number(*, serial: int) -> str:
    """A stock company of the court registry of central Seoul."""
    twelve = f"{SAMPLE_HEAD}{serial:06d}"
    return twelve + str(corporate_check_digit(digits=twelve))
