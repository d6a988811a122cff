"""Doors, and who passes them."""

import logging

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.views import View
from ninja import NinjaAPI

from madang.framework.identity.access import (
    ANY_OFFICIAL,
    ANYONE,
    MEMBERS,
    RESIDENTS,
    SIGNED_IN,
    access_of,
    officials,
    open_to,
)
from madang.framework.identity.actor import ANONYMOUS, ActingFor, Actor, ActorKind, Duty, system_actor
from madang.framework.identity.endpoints import endpoint_open_to
from madang.framework.identity.may import Forbidden, OutsideMandate, may, permits, require
from madang.framework.identity.middleware import AccessMiddleware
from madang.framework.identity.tests.conftest import enter
from madang.framework.values import Party

RESIDENT = Actor(kind=ActorKind.RESIDENT, account_id=1, person="p", assurance=1)
OFFICIAL = Actor(kind=ActorKind.OFFICIAL, account_id=2, duties=(Duty("O1", "Office", "a.b"),), assurance=1)
FORMER = Actor(kind=ActorKind.RESIDENT, account_id=3, assurance=1)
PROXY = Actor(
    kind=ActorKind.RESIDENT,
    account_id=4,
    person="q",
    acting_for=ActingFor(Party.person("p"), "m1", ("civil.apply:population.abstract",)),
)
EVERYBODY = {
    "anonymous": ANONYMOUS, "resident": RESIDENT, "official": OFFICIAL, "former": FORMER, "machine": system_actor("x"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("access", "let_in"),
    [
        (ANYONE, {"anonymous", "resident", "official", "former", "machine"}),
        (SIGNED_IN, {"resident", "official", "former"}),
        (RESIDENTS, {"resident"}),
        (ANY_OFFICIAL, {"official"}),
        (officials("a.b"), {"official"}),
        (officials("c.d"), set()),
        (officials("a.b", assurance=2), set()),
    ],
)
def test_each_circle_lets_in_its_own(access, let_in) -> None:
    assert {name for name, actor in EVERYBODY.items() if access.allows(actor)} == let_in


def test_officials_without_a_named_duty_is_a_slip() -> None:
    with pytest.raises(ImproperlyConfigured):
        officials()


@open_to(SIGNED_IN, MEMBERS)
class Page(View):
    """A view class."""


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


api = NinjaAPI(urls_namespace="access-test", docs_url=None, openapi_url=None)


@api.get("/open", auth=endpoint_open_to(ANYONE))
def endpoint_open(request):
    return {"who": request.auth.login}


@api.get("/mine", auth=endpoint_open_to(RESIDENTS))
def endpoint_mine(request):
    return {"who": request.auth.login}


@api.post("/mine", auth=endpoint_open_to(RESIDENTS))
def endpoint_change(request):
    return {"who": request.auth.login}


@api.get("/forgotten")
def endpoint_forgotten(request):
    return {}


urlpatterns = [path("undeclared/", undeclared), path("page/", Page.as_view()), path("api/test/", api.urls)]


@pytest.fixture
def doors(settings, browser) -> Client:
    """A site of these doors and the sign-in pages."""
    from django.urls import include

    from madang.framework.identity import urls

    settings.ROOT_URLCONF = __name__
    if not any(getattr(one, "app_name", "") == "identity" for one in urlpatterns):
        urlpatterns.append(path("", include(urls)))
    return browser


def test_a_view_class_and_its_declaration() -> None:
    assert access_of(Page.as_view()) == (SIGNED_IN, MEMBERS)
    assert access_of(undeclared) is None


@pytest.mark.django_db
def test_a_view_that_declares_nothing_is_refused_and_logged(caplog) -> None:
    request = RequestFactory().get("/undeclared/")
    request.actor = OFFICIAL
    request.session = SessionStore()
    request.COOKIES = {}
    with caplog.at_level(logging.ERROR, "madang.identity.access"):
        response = AccessMiddleware(undeclared).process_view(request, undeclared, (), {})
    assert response is not None
    assert response.status_code == 403
    assert "declares nothing" in caplog.text


def test_endpoints_declare_by_operation(doors, hana) -> None:
    assert doors.get("/api/test/open").status_code == 200
    refused = doors.get("/api/test/mine")
    assert refused.status_code == 401
    assert refused["Content-Type"] == "application/problem+json"
    assert doors.get("/api/test/forgotten").status_code == 403
    enter(doors, "hana")
    assert doors.get("/api/test/mine").json() == {"who": "hana"}


def test_an_endpoint_that_changes_something_needs_the_token_too(doors, hana) -> None:
    strict = Client(enforce_csrf_checks=True)
    enter(doors, "hana")
    strict.cookies[settings.SESSION_COOKIE_NAME] = doors.cookies[settings.SESSION_COOKIE_NAME].value
    assert strict.post("/api/test/mine").status_code == 403
    assert doors.post("/api/test/mine").status_code == 200


@permits("test.read", within=("civil.apply",))
def may_read(actor: Actor, resource: object) -> bool:
    return actor.party == Party.person("p")


@permits("civil.apply.test")
def may_apply(actor: Actor, resource: object) -> bool:
    return actor.party is not None


class Application:
    """Something filed for a service."""

    scope_code = "population.abstract"


def test_an_action_that_nobody_declared_is_refused_even_to_the_machine() -> None:
    assert not may(system_actor("x"), "nobody.declared")
    with pytest.raises(Forbidden):
        require(OFFICIAL, "nobody.declared")


def test_the_machine_may_what_is_declared() -> None:
    assert may(system_actor("x"), "test.read")


def test_one_action_has_one_rule() -> None:
    with pytest.raises(ImproperlyConfigured):

        @permits("test.read")
        def other_rule(actor: Actor, resource: object) -> bool:
            return True


def test_a_mandate_for_one_service_reaches_what_goes_with_it_and_no_further() -> None:
    assert may(PROXY, "test.read", Application())
    assert may(PROXY, "test.read", "population.abstract")
    assert not may(PROXY, "test.read", "population.family")
    assert not may(PROXY, "test.read")
    with pytest.raises(OutsideMandate):
        require(PROXY, "civil.apply.test", "population.abstract")
