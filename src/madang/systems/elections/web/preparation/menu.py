"""Lines of the menu."""

from django.utils.translation import gettext_lazy as _


def declare_menu() -> None:
    """Make this room's pages known to the menu."""
    from madang.framework.ui import menu
    from madang.systems.elections.usecases.permissions import CREDENTIALS, MANAGER, STATION

    menu.add(title=_("Elections"), url="elections:elections", group="openness", order=50)
    menu.add(
        title=_("Desk of elections"),
        url="elections:desk",
        roles=("official",),
        duties=(MANAGER, CREDENTIALS, STATION),
        group="officials",
        order=80,
    )
