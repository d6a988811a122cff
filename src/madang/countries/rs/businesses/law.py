"""Tax identification numbers of Serbia (ПИБ): nine digits, the last of which checks the others."""

from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.rs import pib

from madang.framework.law import fills
from madang.systems.businesses.domain.numbers import CHECK, CHECK_NUMBER, FORM


@fills(CHECK_NUMBER)
def check_number(*, number: str) -> str:
    """Form and check digit (ISO 7064, mod 11,10) by python-stdnum."""
    try:
        pib.validate(number)
    except InvalidChecksum:
        return CHECK
    except ValidationError:
        return FORM
    return ""
