"""Lines of the menu."""

from django.utils.translation import gettext_lazy as _


def declare_menu() -> None:
    """Make this room's pages known to the menu."""
    from madang.framework.ui import menu
    from madang.systems.tax.usecases.permissions import INSPECTOR

    menu.add(title=_("Report tax evasion"), url="tax:tip", group="money", order=48)
    menu.add(title=_("How audits are drawn"), url="tax:draws", group="openness", order=46)
    menu.add(title=_("Questions about my invoices"), url="tax:my_risks", roles=("resident",), group="money", order=47)
    for order, (title, name) in enumerate(
        ((_("Tax risks"), "risks"), (_("Selection for audit"), "selections"), (_("Reports of evasion"), "tips")),
        start=60,
    ):
        menu.add(
            title=title, url=f"tax:{name}", roles=("official",), duties=(INSPECTOR,), group="officials", order=order
        )
