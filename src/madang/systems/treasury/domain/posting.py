"""Posting rules: data of the country pack that turn one event into entries of each book."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from madang.framework.money.domain.journal import Posting
from madang.framework.values import Money

BOOKS = ("accrual", "cash")


class RuleMissing(LookupError):
    """The pack has no posting rule for this event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened: its name, its amount, and what the accounts of its rule are filled from."""

    name: str
    amount: Money
    fund: str = ""
    coding: str = ""
    economic: str = ""


def entries(*, rules: Mapping[str, Sequence[Mapping[str, Any]]], event: Event) -> dict[str, tuple[Posting, ...]]:
    """The postings of each book. An account may hold `{kind}`: the economic class leads to it by the rules' `classes`.

    Raises RuleMissing.
    """
    if event.name not in rules:
        raise RuleMissing(f"The pack's posting rules say nothing of '{event.name}'.")
    found: dict[str, tuple[Posting, ...]] = {}
    for rule in rules[event.name]:
        sides = (
            Posting(_account(rule["debit"], rules, event), event.amount, event.fund, event.coding),
            Posting(_account(rule["credit"], rules, event), -event.amount, event.fund, event.coding),
        )
        found[rule["book"]] = found.get(rule["book"], ()) + sides
    return found


def _account(written: str, rules: Mapping[str, Any], event: Event) -> str:
    if "{kind}" not in written:
        return written
    kinds = {str(code): str(kind) for code, kind in rules["classes"].items()}
    longest = max((code for code in kinds if event.economic.startswith(code)), key=len, default=None)
    if longest is None:
        raise RuleMissing(f"The posting rules name no account for the economic class '{event.economic}'.")
    return written.replace("{kind}", kinds[longest])
