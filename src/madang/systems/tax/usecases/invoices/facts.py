"""An invoice as JSON and back: the canonical facts that are kept."""

from dataclasses import replace
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from madang.systems.tax.domain.invoice import Invoice
from madang.systems.tax.models import TaxInvoice


def as_json(*, invoice: Invoice) -> dict[str, Any]:
    """Plain JSON; decimals and days are text, so nothing is ever a float."""
    built: dict[str, Any] = msgspec.to_builtins(invoice)
    return built


def from_json(*, facts: dict[str, Any]) -> Invoice:
    """The invoice that was kept."""
    return msgspec.convert(facts, Invoice)


def as_en16931(*, invoice: TaxInvoice) -> Invoice:
    """The invoice with the terms that EN 16931 asks for (BR-CO-25): Korea's form says only whether it was paid already."""
    terms = _("Paid already") if invoice.settled else _("Payable on receipt")
    return replace(from_json(facts=invoice.facts), terms=terms)
