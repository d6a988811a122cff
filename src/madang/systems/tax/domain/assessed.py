"""What a tax law makes of facts: named steps that a page can show and a batch can keep as columns."""

from dataclasses import dataclass
from typing import Generic

from madang.systems.tax.domain.arithmetic import W


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Generic[W]):
    """One figure on the way. The pack's `tax/steps.yaml` has its words by `code`; `cite` is the article it comes from."""

    code: str
    amount: W
    cite: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed(Generic[W]):
    """All steps in the order of the law. `tax` is what is owed for the period, `prepaid` what was withheld or prepaid of it,
    `payable` the difference (less than nothing: to be refunded).
    """

    steps: tuple[Step[W], ...]
    tax: W
    prepaid: W
    payable: W
