"""Wiring of the treasury."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TreasuryConfig(AppConfig):
    """The app `treasury`."""

    name = "madang.systems.treasury"
    label = "treasury"
    verbose_name = _("Treasury")

    def ready(self) -> None:
        """Refuse to start with faulty accounts or posting rules; declare duties, procedures and lines of the menu."""
        from madang.framework.cases import other_work
        from madang.framework.identity.access import duty
        from madang.framework.money import accounts
        from madang.framework.ui import menu
        from madang.systems.treasury import jobs  # noqa: F401
        from madang.systems.treasury.usecases import permissions, waiting
        from madang.systems.treasury.usecases.accounting_rules import CHART, check_rules
        from madang.systems.treasury.usecases.register_procedures import register_procedures

        duty(permissions.BUDGET, title=_("Budget officer"), describes=_("Leads budgets, allots, decides on transfers."))
        duty(permissions.PARLIAMENT, title=_("Official of parliament"), describes=_("Records amendments and votes."))
        duty(permissions.UNIT, title=_("Spending unit"), describes=_("Commits and verifies on its office's lines."))
        duty(permissions.OFFICER, title=_("Treasury officer"), describes=_("Prepares payments, imports bank files."))
        duty(permissions.APPROVER, title=_("Approver of payments"), describes=_("Releases batches; two are needed."))
        duty(permissions.ACCOUNTANT, title=_("State accountant"), describes=_("Keeps assets and debt, closes years."))
        duty(permissions.AUDITOR, title=_("Auditor of the state's accounts"), describes=_("Follows any figure down."))
        accounts.chart(CHART)
        check_rules()
        register_procedures()
        other_work.add(waiting.waiting_work)
        menu.add(title=_("Budget"), url="treasury:desk", roles=("official",), group="officials", order=71)
        menu.add(
            title=_("Accounts of the state"), url="treasury:debts", roles=("official",), group="officials", order=72
        )
        menu.add(title=_("Public spending"), url="treasury:spending", group="money", order=70)
        menu.add(title=_("Financial statements of the state"), url="treasury:statements", order=71, foot=True)
