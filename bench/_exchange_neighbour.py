"""The neighbour that bench/exchange.py asks: one process, two faces.

`exchange`: the exchange's own server (mutual TLS, signatures, grants, access log). `plain`: the same reply by the same
function as a bare WSGI application.
"""

import os
from collections.abc import Iterable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings.bench")
django.setup()

from madang.contracts.envelope import Basis, BasisKind, Envelope
from madang.contracts.population_v1 import GetPerson
from madang.exchange import codec
from madang.exchange.registry import answerer
from madang.exchange.server import application as exchange
from madang.framework.values import clock

__all__ = ["exchange", "plain"]


def plain(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The reply to GetPerson, unsigned, unlogged, to anyone."""
    query: GetPerson = codec.decode(GetPerson, environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    known = answerer("population_v1.GetPerson")
    if known is None:
        raise LookupError("population does not run here")
    envelope = Envelope(
        id="",
        member="",
        sender="civil",
        recipient="population",
        contract="",
        asked_by="",
        basis=Basis(kind=BasisKind.OWN),
        purpose="",
        sent_at=clock.now(),
    )
    data = codec.encode(known[1](query, envelope))
    start_response("200 OK", [("content-type", "application/json"), ("content-length", str(len(data)))])
    return [data]
