"""Lines of the menu."""


def declare_menu() -> None:
    """Trade statistics, for everybody."""
    from django.utils.translation import gettext_lazy as _

    from madang.framework.ui import menu

    menu.add(title=_("Trade statistics"), url="customs:trade", group="services", order=91)
