"""Lines of the menu."""


def declare_menu() -> None:
    """The tariff, for everybody."""
    from django.utils.translation import gettext_lazy, pgettext_lazy

    from madang.framework.ui import menu
    from madang.systems.customs.usecases.permissions import TARIFF

    menu.add(title=pgettext_lazy("customs", "Customs tariff"), url="customs:tariff", group="services", order=90)
    menu.add(
        title=gettext_lazy("Trade measures"),
        url="customs:measures",
        roles=("official",),
        duties=(TARIFF,),
        group="officials",
        order=72,
    )
