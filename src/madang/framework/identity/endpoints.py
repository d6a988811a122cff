"""The same declarations for REST endpoints: `@router.get("/x", auth=endpoint_open_to(RESIDENTS))`."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import APIKeyCookie
from ninja.utils import check_csrf

from madang.framework.identity.access import Access, Declaration, is_open


class EndpointAccess(APIKeyCookie):
    """Lets a request in whose session's actor is in one of the declared circles, and checks its CSRF token."""

    def __init__(self, access: Declaration) -> None:
        self.param_name = settings.SESSION_COOKIE_NAME
        self.access = access
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """The actor, or None (401)."""
        actor = request.actor  # type: ignore[attr-defined]
        # A session cookie travels by itself, so whoever is signed in must prove that our own page sent the request.
        if actor.is_signed_in and check_csrf(request):
            raise HttpError(403, "CSRF verification failed.")
        if is_open(self.access, actor=actor):
            return actor
        if actor.is_signed_in:
            raise HttpError(403, "This endpoint is not open to you.")
        return None


def endpoint_open_to(*access: Access) -> EndpointAccess:
    """The `auth=` of an operation or a router that is open to whom any of these lets in."""
    return EndpointAccess(access)
