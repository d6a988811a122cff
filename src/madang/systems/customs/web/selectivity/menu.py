"""Lines of the menu."""

from django.utils.translation import gettext_lazy as _


def declare_menu() -> None:
    """Make this room's pages known to the menu."""
    from madang.framework.ui import menu
    from madang.systems.customs.usecases.permissions import ANALYST

    for order, (title, name) in enumerate(
        ((_("Customs risk rules"), "risk_rules"), (_("Customs risk score"), "risk_model")), start=70
    ):
        menu.add(
            title=title, url=f"customs:{name}", roles=("official",), duties=(ANALYST,), group="officials", order=order
        )
