"""What this room makes known at start."""

from django.utils.translation import gettext_lazy as _

from madang.framework.identity.mandate_scopes import mandate_scope
from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template
from madang.systems.tax.usecases.invoices.record_invoices import TEMPLATE


def declare() -> None:
    """Messages to buyers, and the scope of a mandate that covers invoices alone."""
    mandate_scope("tax.invoice:*", title=_("Issue and see tax invoices"))
    catalogue.register(
        Template(
            TEMPLATE,
            _("Tax invoice from {seller}"),
            _("{seller} issued {count} to you, {amount} in all with tax. Look whether they are right."),
        )
    )
