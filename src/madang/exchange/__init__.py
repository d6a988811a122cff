"""Carries contracts between systems: `ask` a question, `announce` an event.

Who may ask what is the country's law (grants); every ask is written to a hash-chained access log that its subject sees.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from madang.exchange.asking import Answer, Asking, Silence, ask, ask_all, ask_member
    from madang.exchange.registry import answers, listens
    from madang.exchange.sending import announce

__all__ = ["Answer", "Asking", "Silence", "announce", "answers", "ask", "ask_all", "ask_member", "listens"]

_HOMES = {
    "answers": "registry",
    "listens": "registry",
    "announce": "sending",
}


def __getattr__(name: str) -> Any:
    """Load a name of the interface at its first use: Django loads this package before its models may be."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"madang.exchange.{_HOMES.get(name, 'asking')}"), name)
