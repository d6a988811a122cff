"""What customs answers, hears and offers."""

from madang.contracts.customs_v1 import AskPermit, PermitDecided, PermitStanding
from madang.contracts.envelope import Envelope
from madang.exchange import answers, listens
from madang.framework.identity.actor import system_actor
from madang.framework.values import clock
from madang.systems.customs.usecases.declarations.ask_permits import take_answer
from madang.systems.customs.usecases.declarations.decide_permit import receive_request
from madang.systems.customs.usecases.name import SYSTEM


@answers(AskPermit)
def ask_permit(query: AskPermit, envelope: Envelope) -> PermitStanding:
    """The agency's officers decide; until then it says that it was asked."""
    return receive_request(asked=query, actor=system_actor(SYSTEM), now=clock.now())


@listens(PermitDecided)
def hear_permit(event: PermitDecided, envelope: Envelope) -> None:
    """The declaration goes on, or ends."""
    take_answer(
        number=event.declaration,
        item=event.item,
        requirement=event.requirement,
        answer=event.answer,
        says=event.says,
        actor=system_actor(SYSTEM),
        now=clock.now(),
    )
