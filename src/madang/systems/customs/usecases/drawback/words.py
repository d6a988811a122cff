"""How drawbacks are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.systems.customs.domain.drawback import DrawbackMethod, DrawbackState

METHODS = {
    DrawbackMethod.INDIVIDUAL.value: _("By what was paid for the materials"),
    DrawbackMethod.FIXED.value: _("By the table of fixed amounts"),
}
STATES = {
    DrawbackState.FILED.value: _("waiting for its decision"),
    DrawbackState.GRANTED.value: pgettext_lazy("customs", "granted"),
    DrawbackState.REFUSED.value: pgettext_lazy("customs", "refused"),
}
TONES = {DrawbackState.GRANTED.value: "success", DrawbackState.REFUSED.value: "danger"}
