"""What digital identity hears: a death closes the account. It answers nothing."""

from madang.contracts.envelope import Envelope
from madang.contracts.population_v1 import PersonDied
from madang.exchange import listens
from madang.framework.identity.actor import system_actor
from madang.framework.identity.usecases.close_account import close_account
from madang.framework.values import clock
from madang.systems.digital_identity.usecases.name import SYSTEM


@listens(PersonDied)
def hear_death(event: PersonDied, envelope: Envelope) -> None:
    """Nobody signs in as the dead, here or at any service; an heir acts in their own name."""
    close_account(person=event.person, actor=system_actor(SYSTEM), now=clock.now())
