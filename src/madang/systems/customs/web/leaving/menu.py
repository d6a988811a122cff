"""Lines of the menu."""

from django.utils.translation import gettext_lazy as _

from madang.framework.ui import menu
from madang.systems.customs.usecases.permissions import OFFICER


def declare_menu() -> None:
    """Make this room's pages known to the menu."""
    menu.add(
        title=_("Exports to be loaded"), url="customs:leaving_desk", duties=(OFFICER,), group="officials", order=67
    )
