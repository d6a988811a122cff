"""Who may do what with relying parties."""

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import permits

REGISTRAR = "digital_identity.registrar"


@permits("digital_identity.apply")
def apply(actor: Actor, resource: object) -> bool:
    """Whoever acts for a person or a business."""
    return actor.party is not None


@permits("digital_identity.register")
def register(actor: Actor, resource: object) -> bool:
    """Registrars enter relying parties, on a case that they decide, and suspend them."""
    return actor.has_duty(REGISTRAR)
