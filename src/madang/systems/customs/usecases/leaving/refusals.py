"""Why a loading or a longer term is not taken."""

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal


class LoadingRefused(Refusal):
    """Something in the manifest does not hold; every fault is told."""

    code = "customs.leaving.refused"
    says = _("Nothing of the manifest was taken. Correct every fault and send it again.")
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
