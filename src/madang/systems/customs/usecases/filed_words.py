"""How the states of what is filed and decided are called: corrections, appeals, drawbacks, certificates of materials."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.systems.customs.domain.appeal import AppealState
from madang.systems.customs.domain.correction import CorrectionState
from madang.systems.customs.domain.drawback import DrawbackState
from madang.systems.customs.domain.material_certificate import CertificateState

STATES = {
    CorrectionState.FILED.value: _("waiting for its decision"),
    CorrectionState.TOLD.value: _("told before it is assessed"),
    CorrectionState.DROPPED.value: _("not assessed, after the review"),
    CorrectionState.DONE.value: pgettext_lazy("customs", "in effect"),
    CorrectionState.REFUSED.value: pgettext_lazy("customs", "refused"),
    AppealState.UPHELD.value: pgettext_lazy("customs", "upheld"),
    AppealState.DISMISSED.value: pgettext_lazy("customs", "dismissed"),
    DrawbackState.GRANTED.value: pgettext_lazy("customs drawback", "granted"),
    CertificateState.ISSUED.value: pgettext_lazy("customs", "issued"),
}
_TONES = {
    **dict.fromkeys(("done", "upheld", "granted", "issued"), "success"),
    **dict.fromkeys(("refused", "dismissed"), "danger"),
}


def tone_of(*, state: str) -> str:
    """The tone of its badge."""
    return _TONES.get(state, "warning")
