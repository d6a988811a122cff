"""How states and reasons of parcels are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.systems.customs.domain.express import Carried, Why
from madang.systems.customs.models import Parcel

STATES = {
    "released": pgettext_lazy("customs parcel", "released by the list"),
    "held": pgettext_lazy("customs parcel", "being looked at"),
    "refused": pgettext_lazy("customs parcel", "not released"),
    "to_declare": pgettext_lazy("customs parcel", "its declaration is being made"),
    "declared": pgettext_lazy("customs parcel", "declared"),
    "faulty": pgettext_lazy("customs parcel", "declare it yourself"),
}
CARRIED = {
    Carried.EXPRESS.value: pgettext_lazy("customs parcel", "Express cargo"),
    Carried.POST.value: pgettext_lazy("customs parcel", "Post"),
}
ASKED = {
    "not_mine": _("Reported as not yours"),
    "return": _("What was paid, asked back"),
}
ASKED_STATES = {
    "asked": pgettext_lazy("customs parcel", "an official answers"),
    "granted": pgettext_lazy("customs parcel", "agreed to"),
    "refused": pgettext_lazy("customs parcel", "not agreed to"),
}
WHYS = {
    Why.OVER_LIMIT.value: _("It is worth more than a list clears."),
    Why.TOGETHER.value: _("With what you ordered of this seller on the same day it is worth more than a list clears."),
    Why.EXCLUDED.value: _("A list never clears such goods."),
    Why.NOT_OWN_USE.value: _("It is not for your own use."),
}


def why(one: Parcel) -> str:
    """Why the list alone did not clear it, in sentences."""
    return " ".join(str(WHYS[each]) for each in one.whys)
