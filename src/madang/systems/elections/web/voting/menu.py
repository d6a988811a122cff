"""Lines of the menu."""

from django.utils.translation import gettext_lazy as _


def declare_menu() -> None:
    """Make this room's pages known to the menu."""
    from madang.framework.ui import menu

    menu.add(title=_("Vote"), url="elections:my_elections", roles=("resident",), group="services", order=90)
