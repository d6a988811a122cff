"""Lines of the menu."""


def declare_menu() -> None:
    """Nothing yet."""
