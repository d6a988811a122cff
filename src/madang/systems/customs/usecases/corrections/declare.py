"""What this room makes known at start-up."""

from django.utils.translation import gettext_lazy as _

from madang.framework.cases import procedures
from madang.framework.money import accounts
from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template
from madang.systems.customs.usecases.corrections import decide_appeal, decide_claim
from madang.systems.customs.usecases.declarations.advance_declaration import account_of
from madang.systems.customs.usecases.declarations.words import ADDITION, levied_title

MESSAGES = (
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
    Template(
        "customs/assessment_told",
        _("Customs would assess declaration {number} anew"),
        _("Until {day} you may ask for a review of correction {correction}, or have it assessed at once, on its page."),
    ),
    Template(
        "customs/appealed",
        _("{number} against correction {correction} was received"),
        _("Another official decides it by {day}. What is to be paid stays payable meanwhile."),
    ),
    Template(
        "customs/appeal_upheld",
        _("{number} against correction {correction} was upheld"),
        _("The page of the correction says what follows. The reasons: {reasons}"),
    ),
    Template(
        "customs/appeal_dismissed",
        _("{number} against correction {correction} was dismissed"),
        _("The page of the correction says what stands. The reasons: {reasons}"),
    ),
    Template(
        "customs/collection_stayed",
        _("Collection for correction {correction} is stayed"),
        _("Until {number} is decided, nothing of it is collected."),
    ),
    Template(
        "customs/paid_late",
        _("Declaration {number}: {amount} more for paying late"),
        _("What correction {correction} charged was paid after its day. Its page shows how this is reckoned."),
    ),
)


def declare() -> None:
    """The account of what comes on top, the procedure, the messages."""
    accounts.declare(account_of(levy=ADDITION), title=levied_title(levy=ADDITION))
    for procedure in (decide_claim.procedure(), *decide_appeal.procedures()):
        procedures.register(procedure)
    catalogue.register(*MESSAGES)
