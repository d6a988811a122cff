"""What suppliers are told."""

from django.utils.translation import gettext_lazy as _

from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template
from madang.systems.procurement.usecases.supply.declare import TEMPLATE
from madang.systems.procurement.usecases.supply.sanction import DECISION, NOTICE


def register_messages() -> None:
    """Make the messages known."""
    catalogue.register(
        Template(
            TEMPLATE,
            _("A certificate ends on {until_on}"),
            _(
                "Your certificate “{kind}” with the number {number} ends on {until_on}. Note the new one on your company page."
            ),
        ),
        Template(
            NOTICE,
            _("An office proposes to bar your business from tenders"),
            _(
                "Matter {number}: read what is said of your business and answer until {due_on}. Nothing is decided before."
            ),
            by_sms=True,
        ),
        Template(
            DECISION,
            _("Matter {number} is decided: {outcome}"),
            _("The decision with its reasons stands on the page of matter {number}, with how you can contest it."),
            by_sms=True,
        ),
    )
