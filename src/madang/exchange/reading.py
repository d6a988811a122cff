"""What comes back, read: a reply, or the neighbour's no."""

from typing import Any

import msgspec

from madang.contracts.envelope import Envelope
from madang.contracts.message import Query
from madang.exchange import codec
from madang.exchange.refusals import (
    AnsweredNo,
    KeyReused,
    NeighbourFailed,
    NeighbourLied,
    NoConsent,
    NotAnsweredHere,
    NotGranted,
    SeenBefore,
)
from madang.framework.values import Fault, Refusal

_OWN = {kind.code: kind for kind in (KeyReused, NoConsent, NotAnsweredHere, NotGranted, SeenBefore)}


def read_reply(*, query: Query[Any], envelope: Envelope, status: int, body: bytes) -> Any:
    """The reply in `body`, or the refusal in it, raised. Fields that this side does not know are passed over."""
    try:
        if status == 200:
            return codec.decode(type(query).reply_type(), body)
        problem: codec.Problem = codec.decode(codec.Problem, body)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise NeighbourLied(system=envelope.recipient, why=str(error)) from error
    raise _refusal(problem=problem, envelope=envelope)


def _refusal(*, problem: codec.Problem, envelope: Envelope) -> Refusal:
    if problem.status >= 500:
        return NeighbourFailed(system=envelope.recipient)
    own = _OWN.get(problem.code)
    if own is not None:
        return own(asker=envelope.sender, question=envelope.contract, member=envelope.recipient)
    faults = tuple(
        Fault(error.get("place", ""), error.get("says", ""), error.get("code", "")) for error in problem.errors
    )
    return AnsweredNo(code=problem.code, sentence=problem.title, status=problem.status, faults=faults)
