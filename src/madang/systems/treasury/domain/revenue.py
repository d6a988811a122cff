"""Charges as the treasury books them: which steps a charge goes through, and its class of revenue.

IMF Government Finance Statistics Manual 2014, table 5.1: taxes (11), administrative fees (1422), fines (143).
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from madang.framework.money.domain.journal import DEPOSITS, TRANSIT


class Step(StrEnum):
    """What a member told of a charge."""

    RAISED = "raised"
    DROPPED = "dropped"
    PAID = "paid"
    REFUNDED = "refunded"


# What each word leads to from each state: the entries to post, in order, and the state after. Events may come late, twice or
# out of order: what is not here changes nothing.
_PATHS: dict[tuple[str, Step], tuple[tuple[str, ...], str]] = {
    ("", Step.RAISED): (("charge_raised",), "open"),
    ("", Step.DROPPED): (("charge_raised", "charge_dropped"), "dropped"),
    ("", Step.PAID): (("charge_raised", "charge_paid"), "paid"),
    ("", Step.REFUNDED): (("charge_raised", "charge_paid", "refund_of_charge"), "refunded"),
    ("open", Step.DROPPED): (("charge_dropped",), "dropped"),
    ("open", Step.PAID): (("charge_paid",), "paid"),
    ("open", Step.REFUNDED): (("charge_paid", "refund_of_charge"), "refunded"),
    ("paid", Step.REFUNDED): (("refund_of_charge",), "refunded"),
}
# Entries that a journal which already holds the accrual side does not need at all.
_ACCRUAL_ONLY = frozenset({"charge_raised", "charge_dropped"})


# What is booked when money comes that is only held: for charges that gather others, and for deposits.
_COMES = {TRANSIT: "together_paid", DEPOSITS: "deposit_paid"}
# The ways in which charges are paid without money that comes: out of what is held; or by a refund. Of a refund only the rest is
# told here, so that the charge is as good as dropped.
_GOES = {"together": "shared_out", "deposit": "deposit_drawn", "set_off": "charge_dropped"}


def steps(*, state: str, told: Step, at_home: bool, account: str = "", way: str = "") -> tuple[tuple[str, ...], str]:
    """The events to post and the state after; nothing and the same state where the word changes nothing.

    A charge on an `account` that only holds money is no claim; `way` says how a charge was paid without money that came.
    """
    events, after = _PATHS.get((state, told), ((), state))
    if account in _COMES:
        events = tuple(_COMES[account] for one in events if one == "charge_paid")
    elif way in _GOES:
        events = tuple(_GOES[way] if one == "charge_paid" else one for one in events)
    if at_home:
        events = tuple(f"{one}_here" for one in events if one not in _ACCRUAL_ONLY)
    return events, after


def matched(*, account: str) -> str:
    """The event where a receipt that nobody could explain turns out to pay a charge on that account."""
    return {TRANSIT: "together_matched", DEPOSITS: "deposit_matched"}.get(account, "receipt_matched")


def revenue_class(*, account: str, law: Mapping[str, Any]) -> str:
    """The GFSM code of a revenue account: its own, else that of the account above it, else other receipts. What is only held is
    no revenue and has none."""
    if account in _COMES:
        return ""
    named = account
    while named:
        if named in law["accounts"]:
            return str(law["accounts"][named])
        named = named.rpartition(".")[0]
    return str(law["other"])
