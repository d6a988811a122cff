"""What customs answers, hears and offers."""

from madang.contracts.customs_v1 import AskPermit, DeclarationEnded, PermitDecided, PermitMoved, PermitStanding
from madang.contracts.envelope import Envelope
from madang.exchange import answers, listens
from madang.framework.identity.actor import system_actor
from madang.framework.values import clock
from madang.systems.customs.usecases.declarations.ask_permits import take_answer, take_stage
from madang.systems.customs.usecases.name import SYSTEM
from madang.systems.customs.usecases.permits.end_requests import end_requests
from madang.systems.customs.usecases.permits.receive_request import receive_request


@answers(AskPermit)
def ask_permit(query: AskPermit, envelope: Envelope) -> PermitStanding:
    """The agency's officers decide; until then it says that it was asked."""
    return receive_request(asked=query, actor=system_actor(SYSTEM), now=clock.now())


@listens(PermitDecided)
def hear_permit(event: PermitDecided, envelope: Envelope) -> None:
    """The declaration goes on, or ends."""
    take_answer(told=event, actor=system_actor(SYSTEM), now=clock.now())


@listens(PermitMoved)
def hear_stage(event: PermitMoved, envelope: Envelope) -> None:
    """The trader sees what an agency does."""
    take_stage(told=event, actor=system_actor(SYSTEM), now=clock.now())


@listens(DeclarationEnded)
def hear_end(event: DeclarationEnded, envelope: Envelope) -> None:
    """The agency's cases end."""
    end_requests(declaration=event.declaration, why=event.why, actor=system_actor(SYSTEM), now=clock.now())
