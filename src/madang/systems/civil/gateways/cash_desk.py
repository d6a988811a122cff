"""The cash desk of a counter, as a payment gateway: the money is there when the official says so."""

from collections.abc import Mapping

from madang.framework.money.gateways import ForgedCallback, GatewayAnswer, Order, Tells
from madang.framework.values import Money

CODE = "cash"


class CashDesk:
    """Nothing is asked of anybody: an order exists only once its cash was taken, and a refund is handed out at the desk."""

    code = CODE

    def start(self, *, order: Order) -> str:
        """The counter's own page."""
        return "/counter/"

    def ask(self, *, token: str) -> GatewayAnswer:
        """A desk keeps no orders: what was taken was booked when it was taken."""
        return GatewayAnswer(token=token, tells=Tells.UNKNOWN)

    def refund(self, *, token: str, refund: str, amount: Money) -> str:
        """The slip by which the desk hands the money out."""
        return f"cash-{refund}"

    def read_callback(self, *, body: bytes, headers: Mapping[str, str], now_seconds: int) -> GatewayAnswer:
        """Nobody calls back in a cash desk's name."""
        raise ForgedCallback
