"""An invoice as plain values for a page."""

from decimal import Decimal
from typing import Any

from madang.framework.values import Money
from madang.systems.tax.domain.einvoicing import line_taxes, minor
from madang.systems.tax.domain.invoice import Invoice, Trader


def sheet(*, invoice: Invoice) -> dict[str, Any]:
    """The parties, the lines and the sums, as the paper form has them."""

    def money(amount: Decimal) -> Money:
        return Money(minor(amount=amount, digits=invoice.digits), invoice.currency)

    return {
        "number": invoice.number,
        "written_on": invoice.supplied_on or invoice.issued_on,
        "seller": _party(invoice.seller),
        "buyer": _party(invoice.buyer),
        "net": money(invoice.net()),
        "tax": money(invoice.tax()),
        "gross": money(invoice.gross()),
        "negative": invoice.net() < 0,
        "note": invoice.note,
        "lines": [
            {
                "name": line.name,
                "description": line.description,
                "supplied_on": line.supplied_on or invoice.supplied_on,
                "quantity": f"{line.quantity.normalize():f}",
                "price": f"{line.price.normalize():,f}",
                "net": money(line.net(digits=invoice.digits)),
                "tax": money(tax),
            }
            for line, tax in zip(invoice.lines, line_taxes(invoice=invoice), strict=True)
        ],
    }


def _party(who: Trader) -> dict[str, str]:
    return {
        "number": who.legal_number,
        "name": who.name,
        "representative": who.representative,
        "address": who.street,
        "type": who.business_type,
    }
