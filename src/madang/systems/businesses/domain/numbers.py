"""Numbers of businesses: what a country must say of them, in `countries/<code>/businesses/law.py`.

Numbers are kept as bare symbols. A check answers with the code of the first thing wrong, empty when the number agrees.
"""

from typing import Protocol

from madang.contracts.businesses_v1 import BusinessForm
from madang.framework.law.slots import Slot, slot

FORM = "businesses.number.form"
CHECK = "businesses.number.check"


class CheckNumber(Protocol):
    """Whether this can be a business's registration number."""

    def __call__(self, *, number: str) -> str:
        """The code of the first fault; empty when it agrees."""


class NewNumber(Protocol):
    """The number of a business that `office_code` registers; `serial` counts its businesses of this form from 1."""

    def __call__(self, *, form: BusinessForm, office_code: str, serial: int) -> str:
        """The bare symbols."""


class WriteNumber(Protocol):
    """The number as people write it."""

    def __call__(self, *, number: str) -> str:
        """With its separators."""


class CheckCorporateNumber(Protocol):
    """Whether this can be a corporation's number in the register of corporations."""

    def __call__(self, *, number: str) -> str:
        """The code of the first fault; empty when it agrees."""


class SampleCorporateNumber(Protocol):
    """A well-formed corporation's number for generated demonstrations; the court's registry gives real ones."""

    def __call__(self, *, serial: int) -> str:
        """The bare symbols."""


CHECK_NUMBER: Slot[CheckNumber] = slot("businesses.check_number", CheckNumber)
NEW_NUMBER: Slot[NewNumber] = slot("businesses.new_number", NewNumber)
WRITE_NUMBER: Slot[WriteNumber] = slot("businesses.write_number", WriteNumber)
CHECK_CORPORATE_NUMBER: Slot[CheckCorporateNumber] = slot("businesses.check_corporate_number", CheckCorporateNumber)
SAMPLE_CORPORATE_NUMBER: Slot[SampleCorporateNumber] = slot("businesses.sample_corporate_number", SampleCorporateNumber)


def bare(*, number: str) -> str:
    """What a person typed, without separators and spaces, in upper case."""
    return "".join(symbol for symbol in number.upper() if symbol.isalnum())
