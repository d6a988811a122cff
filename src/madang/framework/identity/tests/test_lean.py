"""Lean doors: quick for programs, and no way around a declaration."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from madang.framework.identity.access import ANYONE, SIGNED_IN, open_to
from madang.framework.identity.lean import lean


def _told(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"known" if hasattr(request, "actor") else b"lean", content_type="application/octet-stream")


@open_to(ANYONE)
@lean
def answer(request: HttpRequest, name: str) -> HttpResponse:
    """A lean door."""
    if name == "nothing":
        raise Http404
    return _told(request)


@open_to(ANYONE)
def page(request: HttpRequest) -> HttpResponse:
    """A door as most are, below the same address."""
    return _told(request)


@open_to(SIGNED_IN)
@lean
def closed(request: HttpRequest) -> HttpResponse:
    """A mistake."""
    return _told(request)


class Doors:
    """Addresses with a lean door beside another."""

    urlpatterns = [path("answers/front/", page), path("answers/<str:name>", answer)]


class Mistaken:
    """A lean door that is not open to anyone."""

    urlpatterns = [path("answers/", closed)]


@override_settings(ROOT_URLCONF=Doors)
@pytest.mark.django_db
def test_a_lean_door_knows_nobody_and_others_know() -> None:
    response = Client().get("/answers/one", headers={"X-Request-ID": "request-of-mine"})
    assert response.content == b"lean"
    assert response["X-Request-ID"] == "request-of-mine"
    assert response["Content-Length"] == "4"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies
    assert not response.has_header("Vary")
    assert Client().get("/answers/front/").content == b"known"


@override_settings(ROOT_URLCONF=Doors)
@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/answers/nothing", "/answers/", "/answers/one%00"])
def test_what_a_lean_door_does_not_find_is_told_as_elsewhere(address: str) -> None:
    response = Client().get(address)
    assert response.status_code in {400, 404}
    assert response.has_header("Content-Language")


@override_settings(ROOT_URLCONF=Mistaken)
def test_a_lean_door_must_be_open_to_anyone() -> None:
    with pytest.raises(ImproperlyConfigured, match="must be open to anyone"):
        Client().get("/answers/")
