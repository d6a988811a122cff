"""What every payment gateway offers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from madang.framework.values import Money, Refusal


class Tells(StrEnum):
    """What a gateway tells of an order."""

    PENDING = "pending"
    SETTLED = "settled"
    DECLINED = "declined"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the gateway should collect. The same `token` twice is the same order."""

    token: str
    amount: Money
    purpose: str
    return_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayAnswer:
    """What a gateway says of an order: `sequence` grows with every event of the order, `message` names the telling."""

    token: str
    tells: Tells
    amount: Money | None = None
    reference: str = ""
    sequence: int = 0
    message: str = ""


class GatewayDown(Refusal):
    """The gateway does not answer."""

    code = "money.gateway_down"
    says = _("The bank does not answer just now. Nothing was charged; try again in a few minutes.")
    status = 503


class ForgedCallback(Refusal):
    """A message in the gateway's name without its signature, or too old to be fresh."""

    code = "money.forged_callback"
    says = _("The signature of this message does not hold, so nothing was done.")
    status = 401


class NoSuchGateway(Refusal):
    """This deployment has no such gateway."""

    code = "money.no_such_gateway"
    says = _("Payments by this way are not open here.")
    status = 404


class PaymentGateway(Protocol):
    """A bank or a payment service. Every call may be repeated."""

    code: str

    def start(self, *, order: Order) -> str:
        """Announce the order; the address where the payer confirms it. Raises GatewayDown."""
        ...

    def ask(self, *, token: str) -> GatewayAnswer:
        """What became of the order. Raises GatewayDown."""
        ...

    def refund(self, *, token: str, refund: str, amount: Money) -> str:
        """Send back `amount` of the settled order, once for each `refund` name; the gateway's reference. Raises GatewayDown."""
        ...

    def read_callback(self, *, body: bytes, headers: Mapping[str, str], now_seconds: int) -> GatewayAnswer:
        """The message in a callback whose signature holds. Raises ForgedCallback."""
        ...


_gateways: dict[str, PaymentGateway] = {}


def register(gateway: PaymentGateway) -> None:
    """Make a gateway known by its code."""
    _gateways[gateway.code] = gateway


def gateway(code: str = "") -> PaymentGateway:
    """The gateway of this code, by default the deployment's (`MADANG_PAYMENT_GATEWAY`). Raises NoSuchGateway."""
    wanted = code or getattr(settings, "MADANG_PAYMENT_GATEWAY", "sandbox")
    if wanted not in _gateways:
        raise NoSuchGateway
    return _gateways[wanted]
