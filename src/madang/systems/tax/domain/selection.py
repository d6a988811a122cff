"""Whom to audit: those whom the rules name, and some by chance, drawn so that anybody concerned can compute it again.

The seed is bound by its hash before the draw; the second officer adds words after that. Each trader's rank is
HMAC-SHA-256 by both over its number, and the lowest are drawn. With seed, words and the last rank published, every trader
computes its own rank, and learns nothing of the others.
"""

import hashlib
import hmac
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from madang.systems.tax.domain.risk_words import PickReason

LABEL = "madang audit selection 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """By what is chosen: scores from `least_score` on, the highest `most` of them, and `chance` of the others by the draw."""

    least_score: int
    most: int
    chance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """One who is audited. `rank` only where chance chose."""

    subject: str
    reason: PickReason
    score: int = 0
    rank: str = ""


def commitment(*, seed: str, number: str) -> str:
    """What binds to a seed of 32 random bytes (hex) before the draw."""
    return hashlib.sha256("\n".join((LABEL, seed, number)).encode()).hexdigest()


def digest(*, population: Collection[str]) -> str:
    """The hash of everybody who may be drawn, one a line in order."""
    return hashlib.sha256("\n".join(sorted(population)).encode()).hexdigest()


def rank(*, seed: str, words: str, subject: str) -> str:
    """A trader's place in the draw."""
    text = "\n".join((LABEL, words, subject))
    return hmac.digest(bytes.fromhex(seed), text.encode(), "sha256").hex()


def select(
    *, scores: Mapping[str, int], population: Collection[str], rules: Rules, seed: str, words: str
) -> list[Pick]:
    """By rule first, the highest score first and among equal ones the lower rank; then by chance of all others."""
    ranks = {one: rank(seed=seed, words=words, subject=one) for one in {*population, *scores}}
    risky = sorted(
        (one for one in scores if scores[one] >= rules.least_score), key=lambda one: (-scores[one], ranks[one])
    )
    by_rule = [Pick(subject=one, reason=PickReason.RULE, score=scores[one]) for one in risky[: rules.most]]
    rest: Sequence[str] = sorted(set(population) - {one.subject for one in by_rule}, key=lambda one: ranks[one])
    by_chance = [
        Pick(subject=one, reason=PickReason.CHANCE, score=scores.get(one, 0), rank=ranks[one])
        for one in rest[: rules.chance]
    ]
    return by_rule + by_chance
