"""How long work says how far it is."""

from typing import Protocol


class Progress(Protocol):
    """What a long piece of work calls as it goes: what it does and, where it counts, how many of how many are done."""

    def __call__(self, what: str, done: int = 0, total: int | None = None) -> None: ...
