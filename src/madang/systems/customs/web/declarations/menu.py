"""Lines of the menu."""

from django.utils.translation import gettext_lazy as _

from madang.framework.ui import menu
from madang.systems.customs.usecases.permissions import INSPECTOR, OFFICER


def declare_menu() -> None:
    """Make this room's pages known to the menu."""
    menu.add(
        title=_("Customs declarations"), url="customs:declarations", roles=("resident",), group="services", order=60
    )
    menu.add(
        title=_("Customs declarations"),
        url="customs:declarations_desk",
        duties=(OFFICER, INSPECTOR),
        group="officials",
        order=60,
    )
