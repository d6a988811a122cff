"""An API whose noes are problem documents (RFC 9457), and whose OpenAPI word says so."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.openapi.schema import OpenAPISchema

from madang.framework.ui import refusals
from madang.framework.values import Fault, Refusal

OPEN_TO_ANYONE = "x-open-to-anyone"


class Unreadable(Refusal):
    """The request is not what the endpoint's schema says."""

    code = "civil.unreadable"
    says = "The request does not fit the endpoint's schema. Each point is named; nothing was done."
    status = 422


class ProblemAPI(NinjaAPI):
    """A NinjaAPI for which every status from 400 on is an `application/problem+json`."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The schema, with the media type that the noes really have, and no key asked for where none is needed."""
        schema = super().get_openapi_schema(**options)
        for path in schema["paths"].values():
            for operation in path.values():
                if operation.get(OPEN_TO_ANYONE):
                    operation.pop("security", None)
                for status, response in operation["responses"].items():
                    content = response.get("content", {})
                    if int(status) >= 400 and "application/json" in content:
                        content[refusals.PROBLEM] = content.pop("application/json")
        return schema


def tell_no(api: NinjaAPI) -> None:
    """Answer refusals and unreadable requests as problem documents."""

    @api.exception_handler(Refusal)
    def refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
        return refusals.answer(request=request, refusal=refusal)

    @api.exception_handler(ValidationError)
    def not_read(request: HttpRequest, error: ValidationError) -> HttpResponse:
        faults = tuple(
            Fault(place=".".join(str(part) for part in each["loc"]), says=str(each["msg"]), code=str(each["type"]))
            for each in error.errors
        )
        return refusals.answer(request=request, refusal=Unreadable(faults=faults))
