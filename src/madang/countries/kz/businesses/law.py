"""Business identification numbers of Kazakhstan (BIN, БСН): twelve digits, the last of which checks the others."""

from madang.framework.law import fills
from madang.systems.businesses.domain.numbers import CHECK, CHECK_NUMBER, FORM, bare

LENGTH = 12
FIRST = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
NO_DIGIT = 10


@fills(CHECK_NUMBER)
def check_number(*, number: str) -> str:
    """The weighted sum modulo 11; where it is 10, once more with the weights turned; where it is 10 again, no number at all
    (Law on National Registers of Identification Numbers). python-stdnum does not know this number."""
    digits = bare(number=number)
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdigit()):
        return FORM
    for weights in (FIRST, SECOND):
        found = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=False)) % 11
        if found != NO_DIGIT:
            return "" if found == int(digits[-1]) else CHECK
    return CHECK
