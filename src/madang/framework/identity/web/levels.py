"""Levels of assurance in words, and what is said when one is lower than usual."""

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.framework.identity.actor import Assurance
from madang.framework.identity.domain import Assured, Ground
from madang.framework.identity.requests import ActorRequest

LEVELS = {
    Assurance.NONE: gettext_lazy("none"),
    Assurance.LOW: gettext_lazy("low"),
    Assurance.SUBSTANTIAL: gettext_lazy("substantial"),
    Assurance.HIGH: gettext_lazy("high"),
}


def tell_outage(request: ActorRequest, assured: Assured) -> None:
    """Say that the level is lower today, and why."""
    if assured.ground is Ground.OUTAGE:
        says = _(
            "The service that confirms the standing of your means of identification does not answer, so you are signed "
            "in at the level “{level}”. Some services will ask you to come back later."
        )
        messages.warning(request, says.format(level=LEVELS[Assurance(assured.level)]))
