"""What the law of a day says about collecting."""

from datetime import date

from madang.framework.law import citation, parameter

KEY = "tax.dues"


def number(*, name: str, on: date) -> int:
    """A term or a limit."""
    return int(parameter(f"{KEY}.{name}", on=on))


def article(*, name: str, on: date) -> str:
    """The article that sets it."""
    return citation(f"{KEY}.{name}", on=on)
