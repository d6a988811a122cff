"""Who may open and close doors, for `may`."""

from django.utils.translation import gettext_lazy as _

from madang.framework.identity.access import duty
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import permits

OPERATOR = duty(
    "admission.operator",
    title=_("Operator of the queues"),
    describes=_("Opens, slows down and closes the queues of busy days."),
)


@permits("admission.operate")
def may_operate(actor: Actor, resource: object) -> bool:
    """Operators, for every door."""
    return actor.has_duty(OPERATOR.code)
