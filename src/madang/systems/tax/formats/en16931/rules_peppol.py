"""The second layer: what Peppol BIS Billing 3.0 adds for every country (PEPPOL-EN16931-R…), of figures and addresses."""

import re
from dataclasses import replace
from decimal import Decimal

from madang.systems.tax.formats.en16931.rule import Check, Rule, over, says_something, total
from madang.systems.tax.formats.en16931.terms import Document, Group
from madang.systems.tax.formats.names import PEPPOL_CUSTOMIZATION

SLACK = Decimal("0.02")
_PROFILE = re.compile(r"urn:fdc:peppol\.eu:2017:poacc:billing:[0-9]{2}:1\.0")


def _referenced(root: Group, document: Document) -> bool:
    return bool(root.text("BT-10") or root.text("BT-13"))


def _reckoned(amount: str, base: str, percent: str) -> Check:
    def check(group: Group, document: Document) -> bool:
        if not (group.there(base) and group.there(percent)):
            return True
        found = group.number(amount), group.number(base), group.number(percent)
        if found[0] is None or found[1] is None or found[2] is None:
            return False
        return abs(found[0] - found[1] * found[2] / 100) <= SLACK

    return check


def _line_net(line: Group, document: Document) -> bool:
    """Within two cents of quantity times price, more charges less allowances."""
    base = line.number("BT-149") if line.there("BT-149") else Decimal(1)
    quantity, price, net = line.number("BT-129"), line.number("BT-146"), line.number("BT-131")
    less, more = total(line.each("BG-27"), "BT-136"), total(line.each("BG-28"), "BT-141")
    if quantity is None or price is None or net is None or less is None or more is None:
        return False
    if not base:
        return base is not None
    return abs(net - (quantity * price / base + more - less)) <= SLACK


def _positive_base(line: Group, document: Document) -> bool:
    base = line.number("BT-149")
    return not line.there("BT-149") or (base is not None and base > 0)


def _same_unit(line: Group, document: Document) -> bool:
    return not line.there("BT-150") or line.text("BT-150") == line.text("BT-130")


def _net_price(line: Group, document: Document) -> bool:
    if not line.there("BT-148"):
        return True
    gross, net = line.number("BT-148"), line.number("BT-146")
    off = line.number("BT-147") if line.there("BT-147") else Decimal(0)
    return gross is not None and net is not None and off is not None and net == gross - off


def _within(term: str, bound: str, *, later: bool) -> Check:
    """A line's period lies within the invoice's."""

    def check(period: Group, document: Document) -> bool:
        day = period.day(term)
        bounds = [one.day(bound) for one in document.root.each("BG-14")]
        return all(day is None or limit is None or (day >= limit if later else day <= limit) for limit in bounds)

    return check


_RULES = (
    over("R001", "BG-0", "The business process is named.", "23", says_something("BT-23")),
    over("R003", "BG-0", "The buyer's reference or order is given.", "10 13", _referenced),
    over(
        "R004",
        "BG-0",
        "The specification is that of Peppol BIS Billing 3.0.",
        "24",
        lambda root, _: root.text("BT-24").startswith(PEPPOL_CUSTOMIZATION),
    ),
    over(
        "R007",
        "BG-0",
        "The business process is one of Peppol billing.",
        "23",
        lambda root, _: bool(_PROFILE.fullmatch(root.text("BT-23"))),
    ),
    over("R010", "BG-7", "The buyer has an electronic address.", "49", says_something("BT-49")),
    over("R020", "BG-4", "The seller has an electronic address.", "34", says_something("BT-34")),
    over(
        "R040", "BG-20", "An allowance is its percentage of its base.", "92 93 94", _reckoned("BT-92", "BT-93", "BT-94")
    ),
    over("R046", "BG-25", "The net price is the gross price less the discount.", "146 147 148", _net_price),
    over(
        "R110",
        "BG-26",
        "A line's period starts within the invoice's.",
        "134 73",
        _within("BT-134", "BT-73", later=True),
    ),
    over(
        "R111", "BG-26", "A line's period ends within the invoice's.", "135 74", _within("BT-135", "BT-74", later=False)
    ),
    over("R120", "BG-25", "A line is quantity times price, more charges less allowances.", "131 129 146", _line_net),
    over("R121", "BG-25", "The quantity of a price is above zero.", "149", _positive_base),
    over("R130", "BG-25", "The quantity of a price has the line's unit.", "150 130", _same_unit),
)
RULES: tuple[Rule, ...] = tuple(replace(one, code=f"PEPPOL-EN16931-{one.code}", layer="peppol") for one in _RULES)
