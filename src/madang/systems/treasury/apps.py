"""Wiring of the treasury."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from madang.framework.money.domain.states import AccountKind

ACCOUNTS = (
    ("payables", _("Payables"), AccountKind.LIABILITY),
    ("payments_unknown", _("Payments to be explained"), AccountKind.ASSET),
    ("expense.wages", _("Compensation of employees"), AccountKind.EXPENSE),
    ("expense.goods", _("Use of goods and services"), AccountKind.EXPENSE),
    ("expense.grants", _("Grants"), AccountKind.EXPENSE),
    ("expense.benefits", _("Social benefits"), AccountKind.EXPENSE),
    ("expense.assets", _("Acquired non-financial assets"), AccountKind.ASSET),
    ("revenue.taxes", _("Taxes"), AccountKind.REVENUE),
    ("revenue.other_revenue", _("Other revenue"), AccountKind.REVENUE),
    ("cash.taxes", _("Cash book: taxes"), AccountKind.REVENUE),
    ("cash.fees", _("Cash book: fees"), AccountKind.REVENUE),
    ("cash.penalties", _("Cash book: fines and penalties"), AccountKind.REVENUE),
    ("cash.other_revenue", _("Cash book: other revenue"), AccountKind.REVENUE),
    ("cash.bank", _("Cash book: the single account"), AccountKind.ASSET),
    ("cash.receipts_unknown", _("Cash book: receipts to be explained"), AccountKind.REVENUE),
    ("cash.payments_unknown", _("Cash book: payments to be explained"), AccountKind.EXPENSE),
    ("cash.wages", _("Cash book: compensation of employees"), AccountKind.EXPENSE),
    ("cash.goods", _("Cash book: goods and services"), AccountKind.EXPENSE),
    ("cash.grants", _("Cash book: grants"), AccountKind.EXPENSE),
    ("cash.benefits", _("Cash book: social benefits"), AccountKind.EXPENSE),
    ("cash.assets", _("Cash book: non-financial assets"), AccountKind.EXPENSE),
)


class TreasuryConfig(AppConfig):
    """The app `treasury`."""

    name = "madang.systems.treasury"
    label = "treasury"
    verbose_name = _("Treasury")

    def ready(self) -> None:
        """Declare duties, accounts and the line in the menu."""
        from madang.framework.cases import other_work
        from madang.framework.identity.access import duty
        from madang.framework.money import accounts
        from madang.framework.ui import menu
        from madang.systems.treasury import jobs  # noqa: F401
        from madang.systems.treasury.usecases import permissions, waiting
        from madang.systems.treasury.usecases.register_procedures import register_procedures

        duty(permissions.BUDGET, title=_("Budget officer"), describes=_("Leads budgets, allots, decides on transfers."))
        duty(permissions.PARLIAMENT, title=_("Official of parliament"), describes=_("Records amendments and votes."))
        duty(permissions.UNIT, title=_("Spending unit"), describes=_("Commits and verifies on its office's lines."))
        duty(permissions.OFFICER, title=_("Treasury officer"), describes=_("Prepares payments, imports bank files."))
        duty(permissions.APPROVER, title=_("Approver of payments"), describes=_("Releases batches; two are needed."))
        for code, title, kind in ACCOUNTS:
            accounts.declare(code, title=title, kind=kind)
        register_procedures()
        menu.add(title=_("Budget"), url="treasury:desk", roles=("official",), group="officials", order=71)
        menu.add(title=_("Public spending"), url="treasury:spending", group="money", order=70)
        other_work.add(waiting.waiting_work)
