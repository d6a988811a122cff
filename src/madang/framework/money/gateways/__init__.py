"""Ways that money takes to and from the state."""

from madang.framework.money.gateways.interface import (
    ForgedCallback,
    GatewayAnswer,
    GatewayDown,
    Order,
    PaymentGateway,
    Tells,
    gateway,
    register,
)

__all__ = [
    "ForgedCallback",
    "GatewayAnswer",
    "GatewayDown",
    "Order",
    "PaymentGateway",
    "Tells",
    "gateway",
    "register",
]
