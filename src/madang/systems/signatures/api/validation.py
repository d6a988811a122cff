"""Validation of signed files for programs: the report of EN 319 102-1 as JSON."""

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import File
from ninja.files import UploadedFile

from madang.framework.identity.access import ANYONE
from madang.framework.identity.endpoints import Problem, ProblemAPI, endpoint_open_to
from madang.framework.protect import client_address
from madang.framework.ui import refusals
from madang.framework.values import Refusal, clock
from madang.systems.signatures.usecases.validate_signatures import read_beside, read_upload, validate_upload

api = ProblemAPI(
    title="Trust services",
    version="1",
    urls_namespace="signatures_api",
    description="Validation of files signed with PAdES, XAdES, CAdES or JAdES (ETSI EN 319 102-1).",
)


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return refusals.answer(request=request, refusal=refusal)


_NONE: list[UploadedFile] = []


@api.post(
    "/validate",
    auth=endpoint_open_to(ANYONE),
    response={200: dict[str, Any], 413: Problem, 429: Problem},
)
def validate(request: HttpRequest, file: File[UploadedFile], content: File[list[UploadedFile]] = _NONE) -> HttpResponse:
    """The report on `file`; `content` is what was signed, one file or several, where the signature stands apart from it.

    Several are told apart by their names, as the signature names them. Nothing is kept.
    """
    report = validate_upload(
        data=read_upload(file=file),
        files=read_beside(files=content),
        source=client_address(request),
        now=clock.now(),
    )
    return HttpResponse(msgspec.json.encode(report), content_type="application/json")
