"""What mobile ID hears: a death suspends at once, a new name or address ends what states the old one. It answers nothing."""

from madang.contracts.envelope import Envelope
from madang.contracts.population_v1 import NameCorrected, PersonDied, PersonMoved
from madang.exchange import listens
from madang.framework.identity.actor import system_actor
from madang.framework.values import clock
from madang.systems.mobile_id.usecases.change_standing import revoke_outdated, suspend_all
from madang.systems.mobile_id.usecases.name import SYSTEM


@listens(PersonDied)
def hear_death(event: PersonDied, envelope: Envelope) -> None:
    """Suspended at once, and nobody but the register lifts it."""
    suspend_all(person=event.person, actor=system_actor(SYSTEM), now=clock.now())


@listens(PersonMoved)
def hear_move(event: PersonMoved, envelope: Envelope) -> None:
    """The credential states the old address."""
    revoke_outdated(person=event.person, actor=system_actor(SYSTEM), now=clock.now())


@listens(NameCorrected)
def hear_name(event: NameCorrected, envelope: Envelope) -> None:
    """The credential states the old name."""
    revoke_outdated(person=event.person, actor=system_actor(SYSTEM), now=clock.now())
