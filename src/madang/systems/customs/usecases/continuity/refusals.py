"""Why a fallback, a declaration written without a network or a release on paper is not taken."""

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal


class FallbackFaulty(Refusal):
    """What was said of the outage cannot be."""

    code = "customs.fallback.faulty"
    says = _("Nothing was recorded. Correct what is marked.")
    status = 422


class FallbackStands(Refusal):
    """One at a time for an office."""

    code = "customs.fallback.stands"
    says = _("A fallback of this office is proposed or in force already. Open it in the list.")


class OwnFallback(Refusal):
    """Two officers sign."""

    code = "customs.fallback.own"
    says = _("You signed the first half of this. A second officer signs the other.")


class FallbackMovedOn(Refusal):
    """Its state does not let this happen."""

    code = "customs.fallback.moved_on"
    says = _("The fallback is not in a state in which this can be done. Read its page again.")


class NoSuchFallback(Refusal):
    """No such fallback, or another office's."""

    code = "customs.fallback.none"
    says = _("There is no such fallback at your office. Look in the list.")
    status = 404


class ReferenceNotProvisional(Refusal):
    """The check sign does not fit."""

    code = "customs.offline.reference"
    says = _(
        "This is no provisional reference, or a sign of it is wrong. Write the declaration again on the page for work "
        "without a network."
    )
    status = 422


class OtherParty(Refusal):
    """It was written for somebody else than the sender acts for."""

    code = "customs.offline.other_party"
    says = _("It was written for {whom}, and you act for somebody else now. Act for that party, then send it again.")


class PaperFaulty(Refusal):
    """What was said of the paper cannot be."""

    code = "customs.paper.faulty"
    says = _("The release on paper was not entered. Correct what is marked.")
    status = 422


class PaperEntered(Refusal):
    """It is there already."""

    code = "customs.paper.entered"
    says = _("A release on paper was entered for this declaration before: paper {paper}.")
