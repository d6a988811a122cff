"""Lines of the menu."""

from django.utils.translation import gettext_lazy as _

from madang.framework.ui import menu
from madang.systems.customs.usecases.permissions import OFFICER


def declare_menu() -> None:
    """Make this room's pages known to the menu."""
    menu.add(title=_("Status of the customs service"), url="customs:status", group="openness", order=62)
    menu.add(title=_("Fallback procedure"), url="customs:fallbacks", duties=(OFFICER,), group="officials", order=65)
