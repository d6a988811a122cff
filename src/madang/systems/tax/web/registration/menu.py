"""Lines of the menu."""


def declare_menu() -> None:
    """Make this room's pages known to the menu."""
    from django.utils.translation import pgettext_lazy

    from madang.framework.ui import menu
    from madang.systems.tax.usecases.permissions import COLLECTOR, INSPECTOR, OFFICER, REVIEWER

    menu.add(title=pgettext_lazy("tax", "Taxes"), url="tax:front", group="money", order=20)
    every = (OFFICER, REVIEWER, COLLECTOR, INSPECTOR)
    menu.add(title=pgettext_lazy("tax", "Taxpayers"), url="tax:taxpayers", roles=("official",), duties=every, order=99)
