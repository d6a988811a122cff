"""Lines of the menu."""

from django.utils.translation import gettext_lazy as _

from madang.framework.ui import menu
from madang.systems.customs.usecases.permissions import PERMITS


def declare_menu() -> None:
    """Make this room's pages known to the menu."""
    menu.add(title=_("Permits for goods"), url="customs:permits", group="services", order=91)
    menu.add(
        title=_("Requests for permits"), url="customs:permits_desk", duties=(PERMITS,), group="officials", order=68
    )
