"""Lines of the menu."""


def declare_menu() -> None:
    """Make this room's pages known to the menu."""
