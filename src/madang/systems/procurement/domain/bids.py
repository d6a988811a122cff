"""When a bid counts, and what a sound one says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

# A bidder draws two of fifteen preliminary prices (적격심사 reserve price: State Contracts Act Enforcement Decree arts. 8, 9).
DRAWN, PRELIMINARY = 2, 15
# The answer that holds the yearly costs of what is offered, where lifecycle cost decides.
COSTS = "costs"
LONGEST_ANSWER, MOST_COSTS = 4000, 60
# The largest amount that a database's integer holds.
MOST_MINOR = 2**63 - 1


class BidUnsound(ValueError):
    """An opened bid that does not count; `code` is the permanent code of why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the notice asks of a bid's content."""

    currency: str
    draws: bool
    criteria: frozenset[str]
    priced: bool = True
    """False in a technical envelope: a price in it voids it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a sound bid says."""

    minor: int
    currency: str
    draws: tuple[int, ...]
    answers: Mapping[str, Any]


def in_time(*, received_at: datetime, closes_at: datetime) -> bool:
    """A period ends with the moment before its end: whole bids that were here before `closes_at` count, later ones do not."""
    return received_at < closes_at


def read_content(*, data: bytes, terms: Terms) -> Content:
    """Read what was opened. Raises BidUnsound with the first reason why it does not count."""
    given = _members(data)
    minor, currency, draws, answers = (given[name] for name in ("minor", "currency", "draws", "answers"))
    if currency != terms.currency:
        raise BidUnsound("procurement.bid.wrong_currency")
    if not terms.priced and minor != 0:
        raise BidUnsound("procurement.bid.price_in_technical")
    if type(minor) is not int or not int(terms.priced) <= minor <= MOST_MINOR:
        raise BidUnsound("procurement.bid.no_price")
    if not _drawn_well(draws, terms):
        raise BidUnsound("procurement.bid.wrong_draws")
    if not isinstance(answers, dict) or not set(answers) <= terms.criteria:
        raise BidUnsound("procurement.bid.unknown_criterion")
    if not all(_is_answer(answer) for answer in answers.values()):
        raise BidUnsound("procurement.bid.not_an_answer")
    return Content(minor=minor, currency=currency, draws=tuple(draws), answers=answers)


def _members(data: bytes) -> dict[str, Any]:
    try:
        given = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict) or set(given) != {"answers", "currency", "draws", "minor"}:
        raise BidUnsound("procurement.bid.not_a_form")
    return given


def _drawn_well(draws: object, terms: Terms) -> bool:
    if not isinstance(draws, list) or not all(type(one) is int and 1 <= one <= PRELIMINARY for one in draws):
        return False
    return len(set(draws)) == len(draws) == (DRAWN if terms.draws else 0)


def _is_answer(answer: object) -> bool:
    if isinstance(answer, str):
        return len(answer) <= LONGEST_ANSWER and not any(_cannot_be_kept(sign) for sign in answer)
    if not isinstance(answer, list) or len(answer) > MOST_COSTS:
        return False
    return all(type(one) is int and 0 <= one <= MOST_MINOR for one in answer)


def _cannot_be_kept(sign: str) -> bool:
    """NUL and lone surrogates: no database holds them."""
    return sign == "\0" or "\ud800" <= sign <= "\udfff"
