"""Lines of the menu."""

from django.utils.translation import gettext_lazy as _

from madang.framework.ui import menu
from madang.systems.customs.usecases.permissions import INSPECTOR, OFFICER


def declare_menu() -> None:
    """Make this room's pages known to the menu."""
    menu.add(title=_("Parcels from abroad"), url="customs:parcels", roles=("resident",), group="services", order=61)
    menu.add(
        title=_("Parcels to look at"),
        url="customs:parcel_desk",
        duties=(OFFICER, INSPECTOR),
        group="officials",
        order=66,
    )
