"""A score that can be read: rules are data with an author and a reason, and a score is the sum of those that held."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from madang.systems.tax.domain.risk_words import FindingKind

MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRule:
    """So many points where findings of a kind have at least so many lines and so much tax. Words by language."""

    code: str
    kind: FindingKind
    points: int
    least_lines: int
    least_tax: int
    author: str
    reason: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindWords:
    """What a kind is called, what the trader is told of it, and whether it is told at all."""

    title: Mapping[str, str]
    advice: Mapping[str, str]
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """The rules of a country and the limits of its screens."""

    rules: tuple[RiskRule, ...]
    words: Mapping[FindingKind, KindWords]
    limits: Mapping[str, int]


def read_rules(*, data: Mapping[str, Any]) -> RuleBook:
    """From the pack's `tax/risk_rules.yaml`. Raises KeyError, ValueError where it is not as it should be."""
    rules = tuple(
        RiskRule(
            code=row["code"],
            kind=FindingKind(row["kind"]),
            points=int(row["points"]),
            least_lines=int(row.get("least_lines", 1)),
            least_tax=int(row.get("least_tax", 0)),
            author=row["author"],
            reason=row["reason"],
        )
        for row in data["rules"]
    )
    words = {
        FindingKind(kind): KindWords(title=row["title"], advice=row.get("advice", {}), shown=bool(row["shown"]))
        for kind, row in data["kinds"].items()
    }
    if len({rule.code for rule in rules}) != len(rules) or set(words) != set(FindingKind):
        raise ValueError("Each rule has a code of its own, and each kind its words.")
    return RuleBook(rules=rules, words=words, limits=data["limits"])


def held(*, rules: Iterable[RiskRule], kind: FindingKind, lines: int, tax: int) -> list[RiskRule]:
    """The rules that hold for what was found."""
    return [rule for rule in rules if rule.kind is kind and lines >= rule.least_lines and abs(tax) >= rule.least_tax]


def score(*, rules: Sequence[RiskRule]) -> int:
    """The sum of the points, a hundred at most."""
    return min(MOST, sum(rule.points for rule in rules))
