"""Lines of the menu."""

from django.utils.translation import gettext_lazy as _

from madang.framework.ui import menu


def declare_menu() -> None:
    """Make this room's pages known to the menu."""
    menu.add(title=_("Bonded areas"), url="customs:areas", group="services", order=64)
