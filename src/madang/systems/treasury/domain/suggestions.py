"""What an unexplained bank entry may be: candidates of the same amount, the likeliest first, each with its reasons."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rapidfuzz.fuzz import partial_ratio, token_sort_ratio

AMOUNT, EXACT, SIMILAR, PARTY, DAYS = "amount", "reference", "similar_reference", "payee", "days"
WEIGHTS = {AMOUNT: 40, EXACT: 40, SIMILAR: 20, PARTY: 15, DAYS: 5}
# A slip or two in a number of ten symbols still reads as 80 of 100.
SIMILAR_FROM, PARTY_FROM = 80, 85
NEAR_DAYS = 7
# Shorter references stand in any text by chance.
SHORTEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """The entry: what came in is positive."""

    minor: int
    text: str
    party: str
    booked_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Something that waits for money to come or go, always a positive amount."""

    kind: str
    target: str
    minor: int
    on: date
    references: tuple[str, ...] = ()
    party: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A candidate, how likely it is (to 100) and why."""

    candidate: Candidate
    score: int
    reasons: tuple[str, ...]


def suggest(*, entry: Unknown, candidates: Iterable[Candidate], most: int = 5) -> tuple[Suggestion, ...]:
    """Those of the very amount. Of the same amount alone is a reason too, and told as the only one."""
    found = [_weigh(entry, one) for one in candidates if one.minor == abs(entry.minor)]
    return tuple(sorted(found, key=lambda one: (-one.score, one.candidate.target))[:most])


def _weigh(entry: Unknown, candidate: Candidate) -> Suggestion:
    reasons = [AMOUNT]
    text = entry.text.casefold()
    references = [one.casefold() for one in candidate.references if len(one) >= SHORTEST]
    if any(one in text for one in references):
        reasons.append(EXACT)
    elif text and any(partial_ratio(one, text) >= SIMILAR_FROM for one in references):
        reasons.append(SIMILAR)
    if entry.party and candidate.party:
        alike = token_sort_ratio(entry.party.casefold(), candidate.party.casefold())
        reasons += [PARTY] if alike >= PARTY_FROM else []
    if abs((entry.booked_on - candidate.on).days) <= NEAR_DAYS:
        reasons.append(DAYS)
    return Suggestion(candidate=candidate, score=sum(WEIGHTS[one] for one in reasons), reasons=tuple(reasons))
