"""Who may do what here. The scope of a mandate names the service: `civil.apply:population.abstract`, or `civil.apply:*`."""

from typing import Any

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import permits

APPLY = "civil.apply"
SEE = "civil.see_application"
SERVE = "civil.serve_at_counter"
COUNTER = "civil.counter"
REVIEWER = "civil.officer"


@permits(APPLY)
def may_apply(actor: Actor, service: Any) -> bool:
    """Whoever acts for a party may apply for it; a mandate must cover the service."""
    return actor.party is not None


@permits(SEE, within=(APPLY,))
def may_see(actor: Actor, application: Any) -> bool:
    """Its subject (or who acts for them), who filed it, and the counter official who took it."""
    if actor.party is not None and str(actor.party) == str(application.subject):
        return True
    if actor.acting_for is None and actor.person and application.filed_by == actor.person:
        return True
    return may_serve(actor, None) and getattr(application, "official", None) == actor.account_id


@permits(SERVE)
def may_serve(actor: Actor, resource: Any) -> bool:
    """Officials of a civil counter."""
    return actor.has_duty(COUNTER)
