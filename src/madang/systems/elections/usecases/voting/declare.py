"""What this room makes known at start-up."""


def declare() -> None:
    """Nothing yet."""
