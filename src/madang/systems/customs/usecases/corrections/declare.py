"""What this room makes known at start-up."""

from django.utils.translation import gettext_lazy as _

from madang.framework.cases import procedures
from madang.framework.money import accounts
from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template
from madang.systems.customs.usecases.corrections import decide_claim
from madang.systems.customs.usecases.declarations.advance_declaration import account_of
from madang.systems.customs.usecases.declarations.words import ADDITION, levied_title


def declare() -> None:
    """The account of what comes on top, the procedure, the messages."""
    accounts.declare(account_of(levy=ADDITION), title=levied_title(levy=ADDITION))
    procedures.register(decide_claim.procedure())
    catalogue.register(
        Template(
            "customs/correction_payable",
            _("Declaration {number} corrected: {amount} to pay"),
            _("Correction {correction} is in effect. Pay {amount} by the day that its page names."),
        ),
        Template(
            "customs/corrected",
            _("Declaration {number} corrected"),
            _("Correction {correction} is in effect. Its page says what goes back to you."),
        ),
        Template(
            "customs/correction_claimed",
            _("Your claim {correction} was received"),
            _("An official answers your claim for correction of declaration {number} by {day}."),
        ),
        Template(
            "customs/correction_refused",
            _("Your claim {correction} was refused"),
            _("Declaration {number} stays as it is. The reasons: {reasons}"),
        ),
    )
