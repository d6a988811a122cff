"""Public verification for programs, and the keys with which anyone verifies by themselves."""

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe
from ninja import Schema
from ninja.decorators import decorate_view
from ninja.files import UploadedFile
from ninja.params.functions import File, Form

from madang.framework.documents import keeping
from madang.framework.documents.domain.verdicts import Outcome, Verdict
from madang.framework.documents.seal import keys
from madang.framework.documents.usecases.verify_number import verify_number
from madang.framework.documents.usecases.verify_upload import verify_upload
from madang.framework.documents.web.showing import source_of
from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.endpoints import Problem, ProblemAPI, endpoint_open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.protect.uploads import read_upload
from madang.framework.values import clock

api = ProblemAPI(
    title="Verification of documents",
    version="1",
    openapi_url="verify/openapi.json",
    urls_namespace="documents:verification_api",
    description="Whether a document is genuine and still holds: by its number, its file, a scan or a photograph of it.",
)


class FactOut(Schema):
    """What must stand on the paper."""

    label: str
    value: str


class VerdictOut(Schema):
    """The outcome is a permanent code, only `genuine` is a yes; the explanation is in the asker's language."""

    outcome: Outcome
    genuine: bool
    explanation: str
    number: str
    kind: str
    title: str
    holder: str
    issued_by: str
    issued_at: datetime | None
    valid_until: date | None
    changed_at: datetime | None
    replaced_by: str
    reason: str
    facts: list[FactOut]


def _told(verdict: Verdict) -> dict[str, Any]:
    return {
        "outcome": verdict.outcome,
        "genuine": verdict.is_good,
        "explanation": verdict.explanation,
        "number": verdict.number,
        "kind": verdict.kind,
        "title": verdict.title,
        "holder": verdict.holder,
        "issued_by": verdict.by,
        "issued_at": verdict.issued_at,
        "valid_until": verdict.valid_until,
        "changed_at": verdict.changed_at,
        "replaced_by": verdict.replaced_by,
        "reason": verdict.reason,
        "facts": [{"label": label, "value": value} for label, value in verdict.facts.items()],
    }


@api.get(
    "/verify/{number}",
    auth=endpoint_open_to(ANYONE),
    response={200: VerdictOut, 429: Problem},
    summary="The verdict on a number",
    operation_id="verify_number",
)
@decorate_view(never_cache)
def verify_number_api(request: ActorRequest, number: str) -> dict[str, Any]:
    """Does a document with this number exist, and does it still hold? Limited; see `verify_number`."""
    return _told(verify_number(number, clock.now(), source=source_of(request)))


@api.post(
    "/verify",
    auth=endpoint_open_to(ANYONE),
    response={200: VerdictOut, 413: Problem, 429: Problem},
    summary="The verdict on a file",
    operation_id="verify_file",
)
@decorate_view(never_cache)
def verify_file_api(
    request: ActorRequest, file: UploadedFile = File(...), number: str = Form("", max_length=60)
) -> dict[str, Any]:
    """The verdict on a PDF, a scan or a photograph; with the number off the paper also whether they belong together."""
    data = read_upload(file=file, limit=keeping.LARGEST)
    return _told(verify_upload(data, clock.now(), source=source_of(request), number=number))


@open_to(ANYONE)
@require_safe
@cache_control(public=True, max_age=3600)
def document_keys(request: ActorRequest) -> HttpResponse:
    """/.well-known/madang/document-keys.json: the keys of seals and statements as a JSON Web Key Set (RFC 7517)."""
    return _shared(JsonResponse(keys.key_set()))


@open_to(ANYONE)
@require_safe
@cache_control(public=True, max_age=3600)
def statement_pem(request: ActorRequest) -> HttpResponse:
    """/.well-known/madang/document-keys.pem: the public keys of statements in QR codes."""
    return _shared(HttpResponse(keys.pem(use="statement"), content_type="application/x-pem-file"))


@open_to(ANYONE)
@require_safe
@cache_control(public=True, max_age=3600)
def seal_chain(request: ActorRequest) -> HttpResponse:
    """/.well-known/madang/document-seals.pem: the certificates of the seals and of their authority, for PDF readers."""
    return _shared(HttpResponse(keys.chain_pem(), content_type="application/x-pem-file"))


def _shared(response: HttpResponse) -> HttpResponse:
    """Keys are public: other sites' verifiers may read them."""
    response["Access-Control-Allow-Origin"] = "*"
    return response
