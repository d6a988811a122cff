"""Lines of the menu."""

from django.utils.translation import gettext_lazy as _

from madang.framework.ui import menu
from madang.systems.customs.usecases.permissions import CARGO, INSPECTOR, OFFICER


def declare_menu() -> None:
    """Make this room's pages known to the menu."""
    menu.add(title=_("Where is my cargo?"), url="customs:cargo", group="services", order=62)
    menu.add(title=_("Manifests of cargo"), url="customs:cargo_mine", roles=("resident",), group="services", order=63)
    menu.add(
        title=_("Cargo desk"),
        url="customs:cargo_desk",
        roles=("official",),
        duties=(CARGO,),
        group="officials",
        order=62,
    )
    menu.add(
        title=_("Cargo map"),
        url="customs:cargo_map",
        roles=("official",),
        duties=(CARGO, OFFICER, INSPECTOR),
        group="officials",
        order=63,
    )
