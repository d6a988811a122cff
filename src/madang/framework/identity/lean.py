"""Doors for programs that ask thousands of times a second: open to anyone, without session, language, forms or pages."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, URLPattern, URLResolver, get_resolver

from madang.framework.identity.access import ANYONE, access_of

View = TypeVar("View", bound=Callable[..., Any])
Handler = Callable[[HttpRequest], HttpResponse]
# What such a door answers is data: no browser is to guess a page in it, or to run anything.
HEADERS = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}


def lean(view: View) -> View:
    """Declare that `view` needs nothing of a request but what the caller sent: no actor, no language, no form token."""
    view.lean = True  # type: ignore[attr-defined]
    return view


class LeanMiddleware:
    """Answers at lean doors at once; stands next to what gives a request its id, logs and counts it.

    Access is declared there as everywhere and must be ANYONE, for nobody is known here. What such a door does not find takes
    the way of all other requests, and is told as they are told. So does what meets a database connection that broke since the
    last request: elsewhere each request asks first whether it still stands, which here would cost as much as the answer.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self._beginnings: tuple[str, ...] | None = None
        self._door = lru_cache(maxsize=512)(_door)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._beginnings is None:
            self._beginnings = tuple(sorted(set(_lean_beginnings(get_resolver().url_patterns, "/"))))
        path = request.path_info
        found = self._door(path) if path.startswith(self._beginnings) and "\0" not in path else None
        if found is None:
            return self.get_response(request)
        request.resolver_match = found
        connection.health_check_done = True  # type: ignore[attr-defined]
        try:
            response: HttpResponse = found.func(request, *found.args, **found.kwargs)
        except Http404:
            return self.get_response(request)
        except (InterfaceError, OperationalError):
            connection.close()
            return self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Length", str(len(response.content)))
        return response


def _door(path: str) -> ResolverMatch | None:
    """The lean door at `path`."""
    try:
        found = get_resolver().resolve(path)
    except Resolver404:
        return None
    return found if getattr(found.func, "lean", False) else None


def _lean_beginnings(doors: Iterable[URLPattern | URLResolver], before: str) -> Iterator[str]:
    """What the addresses of all lean doors begin with, up to their first variable part."""
    for door in doors:
        route = before + str(door.pattern)
        if isinstance(door, URLResolver):
            yield from _lean_beginnings(door.url_patterns, route)
        elif getattr(door.callback, "lean", False):
            if access_of(door.callback) != (ANYONE,):
                raise ImproperlyConfigured(f"{route} is lean: nobody is known there, so it must be open to anyone.")
            yield route.partition("<")[0]
