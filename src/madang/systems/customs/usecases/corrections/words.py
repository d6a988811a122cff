"""How corrections and their steps are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.systems.customs.domain.correction import CorrectionKind, CorrectionState

KINDS = {
    CorrectionKind.SUPPLEMENT.value: _("Supplementary payment"),
    CorrectionKind.AMENDED.value: _("Amended declaration"),
    CorrectionKind.CLAIM.value: _("Claim for correction"),
    CorrectionKind.ASSESSED.value: _("Assessment by customs"),
}
STATES = {
    CorrectionState.FILED.value: _("waiting for its decision"),
    CorrectionState.DONE.value: pgettext_lazy("customs", "in effect"),
    CorrectionState.REFUSED.value: pgettext_lazy("customs", "refused"),
}
TONES = {CorrectionState.DONE.value: "success", CorrectionState.REFUSED.value: "danger"}
STEPS = {
    "interest": _("Interest of the supplement"),
    "penalty": _("Additional tax on the shortfall"),
    "cut": _("Less for correcting it yourself in time"),
    "days": _("Additional tax for each day"),
}
REFUNDS = {
    "owed": _("on its way to your account"),
    "paid": pgettext_lazy("customs", "paid"),
    "returned": _("waiting for an account"),
}
