"""Why a return is not taken."""

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal


class NoSuchPeriod(Refusal):
    """The address names no period of this tax."""

    code = "tax.no_such_period"
    says = _("There is no return for {period}. Choose a period from the list of your returns.")
    status = 404


class ReturnNotOpen(Refusal):
    """The period is not over, or filing has not begun."""

    code = "tax.return_not_open"
    says = _("The return for {period} was not taken: it can be filed from {opens_on}. Your draft stays saved.")


class ReturnRefused(Refusal):
    """Something in the return does not hold; every fault is told."""

    code = "tax.return_refused"
    says = _(
        "The return was not taken and nothing was filed. {says} Correct it and file again; your draft stays saved."
    )
    status = 422


class ReturnAlreadyFiled(Refusal):
    """The first return of the period stands, with other figures."""

    code = "tax.return.already_filed"
    says = _("The return for {period} was filed before as {number}. Open it and correct it there.")


class ReturnChanged(Refusal):
    """What the page showed is no longer what would be filed."""

    code = "tax.return_changed"
    says = _(
        "The return was not filed: a figure changed after this page was shown. Look at the figures again, then file."
    )


class NothingFiled(Refusal):
    """A correction needs a return."""

    code = "tax.nothing_filed"
    says = _("There is no return for {period} to correct. File it first.")
    status = 404


class NothingChanges(Refusal):
    """The correction comes to the same sum."""

    code = "tax.nothing_changes"
    says = _("The correction was not taken: it comes to the same sum as return {number}. Change a figure first.")
    status = 422


class OwesMore(Refusal):
    """A claim asks for less."""

    code = "tax.owes_more"
    says = _("By these figures you owe more than you filed. File them as an amended return, not as a claim.")
    status = 422


class OwesLess(Refusal):
    """An amendment owes more."""

    code = "tax.owes_less"
    says = _("By these figures you owe less than you filed. Claim a correction; the tax office decides about it.")
    status = 422


class ClaimTooLate(Refusal):
    """The years in which one may claim are over."""

    code = "tax.claim_too_late"
    says = _("The claim was not taken: corrections of {period} could be claimed until {until}.")


class ClaimUndecided(Refusal):
    """One claim at a time."""

    code = "tax.claim_undecided"
    says = _("The tax office has not yet decided your claim {case}. Wait for the decision, or withdraw it first.")


class ReasonMissing(Refusal):
    """A figure of one's own, or a claim, says why."""

    code = "tax.reason_missing"
    says = _("Nothing was changed: say in a sentence why the figure is another.")
    status = 422
