"""Who may do what in the business register."""

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import permits

REGISTRAR = "businesses.registrar"


@permits("businesses.enter")
def enter(actor: Actor, resource: object) -> bool:
    """Entries are made by registrars, on a case they decide."""
    return actor.has_duty(REGISTRAR)


@permits("businesses.see_register")
def see_register(actor: Actor, resource: object) -> bool:
    """The whole entry with its representatives: registrars."""
    return actor.has_duty(REGISTRAR)
