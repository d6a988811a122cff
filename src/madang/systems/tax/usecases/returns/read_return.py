"""Look at a return."""

from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.values import Refusal, clock
from madang.systems.tax.models import Return


class NoSuchReturn(Refusal):
    """No return of the asker has this number."""

    code = "tax.no_such_return"
    says = _("None of your returns has this number. Look it up in the list of your returns.")
    status = 404


def note_look(*, one: Return, actor: Actor) -> None:
    """An official's look at a return is in the trail."""
    record(actor=actor, action="tax.look_at_return", target=f"return:{one.number}", detail={}, now=clock.now())
