"""Words of bonded areas in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.framework.ui import written
from madang.systems.customs.domain.areas import AreaState, Standing

KINDS: Mapping[str, Any] = {
    "licence": _("Licence or designation"),
    "suspension": _("Suspension of intake"),
    "end": _("End of the area"),
    "clearing": _("Days to clear it"),
}
GROUNDS: Mapping[str, Any] = {
    "cannot_pay": _("The keeper cannot pay the duties on the goods"),
    "broke_law": _("The keeper broke the law"),
    "unfit": _("The place is not fit for its purpose"),
    "given_up": _("The keeper gave it up"),
    "dissolved": _("The keeper died or was dissolved"),
    "revoked": _("The licence was revoked"),
    "not_needed": _("It is not needed any more"),
}
STATES: Mapping[AreaState, Any] = {
    AreaState.COMING: pgettext_lazy("bonded area", "Begins later"),
    AreaState.OPEN: pgettext_lazy("bonded area", "Open"),
    AreaState.SUSPENDED: pgettext_lazy("bonded area", "Takes nothing in"),
    AreaState.ENDED: pgettext_lazy("bonded area", "Ended"),
}
DECIDED: Mapping[str, Any] = {
    "proposed": pgettext_lazy("bonded area", "Waits for a second officer"),
    "approved": pgettext_lazy("bonded area", "approved"),
    "refused": pgettext_lazy("bonded area", "refused"),
}


def says(*, one: Standing) -> str:
    """What an area is, and until when."""
    if one.until is None:
        return str(STATES[one.state])
    if one.state is AreaState.ENDED:
        return _t("Ended; goods leave by {day}").format(day=written.day(one.until))
    return _t("{state} until {day}").format(state=STATES[one.state], day=written.day(one.until))
