"""Wiring of tax."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TaxConfig(AppConfig):
    """The app `tax`."""

    name = "madang.systems.tax"
    label = "tax"
    verbose_name = _("Tax")

    def ready(self) -> None:
        """Declare duties, then what each room makes known and its lines of the menu."""
        from madang.systems.tax import exchange, jobs  # noqa: F401
        from madang.systems.tax.usecases.compliance.declare import declare as compliance
        from madang.systems.tax.usecases.dues.declare import declare as dues
        from madang.systems.tax.usecases.invoices.declare import declare as invoices
        from madang.systems.tax.usecases.registration.declare import declare as registration
        from madang.systems.tax.usecases.returns.declare import declare as returns
        from madang.systems.tax.web.compliance.menu import declare_menu as compliance_menu
        from madang.systems.tax.web.dues.menu import declare_menu as dues_menu
        from madang.systems.tax.web.invoices.menu import declare_menu as invoices_menu
        from madang.systems.tax.web.registration.menu import declare_menu as registration_menu
        from madang.systems.tax.web.returns.menu import declare_menu as returns_menu

        _declare_duties()
        for room in (registration, invoices, returns, dues, compliance):
            room()
        exchange.offer_services()
        for menu in (registration_menu, invoices_menu, returns_menu, dues_menu, compliance_menu):
            menu()


def _declare_duties() -> None:
    from madang.framework.admission import declare_door
    from madang.framework.identity.access import duty
    from madang.systems.tax.usecases import permissions

    duty(permissions.OFFICER, title=_("Tax officer"), describes=_("Registers, assesses and corrects taxes."))
    duty(permissions.REVIEWER, title=_("Reviewer of taxes"), describes=_("Decides objections, approves assessments."))
    duty(permissions.COLLECTOR, title=_("Tax collector"), describes=_("Collects what is overdue."))
    duty(permissions.INSPECTOR, title=_("Tax inspector"), describes=_("Looks at risks and selects whom to audit."))
    declare_door(
        "tax.filing",
        title=_("Filing of tax returns"),
        start="tax:my_returns",
        prepare=(_("The number of the account for a refund"),),
    )
