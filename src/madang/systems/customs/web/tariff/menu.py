"""Lines of the menu."""


def declare_menu() -> None:
    """The tariff, for everybody."""
    from django.utils.translation import pgettext_lazy

    from madang.framework.ui import menu

    menu.add(title=pgettext_lazy("customs", "Customs tariff"), url="customs:tariff", group="services", order=90)
