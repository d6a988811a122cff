"""Who may do what in tax."""

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import permits
from madang.framework.values import Party

OFFICER = "tax.officer"
REVIEWER = "tax.reviewer"
COLLECTOR = "tax.collector"
INSPECTOR = "tax.inspector"


@permits("tax.assess")
def assess(actor: Actor, resource: object) -> bool:
    """Officers register, assess and correct for the taxpayers of their office."""
    return actor.has_duty(OFFICER)


@permits("tax.review")
def review(actor: Actor, resource: object) -> bool:
    """Reviewers decide objections, and approve what a colleague assessed."""
    return actor.has_duty(REVIEWER)


@permits("tax.collect")
def collect(actor: Actor, resource: object) -> bool:
    """Collectors see arrears, defer and seize."""
    return actor.has_duty(COLLECTOR)


@permits("tax.inspect")
def inspect(actor: Actor, resource: object) -> bool:
    """Inspectors see risks and what they rest on, and select whom to audit."""
    return actor.has_duty(INSPECTOR)


@permits("tax.file", within=("tax.file",))
def file(actor: Actor, resource: object) -> bool:
    """A taxpayer files and sees its own, or whoever may act for it; the resource is the party, as text."""
    return actor.party is not None and str(resource) in {"", str(actor.party)}


@permits("tax.invoice", within=("tax.file",))
def invoice(actor: Actor, resource: object) -> bool:
    """A business issues, amends and sees its own invoices, through whoever may act for it; the resource is the party, as
    text."""
    return actor.party is not None and str(resource) in {"", str(actor.party)}


def of(party: Party) -> str:
    """How a taxpayer is named as a resource."""
    return str(party)
