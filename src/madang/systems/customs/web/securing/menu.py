"""Lines of the menu."""

from django.utils.translation import gettext_lazy as _

from madang.framework.ui import menu
from madang.systems.customs.usecases.permissions import OFFICER


def declare_menu() -> None:
    """Make this room's pages known to the menu."""
    menu.add(
        title=_("Customs guarantees and procedures"),
        url="customs:guarantees",
        roles=("resident",),
        group="services",
        order=62,
    )
    menu.add(title=_("Authorised operators"), url="customs:operators", group="services", order=92)
    menu.add(
        title=_("Customs guarantees"), url="customs:guarantees_desk", duties=(OFFICER,), group="officials", order=62
    )
    menu.add(
        title=_("Goods under customs procedures"),
        url="customs:procedures_desk",
        duties=(OFFICER,),
        group="officials",
        order=63,
    )
