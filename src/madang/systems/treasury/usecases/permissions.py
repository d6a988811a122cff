"""Who may do what in the treasury."""

from madang.framework.identity.actor import Actor, ActorKind
from madang.framework.identity.may import permits
from madang.framework.identity.officers import officer

BUDGET = "treasury.budget_officer"
UNIT = "treasury.spending_unit"
OFFICER = "treasury.officer"
APPROVER = "treasury.approver"
PARLIAMENT = "treasury.parliament"
ACCOUNTANT = "treasury.accountant"
AUDITOR = "treasury.auditor"


@permits("treasury.appropriate")
def appropriate(actor: Actor, resource: object) -> bool:
    """Budget officers enter what parliament appropriated, allot it and freeze it."""
    return actor.has_duty(BUDGET)


@permits("treasury.formulate")
def formulate(actor: Actor, resource: object) -> bool:
    """Budget officers lead a budget from ceilings to the government's proposal, and keep the classification."""
    return actor.has_duty(BUDGET)


@permits("treasury.vote")
def vote(actor: Actor, resource: object) -> bool:
    """Officials of parliament record its amendments and its vote."""
    return actor.has_duty(PARLIAMENT)


@permits("treasury.ask")
def ask(actor: Actor, resource: object) -> bool:
    """A spending unit asks for budget, transfers and carry-over for its own office, which is the resource."""
    return actor.has_duty(UNIT, str(resource))


@permits("treasury.spend")
def spend(actor: Actor, resource: object) -> bool:
    """A spending unit commits and verifies on the lines of its own office, which is the resource."""
    return actor.has_duty(UNIT, str(resource))


@permits("treasury.pay")
def pay(actor: Actor, resource: object) -> bool:
    """Treasury officers prepare batches and import statements."""
    return actor.has_duty(OFFICER)


@permits("treasury.approve")
def approve(actor: Actor, resource: object) -> bool:
    """Approvers release batches."""
    return actor.has_duty(APPROVER)


@permits("treasury.close")
def close(actor: Actor, resource: object) -> bool:
    """Accountants enter rates, keep assets and debt, and close years."""
    return actor.has_duty(ACCOUNTANT)


@permits("treasury.inspect")
def inspect(actor: Actor, resource: object) -> bool:
    """Auditors see every document of the treasury; each look is recorded."""
    return actor.has_duty(AUDITOR)


def who(actor: Actor, by: str) -> str:
    """Who acted: for a system the one whom it names, else the officer."""
    return by[:100] if actor.kind is ActorKind.SYSTEM and by else officer(actor)
