"""An invoice as JSON and back: the canonical facts that are kept."""

from typing import Any

import msgspec

from madang.systems.tax.domain.invoice import Invoice


def as_json(*, invoice: Invoice) -> dict[str, Any]:
    """Plain JSON; decimals and days are text, so nothing is ever a float."""
    built: dict[str, Any] = msgspec.to_builtins(invoice)
    return built


def from_json(*, facts: dict[str, Any]) -> Invoice:
    """The invoice that was kept."""
    return msgspec.convert(facts, Invoice)
