"""Lines of the menu."""


def declare_menu() -> None:
    """Make this room's pages known to the menu."""
    from django.utils.translation import pgettext_lazy

    from madang.framework.ui import menu
    from madang.systems.tax.usecases.permissions import COLLECTOR, OFFICER, REVIEWER

    menu.add(
        title=pgettext_lazy("tax", "Taxes to pay and to get back"),
        url="tax:dues",
        roles=("resident",),
        group="money",
        order=21,
    )
    desks = (
        ("desk_assessments", pgettext_lazy("tax", "Assessments"), (OFFICER, REVIEWER)),
        ("arrears", pgettext_lazy("tax", "Arrears"), (COLLECTOR,)),
        ("desk_refunds", pgettext_lazy("tax", "Tax refunds"), (COLLECTOR,)),
        ("seizures", pgettext_lazy("tax", "Seizures"), (COLLECTOR,)),
    )
    for order, (name, title, duties) in enumerate(desks, start=100):
        menu.add(title=title, url=f"tax:{name}", roles=("official",), duties=duties, order=order)
