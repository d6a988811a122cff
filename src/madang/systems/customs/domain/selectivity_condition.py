"""Conditions of risk rules: a small typed language, read and compared, never run as a program.

One test a line, and all lines must hold for the same goods item: a fact, a comparison, values.
    commodity starts 8471 8473
    origin is CN VN
    not preference is RCEP
    price_per_kg below 5
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from madang.framework.values import Fault
from madang.systems.customs.domain.selectivity_facts import FIELDS, Kind, Value

MOST_LINES, MOST_VALUES, LONGEST_VALUE = 20, 100, 60


class Comparison(StrEnum):
    """How a fact is compared with the values."""

    IS = "is"
    STARTS = "starts"
    GIVEN = "given"
    BELOW = "below"
    FROM = "from"


OF_KIND = {
    Kind.CODES: frozenset({Comparison.IS, Comparison.STARTS, Comparison.GIVEN}),
    Kind.NUMBER: frozenset({Comparison.BELOW, Comparison.FROM, Comparison.GIVEN}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """One line. A fact that is not known meets no test, and so meets every negated one."""

    __test__ = False

    fact: str
    comparison: Comparison
    values: tuple[str, ...] = ()
    negated: bool = False

    def holds(self, *, facts: Mapping[str, Value]) -> bool:
        """Whether it holds for one item."""
        return self._met(facts.get(self.fact, ())) is not self.negated

    def _met(self, value: Value) -> bool:
        if isinstance(value, Decimal):
            if self.comparison is Comparison.GIVEN:
                return True
            bound = Decimal(self.values[0])
            return value < bound if self.comparison is Comparison.BELOW else value >= bound
        if self.comparison is Comparison.GIVEN:
            return bool(value)
        if self.comparison is Comparison.STARTS:
            return any(code.startswith(self.values) for code in value)
        return self.comparison is Comparison.IS and any(code in self.values for code in value)


class ConditionFaulty(ValueError):
    """The text is no condition; `faults` says which line and why."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(one.says for one in faults))
        self.faults = faults


def read_condition(*, text: str) -> tuple[Test, ...]:
    """The tests of a condition. Raises ConditionFaulty with every fault."""
    lines = [(number, line.split()) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    faults: list[Fault] = []
    if not lines or len(lines) > MOST_LINES:
        faults.append(Fault("condition", f"A condition has 1 to {MOST_LINES} lines.", "lines"))
        raise ConditionFaulty(tuple(faults))
    found = [_test(number, words, faults) for number, words in lines]
    if faults:
        raise ConditionFaulty(tuple(faults))
    return tuple(one for one in found if one is not None)


def _test(number: int, words: list[str], faults: list[Fault]) -> Test | None:
    place = f"condition, line {number}"
    negated = words[0] == "not"
    words = words[1:] if negated else words
    if len(words) < 2 or words[0] not in FIELDS:
        says = f"Line {number} begins with a fact and a comparison. Facts are: {', '.join(FIELDS)}."
        faults.append(Fault(place, says, "fact"))
        return None
    fact, comparison, values = words[0], words[1], tuple(one.strip(",") for one in words[2:])
    allowed = OF_KIND[FIELDS[fact]]
    if comparison not in {one.value for one in allowed}:
        says = f"{fact} is compared by {', '.join(sorted(allowed))}; line {number} says {comparison[:20]}."
        faults.append(Fault(place, says, "comparison"))
        return None
    if code := _wrong_values(Comparison(comparison), values):
        faults.append(Fault(place, f"Line {number}: {code}", "values"))
        return None
    return Test(fact=fact, comparison=Comparison(comparison), values=values, negated=negated)


def _wrong_values(comparison: Comparison, values: tuple[str, ...]) -> str:
    if comparison is Comparison.GIVEN:
        return "given takes no values." if values else ""
    if not values or len(values) > MOST_VALUES or any(len(one) > LONGEST_VALUE or not one for one in values):
        return f"1 to {MOST_VALUES} values of at most {LONGEST_VALUE} signs follow the comparison."
    if comparison in (Comparison.BELOW, Comparison.FROM):
        plain = values[0].replace(".", "", 1)
        if len(values) != 1 or not plain.isascii() or not plain.isdigit() or len(plain) > 18:
            return "one number follows, such as 5 or 0.25."
    return ""


def condition_holds(*, tests: tuple[Test, ...], items: list[dict[str, Value]]) -> bool:
    """Whether all tests hold for one and the same item."""
    return any(all(test.holds(facts=facts) for test in tests) for facts in items)
