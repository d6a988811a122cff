"""What is wrong with posting rules, before anything is posted by them."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from madang.systems.treasury.domain.chart import CASH_BOOK
from madang.systems.treasury.domain.posting import AMOUNT, BOOKS, HEADS, OTHER, Rules, sides, span, spelled

_EVER = 9999


def faults(*, rules: Rules, known: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """(event, what is wrong), every fault: shape, unknown book or account, no balance, years without or with two rules."""
    if not rules.get("cite"):
        yield "cite", "names no law"
    for event, given in rules.items():
        if event in HEADS:
            continue
        if not isinstance(given, list) or not given or not all(isinstance(rule, dict) for rule in given):
            yield event, "is no list of rules"
            continue
        for rule in given:
            yield from ((event, says) for says in _of_rule(rule, rules, known))
        yield from ((event, says) for says in _years(given, int(rules.get("first_year", 0))))


def _of_rule(rule: Mapping[str, Any], rules: Rules, known: Callable[[str], bool]) -> Iterator[str]:
    book = rule.get("book")
    if book not in BOOKS:
        yield f"has a rule for the unknown book '{book}'"
    legs = rule.get("legs")
    if legs is None and ("debit" not in rule or "credit" not in rule):
        yield "has a rule without a debit and a credit"
        return
    if legs is not None and not all(("debit" in leg) != ("credit" in leg) for leg in legs):
        yield "has a leg that is neither a debit nor a credit alone"
        return
    for side, _sign, leg in sides(rule=rule):
        for account in spelled(written=str(leg[side]), rules=rules):
            if not known(account):
                yield f"posts to '{account}', which no chart of accounts has"
            elif account.startswith(CASH_BOOK) != (book == "cash"):
                yield f"posts to '{account}' in the {book} book"
    # Amounts in two currencies balance through the exchange position (IPSAS 4), not by themselves.
    if not rule.get("foreign"):
        yield from _balance(rule)


def _balance(rule: Mapping[str, Any]) -> Iterator[str]:
    """Amounts are letters here: with wholes put as their parts, what is debited must be what is credited, fund by fund."""
    totals: dict[str, Counter[str]] = {}
    where = rule.get("where", {})
    for _side, sign, leg in sides(rule=rule):
        fund = OTHER if leg.get("fund") == OTHER else ""
        for part in where.get(leg.get("amount", AMOUNT), (str(leg.get("amount", AMOUNT)),)):
            turned = -sign if part.startswith("-") else sign
            totals.setdefault(fund, Counter())[part.lstrip("-")] += turned
    for fund, counted in totals.items():
        left = [f"{count:+d} {name}" for name, count in sorted(counted.items()) if count]
        if left:
            yield f"does not balance{' in the other fund' if fund else ''}: {', '.join(left)}"


def _years(given: Sequence[Mapping[str, Any]], first_year: int) -> Iterator[str]:
    for book in BOOKS:
        spans = sorted({span(rule=rule) for rule in given if rule.get("book") == book})
        if not spans:
            continue
        for first, last in spans:
            if last < first:
                yield f"has a rule of the {book} book that ends in {last} before it begins in {first}"
        if spans[0][0] > first_year:
            yield f"has no rule of the {book} book from {first_year} to {spans[0][0] - 1}"
        for (_first, last), (following, _last) in pairwise(spans):
            if following > last + 1:
                yield f"has no rule of the {book} book from {last + 1} to {following - 1}"
            elif following <= last:
                yield f"has two rules of the {book} book for {following}"
        if spans[-1][1] < _EVER:
            yield f"has no rule of the {book} book after {spans[-1][1]}"
