"""How commands speak to the person at the terminal."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape

out = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


class CommandFault(Exception):
    """Why a command cannot go on, in one sentence that says what to do."""

    def __str__(self) -> str:
        return escape(super().__str__())


def say(sentence: str) -> None:
    """A line for the person, on standard error, so that a command's output stays clean."""
    errors.print(sentence, soft_wrap=True)


@contextmanager
def step(sentence: str) -> Iterator[None]:
    """Says what begins and how long it took; a step quicker than a blink leaves one short line."""
    began = time.monotonic()
    with errors.status(sentence):
        yield
    say(f"  {sentence} [dim]{time.monotonic() - began:.1f} s[/dim]")
