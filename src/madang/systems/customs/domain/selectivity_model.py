"""The score beside the rules: logistic regression over features of a declaration, trained on what inspections found.

A score is explained feature by feature: each contribution is weight times (value minus its mean in training), and `base` plus
all contributions is the log odds of a find, exactly what the score is computed from.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from madang.systems.customs.domain.selectivity_facts import Value

LEAST_EXAMPLES = 40
LEAST_FINDS = 5
ROUNDS = 25
RIDGE = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What one feature adds to the log odds, or takes from them."""

    feature: str
    value: float
    adds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Weights and means by feature. `base` is the log odds of an average declaration."""

    version: str
    base: float
    weights: Mapping[str, float]
    means: Mapping[str, float]
    examples: int = 0
    finds: int = 0

    def explain(self, *, features: Mapping[str, float]) -> tuple[Contribution, ...]:
        """Contributions, the largest first. Features that the model does not know add nothing."""
        found = (
            Contribution(
                feature=name, value=features.get(name, 0.0), adds=weight * (features.get(name, 0.0) - self.means[name])
            )
            for name, weight in self.weights.items()
        )
        return tuple(sorted(found, key=lambda one: (-abs(one.adds), one.feature)))

    def score(self, *, contributions: Sequence[Contribution]) -> int:
        """The probability of a find in hundredths."""
        return round(100 * _chance(self.base + math.fsum(one.adds for one in contributions)))


class TooFewOutcomes(ValueError):
    """Not enough inspections, or not enough finds, to learn from."""


def features_of(*, items: Sequence[Mapping[str, Value]]) -> dict[str, float]:
    """Numbers that the model reads: of the whole declaration, the chapters and origins of its goods."""
    first = items[0]
    found: dict[str, float] = {
        "items": math.log1p(_number(first, "items")),
        "importer_new": 1.0 if _number(first, "importer_declarations") < 3 else 0.0,
        "importer_finds": math.log1p(_number(first, "importer_finds")),
        "exporter_finds": math.log1p(_number(first, "exporter_finds")),
        "price": math.log1p(math.fsum(_number(one, "price") for one in items)),
        "cheapest_kg": math.log1p(
            min((_number(one, "price_per_kg") for one in items if "price_per_kg" in one), default=0.0)
        ),
        "preference": 1.0 if any(one.get("preference") for one in items) else 0.0,
        "without_documents": 1.0 if any(not one.get("document") for one in items) else 0.0,
    }
    for one in items:
        for origin in _texts(one, "origin"):
            found[f"origin:{origin}"] = 1.0
        for commodity in _texts(one, "commodity"):
            found[f"chapter:{commodity[:2]}"] = 1.0
    return found


def train(*, version: str, examples: Sequence[tuple[Mapping[str, float], bool]]) -> Model:
    """Ridge-penalised logistic regression by Newton's method, one weight at a time. Raises TooFewOutcomes."""
    finds = sum(1 for _features, found in examples if found)
    if len(examples) < LEAST_EXAMPLES or min(finds, len(examples) - finds) < LEAST_FINDS:
        raise TooFewOutcomes(f"{len(examples)} inspections with {finds} finds.")
    names = sorted({name for features, _found in examples for name in features})
    means = {name: math.fsum(one.get(name, 0.0) for one, _found in examples) / len(examples) for name in names}
    rows = [[one.get(name, 0.0) - means[name] for name in names] for one, _found in examples]
    found = [1.0 if hit else 0.0 for _features, hit in examples]
    base, weights = _fitted(rows, found, len(names))
    return Model(
        version=version,
        base=base,
        weights=dict(zip(names, weights, strict=True)),
        means=means,
        examples=len(examples),
        finds=finds,
    )


def _fitted(rows: list[list[float]], found: list[float], width: int) -> tuple[float, list[float]]:
    """Coordinate-wise Newton steps; the penalty keeps every weight finite."""
    base, weights = math.log(sum(found) / (len(found) - sum(found))), [0.0] * width
    margins = [base] * len(rows)
    for _round in range(ROUNDS):
        base_step = _step(margins, found, None, 0.0, 0.0)
        base += base_step
        margins = [one + base_step for one in margins]
        for place in range(width):
            column = [row[place] for row in rows]
            step = _step(margins, found, column, weights[place], RIDGE)
            weights[place] += step
            margins = [one + step * value for one, value in zip(margins, column, strict=True)]
    return base, weights


def _step(margins: list[float], found: list[float], column: list[float] | None, weight: float, ridge: float) -> float:
    slope, curve = -ridge * weight, ridge + 1e-9
    for place, margin in enumerate(margins):
        chance = _chance(margin)
        value = 1.0 if column is None else column[place]
        slope += (found[place] - chance) * value
        curve += chance * (1 - chance) * value * value
    return max(-2.0, min(2.0, slope / curve))


def _chance(odds: float) -> float:
    return 1 / (1 + math.exp(-odds)) if odds >= 0 else math.exp(odds) / (1 + math.exp(odds))


def _number(facts: Mapping[str, Value], name: str) -> float:
    value = facts.get(name, Decimal(0))
    return float(value) if isinstance(value, Decimal) else 0.0


def _texts(facts: Mapping[str, Value], name: str) -> tuple[str, ...]:
    value = facts.get(name, ())
    return value if isinstance(value, tuple) else ()
