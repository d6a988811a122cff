"""Duties of the register and who may do what."""

from django.utils.translation import gettext_lazy as _

from madang.framework.identity.access import duty
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import permits

REGISTRAR = "population.registrar"
READER = "population.reader"

duty(REGISTRAR, title=_("Resident registrar"), describes=_("Decides reports to the resident register and imports."))
duty(READER, title=_("Reader of the resident register"), describes=_("Searches the register, numbers masked."))


@permits("population.read")
def may_read(actor: Actor, resource: object) -> bool:
    """Search and look at people, numbers masked."""
    return actor.has_duty(READER) or actor.has_duty(REGISTRAR)


@permits("population.unmask")
def may_unmask(actor: Actor, resource: object) -> bool:
    """See a whole resident number, for a reason that is recorded."""
    return actor.has_duty(REGISTRAR)


@permits("population.import")
def may_import(actor: Actor, resource: object) -> bool:
    """Import a register."""
    return actor.has_duty(REGISTRAR)
