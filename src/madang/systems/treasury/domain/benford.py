"""First digits beside Benford's law (F. Benford, 1938): log10(1 + 1/d). Pearson's chi-squared over nine digits."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import log10

EXPECTED = {digit: log10(1 + 1 / digit) for digit in range(1, 10)}
# Chi-squared with eight degrees of freedom at five in a hundred (any table of the distribution).
CRITICAL = 15.507
# Below this the ninth digit is expected fewer than five times, and the statistic says nothing (Cochran's rule).
FEWEST = 110


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Counts of first digits, how many there should be, and the statistic."""

    count: int
    observed: dict[int, int]
    expected: dict[int, float]
    statistic: float

    @property
    def enough(self) -> bool:
        """Whether the statistic says anything."""
        return self.count >= FEWEST

    @property
    def unlike(self) -> bool:
        """Whether the amounts are unlike Benford's law at five in a hundred."""
        return self.enough and self.statistic > CRITICAL


def judge(*, amounts: Iterable[int]) -> Judged:
    """First digits of the amounts that are not nothing."""
    counted = Counter(int(str(abs(amount))[0]) for amount in amounts if amount)
    count = sum(counted.values())
    observed = {digit: counted.get(digit, 0) for digit in EXPECTED}
    expected = {digit: part * count for digit, part in EXPECTED.items()}
    statistic = sum((observed[digit] - expected[digit]) ** 2 / expected[digit] for digit in EXPECTED) if count else 0.0
    return Judged(count=count, observed=observed, expected=expected, statistic=statistic)
