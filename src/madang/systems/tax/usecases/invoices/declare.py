"""What this room makes known at start-up."""


def declare() -> None:
    """Procedures, messages, and work that waits."""
