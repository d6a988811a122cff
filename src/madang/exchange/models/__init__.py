"""What the exchange keeps."""

from madang.exchange.models.access import AccessChain, AccessEntry, Head
from madang.exchange.models.consent import Consent
from madang.exchange.models.events import Delivery, Heard, OutboxEvent
from madang.exchange.models.kept import KeptExchange, KeptReply

__all__ = [
    "AccessChain",
    "AccessEntry",
    "Consent",
    "Delivery",
    "Head",
    "Heard",
    "KeptExchange",
    "KeptReply",
    "OutboxEvent",
]
