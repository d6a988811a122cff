"""The road within one process: encodes and decodes like any other, so nothing hidden crosses."""

from typing import Any

import msgspec

from madang.contracts.envelope import Envelope
from madang.contracts.message import Query
from madang.exchange import codec
from madang.exchange.answering import answer
from madang.exchange.models import KeptExchange
from madang.exchange.reading import read_reply


def carry(*, query: Query[Any], envelope: Envelope, keep: bool) -> Any:
    """The reply of the system in this process."""
    frame = codec.encode(codec.Question(envelope=envelope, body=msgspec.Raw(codec.encode(query))))
    answered = answer(frame)
    if keep:
        KeptExchange.objects.create(envelope_id=envelope.id, question=frame, reply=answered.body)
    return read_reply(query=query, envelope=envelope, status=answered.status, body=answered.body)
