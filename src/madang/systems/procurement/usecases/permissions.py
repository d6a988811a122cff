"""Who may do what in procurement."""

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import permits
from madang.framework.values import PartyKind

BUYER = "procurement.buyer"
CUSTODIAN = "procurement.custodian"
EVALUATOR = "procurement.evaluator"
REVIEWER = "procurement.reviewer"
INTEGRITY = "procurement.integrity"


@permits("procurement.buy")
def buy(actor: Actor, resource: object) -> bool:
    """Buyers plan, tender, award and contract for their own office, which is the resource."""
    return actor.has_duty(BUYER, str(resource))


@permits("procurement.import_classes")
def import_classes(actor: Actor, resource: object) -> bool:
    """The list of UNSPSC is imported by the machinery alone, from a file that its keeper names."""
    return False


@permits("procurement.hold_key")
def hold_key(actor: Actor, resource: object) -> bool:
    """Custodians hold one share of a ceremony's key, and give it at the opening."""
    return actor.has_duty(CUSTODIAN)


@permits("procurement.evaluate")
def evaluate(actor: Actor, resource: object) -> bool:
    """Evaluators score the offers of tenders whose panel they sit on."""
    return actor.has_duty(EVALUATOR)


@permits("procurement.review")
def review(actor: Actor, resource: object) -> bool:
    """Reviewers decide on complaints and sanctions."""
    return actor.has_duty(REVIEWER)


@permits("procurement.inspect")
def inspect(actor: Actor, resource: object) -> bool:
    """The integrity office sees the indicators and what they rest on."""
    return actor.has_duty(INTEGRITY)


@permits("procurement.supply", within=("procurement.supply",))
def supply(actor: Actor, resource: object) -> bool:
    """A business registers, bids, contracts and sells through whoever may act for it; the resource is its number."""
    party = actor.party
    return party is not None and party.kind is PartyKind.BUSINESS and str(resource) in {"", party.key}
