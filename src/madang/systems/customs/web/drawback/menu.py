"""Lines of the menu."""

from django.utils.translation import gettext_lazy as _

from madang.framework.ui import menu


def declare_menu() -> None:
    """Make this room's pages known to the menu."""
    menu.add(title=_("Drawback of duty"), url="customs:drawbacks", roles=("resident",), group="services", order=61)
