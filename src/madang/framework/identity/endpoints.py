"""REST endpoints: the same declarations of who may (`auth=endpoint_open_to(RESIDENTS)`), and an API whose noes are problem
documents (RFC 9457) that its OpenAPI description names."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.security import APIKeyCookie
from ninja.utils import check_csrf

from madang.framework.identity.access import ANYONE, Access, Declaration, is_open
from madang.framework.identity.may import Forbidden
from madang.framework.values import Fault, Refusal

PROBLEM_MEDIA_TYPE = "application/problem+json"
PROBLEM_REFERENCE = {"$ref": "#/components/schemas/Problem"}


class NotSignedIn(Refusal):
    """The endpoint wants to know who asks."""

    code = "identity.not_signed_in"
    says = _("Please sign in first.")
    status = 401


class NotFromOurPage(Refusal):
    """The session's cookie came without the token that only our own pages know."""

    code = "identity.csrf"
    says = _(
        "Send the token of the cookie for forms in the header X-CSRFToken, and the address of our page as Referer."
    )
    status = 403


class NotParsed(Refusal):
    """The body is not in the format that it is said to be in."""

    code = "http.not_parsed"
    says = _(
        "The body of the request could not be read. Send it in the format that the description of the endpoint names."
    )
    status = 400


class Unreadable(Refusal):
    """The request is not what the endpoint's schema says."""

    code = "http.unreadable"
    says = _("The request does not fit the endpoint's schema. Each point is named; nothing was done.")
    status = 422


class Problem(Schema):
    """A problem document (RFC 9457): `code` is permanent, `detail` a sentence in the asker's language."""

    type: str
    title: str
    status: int
    detail: str
    code: str


class EndpointAccess(APIKeyCookie):
    """Lets a request in whose session's actor is in one of the declared circles, and checks its CSRF token."""

    def __init__(self, access: Declaration) -> None:
        self.param_name = settings.SESSION_COOKIE_NAME
        self.access = access
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """The actor; raises NotFromOurPage, Forbidden, NotSignedIn."""
        actor = request.actor  # type: ignore[attr-defined]
        # A session cookie travels by itself, so whoever is signed in must prove that our own page sent the request.
        if actor.is_signed_in and check_csrf(request):
            raise NotFromOurPage
        if is_open(self.access, actor=actor):
            return actor
        if actor.is_signed_in:
            raise Forbidden
        raise NotSignedIn


def endpoint_open_to(*access: Access) -> EndpointAccess:
    """The `auth=` of an operation or a router that is open to whom any of these lets in."""
    return EndpointAccess(access)


class TextParser(Parser):
    """JSON whose texts a database can hold: the character NUL is refused as what cannot be parsed is."""

    def parse_body(self, request: HttpRequest) -> Any:
        """What the body holds; raises ValueError."""
        body = super().parse_body(request)
        if _holds_nul(body):
            raise ValueError("NUL")
        return body


def _holds_nul(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_holds_nul(each) for pair in value.items() for each in pair)
    if isinstance(value, list):
        return any(map(_holds_nul, value))
    return isinstance(value, str) and "\0" in value


class ProblemAPI(NinjaAPI):
    """A NinjaAPI that says no by problem documents, and whose description says so of every operation.

    An operation declares the noes of its own use case; those of the door (not signed in, not allowed) and of the reading
    (no JSON, not as the schema says) are added here.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(docs_url=None, parser=TextParser(), **options)
        self.exception_handler(HttpError)(_not_served)
        self.exception_handler(ValidationError)(_not_read)

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The description, with the noes and their media type, and no key asked for where none is needed."""
        schema = super().get_openapi_schema(**options)
        schema["components"]["schemas"]["Problem"] = Problem.model_json_schema()
        operations = {
            operation.operation_id or self.get_openapi_operation_id(operation): operation for operation in self._all()
        }
        for path in schema["paths"].values():
            for described in path.values():
                _name_noes(described, operations[described["operationId"]])
        return schema

    def _all(self) -> Iterator[Any]:
        for router in self._get_bound_routers():
            for view in router.path_operations.values():
                yield from view.operations


def _name_noes(described: dict[str, Any], operation: Any) -> None:
    """Adds what the door and the reading may refuse, and gives each no its media type."""
    circles = [access for callback in operation.auth_callbacks or () for access in getattr(callback, "access", ())]
    noes = {400: "Not read"}
    if ANYONE in circles:
        described.pop("security", None)
        signs_in = "requestBody" in described
        noes |= {403: "Not from our own page"} if signs_in else {}
    else:
        noes |= {401: "Not signed in", 403: "Not allowed"}
    if described.get("parameters") or "requestBody" in described:
        noes[422] = "Not as the schema says"
    for status, words in noes.items():
        described["responses"].setdefault(
            status, {"description": words, "content": {PROBLEM_MEDIA_TYPE: {"schema": PROBLEM_REFERENCE}}}
        )
    for response in described["responses"].values():
        content = response.get("content", {})
        if content.get("application/json", {}).get("schema") == PROBLEM_REFERENCE:
            content[PROBLEM_MEDIA_TYPE] = content.pop("application/json")


def _not_served(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What django-ninja refuses by itself: a body that is no JSON. The refusal becomes a problem document above us."""
    raise NotSignedIn if error.status_code == 401 else Forbidden if error.status_code == 403 else NotParsed


def _not_read(request: HttpRequest, error: ValidationError) -> HttpResponse:
    raise Unreadable(
        faults=tuple(
            Fault(place=".".join(str(part) for part in each["loc"]), says=str(each["msg"]), code=str(each["type"]))
            for each in error.errors
        )
    )
