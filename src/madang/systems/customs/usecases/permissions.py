"""Who may do what in customs."""

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import permits

OFFICER = "customs.officer"
INSPECTOR = "customs.inspector"
ANALYST = "customs.analyst"
CARGO = "customs.cargo"
PERMITS = "customs.permits"
TARIFF = "customs.tariff"
REVIEWER = "customs.reviewer"


@permits("customs.watch_cargo")
def watch_cargo(actor: Actor, resource: object) -> bool:
    """Cargo officers see all cargo and record what happens to it."""
    return actor.has_duty(CARGO)


@permits("customs.keep_areas")
def keep_areas(actor: Actor, resource: object) -> bool:
    """Cargo officers enter what is decided of bonded areas and approve what colleagues entered; the resource is the office's
    code."""
    return actor.has_duty(CARGO, str(resource) or None)


@permits("customs.cargo")
def cargo(actor: Actor, resource: object) -> bool:
    """A business lodges its manifests, keeps its store and moves goods, through whoever may act for it; the resource is the
    party, as text."""
    return actor.party is not None and str(resource) == str(actor.party)


@permits("customs.release_goods")
def release_goods(actor: Actor, resource: object) -> bool:
    """Customs officers release goods; else only the machinery, for declarations that nobody has to look at."""
    return actor.has_duty(OFFICER)


@permits("customs.analyse_risk")
def analyse_risk(actor: Actor, resource: object) -> bool:
    """Risk analysts see reasons and scores, write rules and approve those of colleagues."""
    return actor.has_duty(ANALYST)


@permits("customs.keep_tariff")
def keep_tariff(actor: Actor, resource: object) -> bool:
    """Tariff officers enter measures and quotas and decide on those of colleagues."""
    return actor.has_duty(TARIFF)


@permits("customs.declare")
def declare_goods(actor: Actor, resource: object) -> bool:
    """A trader lodges and sees its own declarations, or whoever may act for it; the resource is the party, as text."""
    return actor.party is not None and str(resource) in {"", str(actor.party)}


@permits("customs.control")
def control(actor: Actor, resource: object) -> bool:
    """Officers and inspectors open declarations; the resource is the office's code."""
    return any(actor.has_duty(one, str(resource) or None) for one in (OFFICER, INSPECTOR))


@permits("customs.fallback")
def declare_fallback(actor: Actor, resource: object) -> bool:
    """Officers declare and end the fallback of their office, or of all; the resource is the office's code."""
    return actor.has_duty(OFFICER, str(resource) or None)


@permits("customs.secure")
def secure(actor: Actor, resource: object) -> bool:
    """Officers accept guarantees, confirm how goods left a procedure and extend terms; the resource is the office's code."""
    return actor.has_duty(OFFICER, str(resource) or None)


@permits("customs.decide")
def decide(actor: Actor, resource: object) -> bool:
    """Officers accept withdrawals and corrections; the resource is the office's code."""
    return actor.has_duty(OFFICER, str(resource) or None)


@permits("customs.review")
def review(actor: Actor, resource: object) -> bool:
    """Reviewers judge what is held against customs; the resource is the office's code."""
    return actor.has_duty(REVIEWER, str(resource) or None)


@permits("customs.permit")
def permit(actor: Actor, resource: object) -> bool:
    """Officers of an agency examine and answer what their office is asked, and give licences; the resource is its code."""
    return actor.has_duty(PERMITS, str(resource) or None)
