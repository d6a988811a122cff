"""Lines of the menu."""

from django.utils.translation import gettext_lazy as _

from madang.framework.ui import menu
from madang.systems.customs.usecases.permissions import OFFICER


def declare_menu() -> None:
    """Statements for traders, doubts for officers."""
    menu.add(title=_("Customs value"), url="customs:value_statements", roles=("resident",), group="services", order=63)
    menu.add(
        title=_("Doubted customs values"), url="customs:value_desk", duties=(OFFICER,), group="officials", order=64
    )
