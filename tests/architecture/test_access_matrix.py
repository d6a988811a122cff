"""Every address as every kind of actor: the door opens to those whom the view declares, and to nobody else."""

import logging
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse
from django.urls.resolvers import RegexPattern
from django.utils import timezone

from madang.framework.identity.access import Circle, access_of, duties, duty, is_endpoint
from madang.framework.identity.actor import Actor, ActorKind, Assurance, system_actor
from madang.framework.identity.tests.browsers import signed_in
from madang.framework.identity.usecases.answer_mandate import accept_mandate
from madang.framework.identity.usecases.assign_duty import assign_duty, open_office
from madang.framework.identity.usecases.create_account import create_account
from madang.framework.identity.usecases.grant_mandate import grant_mandate
from madang.framework.values import Party, clock

pytestmark = pytest.mark.django_db

SAMPLES = {
    "int": "987654321",
    "str": "sample",
    "slug": "sample",
    "path": "sample",
    "uuid": "0" * 8 + "-0000-4000-8000-" + "0" * 12,
}
# A duty that no view asks for: an official who holds only this one has no business anywhere.
OTHER = "matrix.other"
PERSON, PRINCIPAL = "a" * 32, "b" * 32


@dataclass(frozen=True)
class Door:
    """One address and method, with the view behind it."""

    path: str
    method: str
    view: Any

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(frozen=True)
class Visitant:
    """A kind of actor: what the test knows of it, apart from how the program works it out."""

    name: str
    person: bool = False
    official: bool = False
    duties: frozenset[str] = field(default_factory=frozenset)
    proxy: bool = False

    @property
    def signed_in(self) -> bool:
        return self.person or self.official


def visitants() -> list[Visitant]:
    """Nobody, residents, a proxy, officials with each duty, with none that matters, and the auditor."""
    declared = {one.code for one in duties()} - {OTHER}
    return [
        Visitant("anonymous"),
        Visitant("resident", person=True),
        Visitant("proxy", person=True, proxy=True),
        Visitant("official without the duty", official=True, duties=frozenset({OTHER})),
        *(Visitant(f"official with {code}", official=True, duties=frozenset({code})) for code in sorted(declared)),
    ]


def doors(patterns: list[Any] | None = None, prefix: str = "/") -> Iterator[Door]:
    """Every address of the URL table with sample values in its places."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        place = prefix + _sampled(pattern)
        if isinstance(pattern, URLResolver):
            yield from doors(pattern.url_patterns, place)
        elif isinstance(pattern, URLPattern):
            for method in _methods(pattern.callback):
                yield Door(place, method, pattern.callback)


def _sampled(pattern: Any) -> str:
    """The route with something in each place: `<int:id>` of a path, `(?P<key>[0-9a-f]{32})` of a regular expression."""
    route = str(pattern.pattern)
    if isinstance(pattern.pattern, RegexPattern):
        filled = re.sub(
            r"\(\?P<\w+>([^()]+)\)", lambda place: _matching(place[1]), route.removeprefix("^").removesuffix("$")
        )
    else:
        filled = re.sub(r"<(?:(\w+):)?\w+>", lambda place: SAMPLES.get(place[1], "sample"), route)
    assert not re.search(r"[\^$(<\[]", filled), f"the route {route} needs a sample"
    return filled


def _matching(expression: str) -> str:
    """A text that `expression` matches."""
    candidates = ("sample", "a" * 32, "1234567890", *expression.split("|"))
    return next(one for one in candidates if re.fullmatch(expression, one))


def _methods(view: Any) -> list[str]:
    """An endpoint declares by method; a page once for all of them."""
    if not is_endpoint(view):
        return ["GET"]
    return [method for method in ("GET", "POST", "PUT", "PATCH", "DELETE") if access_of(view, method=method)]


def may_enter(door: Door, who: Visitant) -> bool:
    """What the declaration means, written down here a second time."""
    for access in access_of(door.view, method=door.method) or ():
        enough = access.assurance <= Assurance.LOW
        if access.circle is Circle.ANYONE:
            return True
        if access.circle is Circle.SIGNED_IN and who.signed_in and enough:
            return True
        if access.circle is Circle.RESIDENTS and who.person and enough:
            return True
        if (
            access.circle is Circle.OFFICIALS
            and who.official
            and enough
            and (not access.duties or who.duties & set(access.duties))
        ):
            return True
    return False


def asked_by(who: Visitant) -> Iterator[Door]:
    """Every door; of an official with a duty those that ask for one. At the others all officials are alike, and the one
    without the duty has been there."""
    for door in doors():
        if not who.duties - {OTHER} or any(one.duties for one in access_of(door.view, method=door.method) or ()):
            yield door


def enter(who: Visitant) -> Client:
    """A browser in which this actor is signed in."""
    client = Client(raise_request_exception=True)
    if not who.signed_in:
        return client
    now, system = clock.now(), system_actor("test.matrix")
    duty(OTHER, title="Other")
    account = create_account(
        login="matrix", name="Matrix", password=None, actor=system, now=now, person=PERSON if who.person else None
    )
    if who.duties:
        office = open_office(code="matrix", name="Matrix", actor=system, now=now)
        yesterday = timezone.localdate(now) - timedelta(days=1)
        for code in who.duties:
            assign_duty(account=account, office=office, duty=code, assigned_from=yesterday, actor=system, now=now)
    return signed_in(account, mandate=_mandate(account.pk) if who.proxy else "")


def _mandate(account: int) -> str:
    now = clock.now()
    today = timezone.localdate(now)
    principal = Actor(kind=ActorKind.RESIDENT, person=PRINCIPAL, name="Principal", assurance=Assurance.LOW)
    holder = Actor(kind=ActorKind.RESIDENT, person=PERSON, name="Matrix", assurance=Assurance.LOW, account_id=account)
    mandate = grant_mandate(
        grantor=Party.person(PRINCIPAL),
        holder=Party.person(PERSON),
        scope=("*",),
        valid_from=today,
        valid_until=today + timedelta(days=30),
        actor=principal,
        now=now,
    )
    accept_mandate(key=mandate.key, actor=holder, now=now)
    return str(mandate.key)


def was_refused(response: Any) -> bool:
    """Refused at the door or inside; sent to the sign-in page, or to a surer sign-in."""
    ways = (reverse("identity:sign_in"), reverse("identity:confirm"))
    return response.status_code in {401, 403} or (response.status_code == 302 and response["Location"].startswith(ways))


class Porter(logging.Handler):
    """Hears when the door itself refuses, apart from a view that refuses for a reason of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.refused = False

    def emit(self, record: logging.LogRecord) -> None:
        self.refused = self.refused or record.getMessage().startswith("refused")


@pytest.fixture
def porter() -> Iterator[Porter]:
    """Listens at the door."""
    heard, logger = Porter(), logging.getLogger("madang.identity.access")
    before = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(heard)
    yield heard
    logger.removeHandler(heard)
    logger.setLevel(before)


def breach(client: Client, who: Visitant, door: Door, porter: Porter) -> str:
    """What is wrong when `who` asks at `door`; empty when it is as declared."""
    porter.refused = False
    response = client.generic(door.method, door.path)
    if may_enter(door, who):
        return f"{door}: the door refused, but is declared open" if porter.refused else ""
    circles = {access.circle for access in access_of(door.view, method=door.method) or ()}
    refused = response.status_code >= 400 if circles == {Circle.MEMBERS} else was_refused(response)
    return "" if refused else f"{door}: answered {response.status_code}, but is declared closed"


def test_every_address_declares_to_whom_it_is_open() -> None:
    undeclared = [str(door) for door in doors() if access_of(door.view, method=door.method) is None]
    assert (undeclared, list(_endpoints_without_methods())) == ([], [])


def _endpoints_without_methods() -> Iterator[str]:
    """Endpoints none of whose operations declares anything would have no method to walk."""
    stack = [("/", get_resolver().url_patterns)]
    while stack:
        prefix, patterns = stack.pop()
        for pattern in patterns:
            place = prefix + _sampled(pattern)
            if isinstance(pattern, URLResolver):
                stack.append((place, pattern.url_patterns))
            elif is_endpoint(pattern.callback) and not _methods(pattern.callback):
                yield place


def test_there_are_addresses_to_ask_at() -> None:
    assert len(list(doors())) > 30


def test_no_two_doors_share_an_address() -> None:
    views: dict[str, set[Any]] = {}
    for route, view in _routes(get_resolver().url_patterns):
        views.setdefault(route, set()).add(view)
    assert sorted(route for route, found in views.items() if len(found) > 1) == []


def _routes(patterns: list[Any], prefix: str = "/") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            # The operations of one endpoint have a view each.
            yield prefix + str(pattern.pattern), "endpoint" if is_endpoint(pattern.callback) else pattern.callback


@pytest.mark.parametrize("who", visitants(), ids=lambda who: who.name)
def test_doors_open_as_declared(who: Visitant, porter: Porter) -> None:
    client = enter(who)
    assert list(filter(None, (breach(client, who, door, porter) for door in asked_by(who)))) == []


def test_a_view_that_declares_nothing_is_open_to_nobody(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    table = ModuleType("undeclared_urls")
    table.urlpatterns = [*get_resolver().url_patterns, path("undeclared/", lambda request: HttpResponse("secret"))]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, table.__name__, table)
    settings.ROOT_URLCONF = table.__name__
    client = enter(Visitant("resident", person=True))
    assert client.get("/undeclared/").status_code == 403
