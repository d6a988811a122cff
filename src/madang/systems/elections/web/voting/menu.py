"""Lines of the menu."""

from django.utils.translation import pgettext_lazy


def declare_menu() -> None:
    """Make this room's pages known to the menu."""
    from madang.framework.ui import menu

    menu.add(
        title=pgettext_lazy("election", "Vote"),
        url="elections:my_elections",
        roles=("resident",),
        group="services",
        order=90,
    )
