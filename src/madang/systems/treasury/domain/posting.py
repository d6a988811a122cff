"""Posting rules: data of the country pack that turn one event into entries of each book.

A rule names its book and either a debit and a credit of one amount, or `legs`. `from` and `until` are fiscal years, both
included; `where` says of what an amount is the sum, so that a rule of several amounts can be seen to balance before it is used.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from madang.framework.money.domain.journal import Posting
from madang.framework.values import Money

BOOKS = ("accrual", "cash")
# Keys of the rules' file that are no event.
HEADS = frozenset({"classes", "cite", "first_year"})
# What an account may hold: the economic class of spending, or of revenue, leads to it by the rules' `classes`.
SPENT, EARNED = "{kind}", "{source}"
AMOUNT = "amount"
OTHER = "other"
_EVER = 9999

Rules = Mapping[str, Any]


class RuleMissing(LookupError):
    """The pack has no posting rule for this event."""


class AmountMissing(ValueError):
    """The event does not carry an amount of its rule, or its amounts do not add up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened: its name, its amount, and what the accounts of its rule are filled from.

    `amounts` are further amounts by the rule's names; `other_fund` is the second fund of a deal between two.
    """

    name: str
    amount: Money
    fund: str = ""
    coding: str = ""
    economic: str = ""
    other_fund: str = ""
    amounts: Mapping[str, Money] = field(default_factory=dict)


def entries(*, rules: Rules, event: Event, year: int = 0) -> dict[str, tuple[Posting, ...]]:
    """The postings of each book, by the rules of the fiscal year (0: the latest). A leg of nothing is left
    out.

    Raises RuleMissing, AmountMissing.
    """
    if event.name not in rules or event.name in HEADS:
        raise RuleMissing(f"The pack's posting rules say nothing of '{event.name}'.")
    valid = [rule for rule in rules[event.name] if _holds(rule, year or _EVER)]
    if not valid:
        raise RuleMissing(f"The pack's posting rules say nothing of '{event.name}' in {year}.")
    found: dict[str, tuple[Posting, ...]] = {}
    for rule in valid:
        _add_up(rule, event)
        made = tuple(_postings(rule, rules, event))
        if made:
            found[rule["book"]] = found.get(rule["book"], ()) + made
    return found


def _postings(rule: Mapping[str, Any], rules: Rules, event: Event) -> Iterator[Posting]:
    for side, sign, leg in sides(rule=rule):
        amount = amount_of(event=event, name=str(leg.get("amount", AMOUNT)))
        if amount.minor:
            fund = event.other_fund if leg.get("fund") == OTHER else event.fund
            signed = amount if sign > 0 else -amount
            yield Posting(_account(str(leg[side]), rules, event), signed, fund, event.coding)


def sides(*, rule: Mapping[str, Any]) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    """Each leg of a rule: "debit" or "credit", +1 or -1, and the leg."""
    if "legs" in rule:
        for leg in rule["legs"]:
            side = "debit" if "debit" in leg else "credit"
            yield side, 1 if side == "debit" else -1, leg
    else:
        yield "debit", 1, rule
        yield "credit", -1, rule


def amount_of(*, event: Event, name: str) -> Money:
    """The event's amount of this name. Raises AmountMissing."""
    if name in event.amounts:
        return event.amounts[name]
    if name == AMOUNT:
        return event.amount
    raise AmountMissing(f"The event '{event.name}' carries no amount '{name}'.")


def _add_up(rule: Mapping[str, Any], event: Event) -> None:
    for whole, parts in rule.get("where", {}).items():
        total = sum(
            (-1 if part.startswith("-") else 1) * amount_of(event=event, name=part.lstrip("-")).minor for part in parts
        )
        given = amount_of(event=event, name=whole).minor
        if total != given:
            raise AmountMissing(f"'{event.name}': {whole} is {given}, and {' + '.join(parts)} is {total}.")


def _holds(rule: Mapping[str, Any], year: int) -> bool:
    first, last = span(rule=rule)
    return first <= year <= last


def span(*, rule: Mapping[str, Any]) -> tuple[int, int]:
    """The first and the last fiscal year of a rule."""
    return int(rule.get("from", 0)), int(rule.get("until", _EVER))


def _account(written: str, rules: Rules, event: Event) -> str:
    place = _place(written)
    if not place:
        return written
    kinds = _kinds(rules, place)
    longest = max((code for code in kinds if event.economic.startswith(code)), key=len, default=None)
    if longest is None:
        raise RuleMissing(f"The posting rules name no account for the economic class '{event.economic}'.")
    return written.replace(place, kinds[longest])


def _place(written: str) -> str:
    # Most accounts are written whole.
    if "{" not in written:
        return ""
    return next((place for place in (SPENT, EARNED) if place in written), "")


def _kinds(rules: Rules, place: str) -> dict[str, str]:
    """The kinds by their economic classes: revenue (GFSM 2014 class 1), or expense and assets."""
    classes = {str(code): str(kind) for code, kind in rules.get("classes", {}).items()}
    return {code: kind for code, kind in classes.items() if code.startswith("1") == (place == EARNED)}


def spelled(*, written: str, rules: Rules) -> Sequence[str]:
    """Every account that a written one can become."""
    place = _place(written)
    if not place:
        return (written,)
    return tuple(written.replace(place, kind) for kind in sorted(set(_kinds(rules, place).values())))
