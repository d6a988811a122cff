"""Public verification for programs, and the keys with which anyone verifies by themselves."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from madang.framework.documents import keeping
from madang.framework.documents.domain.verdicts import Verdict
from madang.framework.documents.seal import keys
from madang.framework.documents.usecases.verify_number import verify_number
from madang.framework.documents.usecases.verify_upload import verify_upload
from madang.framework.documents.web.forms import VerifyForm
from madang.framework.documents.web.showing import source_of
from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.protect.uploads import read_upload
from madang.framework.values import clock


def _answer(verdict: Verdict) -> JsonResponse:
    """The verdict; the outcome is a permanent code, the explanation is in the asker's language."""
    body = {
        "outcome": verdict.outcome.value,
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
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response


@open_to(ANYONE)
@require_safe
def verify_number_api(request: ActorRequest, number: str) -> HttpResponse:
    """GET /api/verify/<number>: the verdict on a number. Limited; see `verify_number`."""
    return _answer(verify_number(number, clock.now(), source=source_of(request)))


@open_to(ANYONE)
# Nobody is signed in here and nothing is changed, so another site that sends a file gains nothing by it.
@csrf_exempt
@require_POST
def verify_file_api(request: ActorRequest) -> HttpResponse:
    """POST /api/verify (multipart: `file`, optionally `number`): the verdict on a PDF, a scan or a photograph."""
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        problem = {
            "type": "about:blank",
            "title": "A file is missing",
            "status": 422,
            "errors": form.errors.get_json_data(),
        }
        return JsonResponse(problem, status=422, content_type="application/problem+json")
    data = read_upload(file=form.cleaned_data["file"], limit=keeping.LARGEST)
    verdict = verify_upload(data, clock.now(), source=source_of(request), number=form.cleaned_data["number"])
    return _answer(verdict)


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
