"""Amounts of money as integers of the currency's smallest unit."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from enum import Enum
from typing import Self


class Rounding(Enum):
    """How a fraction of the smallest unit is settled; a law names one, code never assumes one."""

    DOWN = ROUND_DOWN
    UP = ROUND_UP
    HALF_UP = ROUND_HALF_UP
    HALF_EVEN = ROUND_HALF_EVEN


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies met in one sum or comparison."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (won, or hundredths of a lira) of one ISO 4217 currency."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError("Money counts whole minor units; round before you make it.")
        if len(self.currency) != 3 or not self.currency.isupper():
            raise ValueError(f"'{self.currency}' is no ISO 4217 currency code.")

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Nothing, in this currency."""
        return cls(0, currency)

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} cannot be combined without an exchange rate.")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __mul__(self, factor: int) -> "Money":
        if type(factor) is not int:
            raise TypeError("Multiply by a whole number, or use `times` with an explicit rounding.")
        return Money(self.minor * factor, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor <= other.minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def times(self, *, factor: Decimal, rounding: Rounding, unit: int = 1) -> "Money":
        """The product with `factor`, settled to a multiple of `unit` minor units by `rounding`."""
        steps = (Decimal(self.minor) * factor / unit).quantize(Decimal(1), rounding=rounding.value)
        return Money(int(steps) * unit, self.currency)

    def split(self, *, parts: int) -> tuple["Money", ...]:
        """`parts` amounts that sum to this one; the first ones carry the remainder, one minor unit each."""
        if parts < 1:
            raise ValueError("Money is split into one part or more.")
        share, rest = divmod(self.minor, parts)
        return tuple(Money(share + (1 if index < rest else 0), self.currency) for index in range(parts))
