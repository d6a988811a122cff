"""How the room of leaving goods says no."""

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal


class LoadingRefused(Refusal):
    """Something in the manifest does not hold; every fault is told."""

    code = "customs.leaving.refused"
    says = _("Nothing of the manifest was taken. Correct every fault and send it again.")
    status = 422


class LeavingRefused(Refusal):
    """What was told of leaving goods cannot have happened; every fault is told."""

    code = "customs.leaving.move_refused"
    says = _("Nothing was recorded. Correct every fault and send it again.")
    status = 422


class NotToCancel(Refusal):
    """The release stays."""

    code = "customs.leaving.not_to_cancel"
    says = _("The release cannot be cancelled: {why}")


class NotHeardYet(Refusal):
    """The exporter may still answer."""

    code = "customs.leaving.not_heard"
    says = _("The exporter may answer until {day}. Decide when the answer is here or that day is over.")


class AnotherOfficer(Refusal):
    """Who began it does not decide it."""

    code = "customs.leaving.another_officer"
    says = _("You began this cancelling. Another officer decides it.")
    status = 403


class AnswerFaulty(Refusal):
    """A reason or an answer is missing."""

    code = "customs.leaving.answer"
    says = _("Nothing was sent. Correct what is marked.")
    status = 422


class TermFaulty(Refusal):
    """The longer term cannot be."""

    code = "customs.leaving.term"
    says = _("The term was not changed. Correct what is marked.")
    status = 422


class NoSuchExport(Refusal):
    """No such export at the officer's office, or it needs no term."""

    code = "customs.leaving.none"
    says = _("There is no such export that waits to be loaded at your office. Look in the list.")
    status = 404
