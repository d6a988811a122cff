"""Which declarations are looked at: rules, a keyed random sample, a learned score; the lane and, for officials, why.

Standards: revised Kyoto Convention, general annex, standards 6.3 and 6.4 (control by risk management), WTO Trade Facilitation
Agreement art. 7.4 (selectivity criteria, no disguised restriction), Customs Act (Korea) art. 246 (inspection of goods).
Traders never see the reasons beforehand.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.domain.selectivity_condition import Test, condition_holds
from madang.systems.customs.domain.selectivity_facts import History, Value, facts_of
from madang.systems.customs.domain.selectivity_model import Contribution, Model, features_of
from madang.systems.customs.domain.words import Lane

LABEL = "madang customs sample 1"
STRICTNESS = (Lane.GREEN, Lane.BLUE, Lane.YELLOW, Lane.RED)


class Why(StrEnum):
    """What chose a declaration."""

    RULE = "rule"
    SAMPLE = "sample"
    SCORE = "score"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An approved rule: what it asks, which lane it demands, when it holds."""

    code: str
    tests: tuple[Test, ...]
    lane: Lane
    valid_from: date
    valid_until: date | None = None

    def holds_on(self, *, day: date) -> bool:
        """Whether it is in force; the last day is excluded."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How many are drawn by chance, in thousandths, and from which scores on documents or goods are looked at."""

    sample_per_mille: int = 10
    yellow_from: int = 40
    red_from: int = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason: a rule's code, the sample, or the score; with the lane it demands."""

    why: Why
    lane: Lane
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The lane; every reason; the score in hundredths with what each feature contributed."""

    lane: Lane
    reasons: tuple[Reason, ...] = ()
    score: int | None = None
    contributions: tuple[Contribution, ...] = ()


def drawn(*, key: bytes, number: str, per_mille: int) -> bool:
    """Whether chance chose this declaration: HMAC-SHA-256 by the day's key over the number that customs gave it.

    Without the key nobody can foresee the draw; whoever holds the key computes it again.
    """
    digest = hmac.digest(key, "\n".join((LABEL, number)).encode(), hashlib.sha256)
    return int.from_bytes(digest[:8], "big") * 1000 < per_mille << 64


def select(
    *,
    declaration: Declaration,
    history: History,
    rules: Iterable[Rule],
    key: bytes,
    model: Model | None,
    on: date,
    policy: Policy | None = None,
    digits: Mapping[str, int] | None = None,
) -> Selection:
    """The lane of a declaration that has its number. The strictest reason decides."""
    limits = policy or Policy()
    items = facts_of(declaration=declaration, history=history, digits=digits)
    reasons = [
        Reason(why=Why.RULE, lane=rule.lane, code=rule.code)
        for rule in rules
        if rule.holds_on(day=on) and condition_holds(tests=rule.tests, items=items)
    ]
    if drawn(key=key, number=declaration.number, per_mille=limits.sample_per_mille):
        reasons.append(Reason(why=Why.SAMPLE, lane=Lane.RED))
    score, contributions = _scored(items, model)
    if by_score := _by_score(score, history, limits):
        reasons.append(by_score)
    lane = max((one.lane for one in reasons), key=STRICTNESS.index, default=Lane.GREEN)
    return Selection(lane=lane, reasons=tuple(reasons), score=score, contributions=contributions)


def _scored(items: list[dict[str, Value]], model: Model | None) -> tuple[int | None, tuple[Contribution, ...]]:
    if model is None:
        return None, ()
    contributions = model.explain(features=features_of(items=items))
    return model.score(contributions=contributions), contributions


def _by_score(score: int | None, history: History, limits: Policy) -> Reason | None:
    """Authorised operators whose documents only the score would ask for are released, and checked afterwards."""
    if score is None or score < limits.yellow_from:
        return None
    if score >= limits.red_from:
        return Reason(why=Why.SCORE, lane=Lane.RED)
    return Reason(why=Why.SCORE, lane=Lane.BLUE if history.trusted else Lane.YELLOW)
