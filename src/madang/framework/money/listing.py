"""Charges and receipts as plain values, for pages and for other rooms."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext as _

from madang.framework.money.domain.states import ChargeState
from madang.framework.money.models import Charge, Receipt
from madang.framework.values import Money, Party

STATES = {
    ChargeState.OPEN: lambda: _("To pay"),
    ChargeState.PAID: lambda: _("Paid"),
    ChargeState.WAIVED: lambda: _("Waived"),
    ChargeState.CANCELLED: lambda: _("Cancelled"),
    ChargeState.REFUNDED: lambda: _("Given back"),
}
TONES = {
    ChargeState.OPEN: "warning",
    ChargeState.PAID: "success",
    ChargeState.WAIVED: "information",
    ChargeState.CANCELLED: "gray",
    ChargeState.REFUNDED: "gray",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeRow:
    """A charge as its payer reads it, in the active language. `to_pay`: it waits for the payer."""

    number: str
    title: str
    amount: Money
    state: str
    state_title: str
    tone: str
    reference: str
    charged_at: datetime
    ended_at: datetime | None
    receipt: str
    to_pay: bool
    reason: str

    @property
    def url(self) -> str:
        """Its page."""
        return f"/pay/{self.number}/"


def row_of(charge: Charge, *, receipt: str = "") -> ChargeRow:
    """The charge as a row."""
    state = ChargeState(charge.state)
    return ChargeRow(
        number=charge.number,
        title=charge.title,
        amount=charge.amount,
        state=charge.state,
        state_title=STATES[state](),
        tone=TONES[state],
        reference=charge.reference,
        charged_at=charge.charged_at,
        ended_at=charge.ended_at,
        receipt=receipt,
        to_pay=state is ChargeState.OPEN,
        reason=charge.reason,
    )


def charges_of(party: Party, *, limit: int = 100) -> tuple[ChargeRow, ...]:
    """The newest charges of a party, those to pay first."""
    owed = ExpressionWrapper(Q(state=ChargeState.OPEN.value), output_field=BooleanField())
    every = Charge.objects.filter(payer_kind=party.kind.value, payer_key=party.key).annotate(owed=owed)
    # What is to pay is never beyond the limit, however old.
    mine = every.order_by("-owed", "-id")[:limit]
    receipts = dict(
        Receipt.objects.filter(payment__charge__in=[charge.pk for charge in mine]).values_list(
            "payment__charge_id", "number"
        )
    )
    rows = [row_of(charge, receipt=receipts.get(charge.pk, "")) for charge in mine]
    return tuple(sorted(rows, key=lambda row: not row.to_pay))


def charges_for(reference: str) -> tuple[ChargeRow, ...]:
    """The charges for one thing, in the order in which they were made."""
    return tuple(row_of(charge) for charge in Charge.objects.filter(reference=reference).order_by("id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRow:
    """A receipt in a list."""

    number: str
    title: str
    amount: Money
    issued_at: datetime
    given_back: bool


def receipts_of(party: Party, *, limit: int = 100) -> tuple[ReceiptRow, ...]:
    """The newest receipts of a party."""
    mine = Receipt.objects.filter(
        payment__charge__payer_kind=party.kind.value, payment__charge__payer_key=party.key
    ).select_related("payment__charge")
    return tuple(
        ReceiptRow(
            number=receipt.number,
            title=receipt.payment.charge.title,
            amount=receipt.payment.amount,
            issued_at=receipt.issued_at,
            given_back=receipt.payment.charge.state == ChargeState.REFUNDED,
        )
        for receipt in mine.order_by("-id")[:limit]
    )


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One line of a receipt; `kind` tells how its value is written: `text`, `money` or `moment`."""

    label: str
    value: Money | datetime | str
    kind: str = "text"


def receipt_lines(receipt: Receipt) -> list[ReceiptLine]:
    """What a receipt says, in the active language."""
    payment = receipt.payment
    lines = [
        ReceiptLine(_("Receipt number"), receipt.number),
        ReceiptLine(_("What for"), payment.charge.title),
        ReceiptLine(_("Amount"), payment.amount, "money"),
        ReceiptLine(_("Received on"), receipt.issued_at, "moment"),
        ReceiptLine(_("Charge number"), payment.charge.number),
        ReceiptLine(_("Paid by way of"), way_title(payment.gateway)),
        ReceiptLine(_("Bank reference"), payment.gateway_reference),
    ]
    sent = payment.refunds.filter(sent_at__isnull=False).first()
    if sent is not None and sent.sent_at is not None:
        lines.append(ReceiptLine(_("Given back on"), sent.sent_at, "moment"))
    return lines


def way_title(gateway: str) -> str:
    """What a gateway is called."""
    known = {
        "sandbox": _("Sandbox bank"),
        "transfer": _("Bank transfer"),
        "together": _("One payment for several charges"),
        "deposit": _("Deposit given as security"),
        "set_off": _("Set off against a refund"),
    }
    return known.get(gateway, gateway)
