"""A neighbouring member for tests: a process of its own with its own key, answering for `population` over mutual TLS.

What it answers depends on the person asked about, so that one process can be honest, slow, broken or ahead of its time.
"""

import io
import json
import os
import time
from collections.abc import Iterable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings.test")
django.setup()

from madang.contracts.envelope import BasisKind, Envelope
from madang.contracts.population_v1 import GetPerson, Person
from madang.contracts.services_v1 import Certificate, IssueCertificate
from madang.exchange import codec, grants, registry, server
from madang.exchange.grants import Grant, GrantBasis, Table

CITE = "Electronic Government Act art. 36"
_issued: list[str] = []

grants.table_of = lambda folder: Table(  # type: ignore[assignment]
    grants=[
        Grant(
            asker="civil",
            query="population_v1.GetPerson",
            fields=["name", "key"],
            basis=GrantBasis(kind=BasisKind.LAW, cite=CITE),
        ),
        Grant(asker="civil", query="services_v1.IssueCertificate", basis=GrantBasis(kind=BasisKind.LAW, cite=CITE)),
    ]
)


def _person(query: GetPerson, envelope: Envelope) -> Person:
    if query.person == "slow":
        time.sleep(30)
    if query.person == "broken":
        raise RuntimeError("a fault with a secret in it")
    return Person(key=query.person, name="Hana", resident_number="secret")


def _issue(query: IssueCertificate, envelope: Envelope) -> Certificate:
    _issued.append(envelope.idempotency_key)
    return Certificate(number=f"N-{len(_issued)}")


registry._queries["population_v1.GetPerson"], registry._answerers["population_v1.GetPerson"] = GetPerson, _person
registry._queries["services_v1.IssueCertificate"] = IssueCertificate
registry._answerers["services_v1.IssueCertificate"] = _issue


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The exchange's server, which lies about some people."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    asked = _person_in(body)
    caught: dict[str, Any] = {}

    def catch(status: str, headers: list[tuple[str, str]]) -> None:
        caught.update(status=status, headers=headers)

    data = b"".join(server.application(environ, catch))
    if asked == "altered":
        data = data.replace(b"Hana", b"Hama")
    if asked == "replayed":
        caught["headers"] = _other_reply or caught["headers"]
        data = _other_body or data
    elif asked == "first":
        _remember(caught["headers"], data)
    if asked == "newer":
        data = codec.encode({**json.loads(data), "shoe_size": 38, "address": None})
        caught["headers"] = _signed_again(data, environ)
    start_response(caught["status"], caught["headers"])
    return [data]


def _person_in(body: bytes) -> str:
    try:
        return str(json.loads(body)["body"].get("person", ""))
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


_other_reply: list[tuple[str, str]] = []
_other_body = b""


def _remember(headers: list[tuple[str, str]], data: bytes) -> None:
    global _other_reply, _other_body
    _other_reply, _other_body = headers, data


def _signed_again(data: bytes, environ: dict[str, Any]) -> list[tuple[str, str]]:
    from madang.exchange import keys, signing
    from madang.framework.values import clock

    signed = signing.sign_reply(
        key=keys.own(), status=200, body=data, question_signature=environ["HTTP_SIGNATURE"], now=clock.now()
    )
    return [("content-type", "application/json"), ("content-length", str(len(data))), *signed.headers.items()]
