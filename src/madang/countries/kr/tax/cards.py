"""What is deducted for spending by cards and cash receipts (Restriction of Special Taxation Act art. 126-2)."""

from collections.abc import Mapping
from typing import Any

from madang.countries.kr.tax.of_year import Law, of_year, stepped
from madang.systems.tax.domain.arithmetic import TEN_THOUSAND, W, excess, least, share, where
from madang.systems.tax.domain.income import IncomeFacts

KINDS = ("credit", "debit", "culture", "market", "transit")


def card_deduction(*, facts: IncomeFacts[W], year: int) -> W:
    """The deduction of the year; nothing for who has no wages.

    Each kind of spending has its rate. A quarter of the wages brings nothing; it eats what has the lowest rate first (6).
    """
    law = of_year(name="cards.deduction", year=year)
    spent = _spent(facts=facts, law=law)
    rates = law.table("rates")
    threshold = share(of=facts.wages, rate=law["threshold"])
    left, deducted = threshold, threshold * 0
    for name in sorted(spent, key=lambda one: rates[one]):
        deducted = deducted + excess(of=spent[name], over=left) * rates[name]
        left = excess(of=left, over=spent[name])
    # What grew over the year before counts only for who passed the threshold at all (1).
    grown = where(condition=deducted > 0, then=_growth(facts=facts, law=law), otherwise=deducted * 0)
    amount = deducted // TEN_THOUSAND + grown
    limit = stepped(base=facts.wages, rows=law.rows("limits"))
    part = law.or_none("share_of_wages")
    if part is not None:
        limit = least(of=limit, and_=share(of=facts.wages, rate=part))
    for row in law.rows("children"):
        limit = limit + _for_children(facts=facts, row=row)
    over = excess(of=amount, over=limit)
    further = least(of=over, and_=_further(spent=spent, grown=grown, facts=facts, law=law))
    allowed = least(of=amount, and_=limit) + further
    return where(condition=facts.wages > 0, then=allowed, otherwise=allowed * 0)


def _spent(*, facts: IncomeFacts[W], law: Law) -> dict[str, W]:
    """Spending by rate. Beyond the limit of wages culture counts as paid by credit card (2)."""
    told = {
        "credit": (facts.card_credit, facts.card_credit_raised, facts.card_credit_doubled),
        "debit": (facts.card_debit, facts.card_debit_raised, facts.card_debit_doubled),
        "culture": (facts.card_culture, facts.card_culture_raised, facts.card_culture_doubled),
        "market": (facts.card_market, facts.card_market_raised, facts.wages * 0),
        "transit": (facts.card_transit, facts.card_transit_raised, facts.wages * 0),
    }
    spent: dict[str, W] = {}
    for kind, (whole, raised, doubled) in told.items():
        spent[kind] = excess(of=whole, over=raised + doubled)
        spent[f"{kind}_raised"], spent[f"{kind}_doubled"] = raised, doubled
    rich = facts.wages > law["culture_until"]
    for suffix in ("", "_raised", "_doubled"):
        culture, credit = spent[f"culture{suffix}"], spent[f"credit{suffix}"]
        spent[f"credit{suffix}"] = where(condition=rich, then=credit + culture, otherwise=credit)
        spent[f"culture{suffix}"] = where(condition=rich, then=culture * 0, otherwise=culture)
    return spent


def _growth(*, facts: IncomeFacts[W], law: Law) -> W:
    growth = law.table("growth")
    return share(of=facts.card_growth, rate=growth["all"]) + share(of=facts.card_market_growth, rate=growth["market"])


def _for_children(*, facts: IncomeFacts[W], row: Mapping[str, Any]) -> W:
    """The limit is higher for up to two children (10)."""
    children = least(of=facts.children + facts.young_children, and_=2)
    rich = facts.wages > int(row["above"])
    return where(condition=rich, then=children * int(row["amount"]), otherwise=children * int(row["amount_below"]))


def _further(*, spent: Mapping[str, W], grown: W, facts: IncomeFacts[W], law: Law) -> W:
    """What may be added to the limit for what was spent well: each group up to its ceiling (11)."""
    total = least(of=grown, and_=law.table("growth")["ceiling"])
    rich = facts.wages > law["culture_until"]
    rates = law.table("rates")
    for group in law.rows("further"):
        sum_of_kinds = facts.wages * 0
        for kind in group["kinds"]:
            for suffix in ("", "_raised", "_doubled"):
                sum_of_kinds = sum_of_kinds + spent[f"{kind}{suffix}"] * rates[f"{kind}{suffix}"]
        amount = least(of=sum_of_kinds // TEN_THOUSAND, and_=int(group["ceiling"]))
        capped = least(of=amount, and_=int(group["ceiling_rich"]))
        total = total + where(condition=rich, then=capped, otherwise=amount)
    return total
