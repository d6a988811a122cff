"""What ends a right to act for another: a death, another representative, a business that closes."""

from madang.contracts.businesses_v1 import BusinessChanged, BusinessClosed
from madang.contracts.envelope import Envelope
from madang.contracts.population_v1 import PersonDied
from madang.exchange import listens
from madang.framework.identity.actor import system_actor
from madang.framework.identity.usecases.answer_mandate import end_mandates, end_mandates_of_kind
from madang.framework.values import Party, clock
from madang.systems.mandates.domain.kinds import Kind
from madang.systems.mandates.usecases.name import SYSTEM

REPRESENTATIVES = "representatives"


@listens(PersonDied)
def hear_death(event: PersonDied, envelope: Envelope) -> None:
    """Every mandate of and for the dead ends; an heir's begins with it."""
    dead = Party.person(event.person)
    end_mandates(party=dead, actor=system_actor(SYSTEM), now=clock.now(), keeping=Kind.HEIR)


@listens(BusinessChanged)
def hear_change(event: BusinessChanged, envelope: Envelope) -> None:
    """Who represented the business does so no longer; who does now begins anew."""
    if REPRESENTATIVES in event.fields:
        business = Party.business(event.number)
        end_mandates_of_kind(grantor=business, kind=Kind.COMPANY, actor=system_actor(SYSTEM), now=clock.now())


@listens(BusinessClosed)
def hear_closure(event: BusinessClosed, envelope: Envelope) -> None:
    """Nobody acts for a closed business."""
    end_mandates(party=Party.business(event.number), actor=system_actor(SYSTEM), now=clock.now())
