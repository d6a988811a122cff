"""What relying parties' programs ask: status, timestamps, lists, certificates of authorities."""

import base64
import binascii
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.lean import lean
from madang.framework.values import clock
from madang.systems.signatures.formats.ocsp import LARGEST_REQUEST
from madang.systems.signatures.models import Authority
from madang.systems.signatures.usecases.answer_ocsp import OcspAnswer, answer_ocsp
from madang.systems.signatures.usecases.publish_crl import latest_list
from madang.systems.signatures.usecases.publish_trust_list import publish_trust_list
from madang.systems.signatures.usecases.timestamp import answer_timestamp

# Caches on the way may hold an answer for a minute: a revocation is to be seen at once (RFC 5019, 6.2, allows less than fresh).
LONGEST_CACHED = 60


def _body(request: HttpRequest) -> bytes:
    """What was sent; a byte too much of what is larger than any request, so that it is refused as too large.

    It is kept with the request: a lean door may be tried again after a database connection broke.
    """
    if not hasattr(request, "sent"):
        request.sent = request.read(LARGEST_REQUEST + 1)  # type: ignore[attr-defined]
    sent: bytes = request.sent  # type: ignore[attr-defined]
    return sent


@open_to(ANYONE)
@lean
@csrf_exempt
@require_POST
def ocsp_post(request: HttpRequest) -> HttpResponse:
    """A request in the body (RFC 6960, appendix A.1)."""
    if request.content_type != "application/ocsp-request":
        return HttpResponse("Send application/ocsp-request.", status=415, content_type="text/plain")
    return _answered(answer_ocsp(request=_body(request), now=clock.now()), clock.now())


@open_to(ANYONE)
@lean
@require_safe
def ocsp_get(request: HttpRequest, encoded: str) -> HttpResponse:
    """A request in base64 in the address (RFC 6960, appendix A.1); what is none is answered as malformed."""
    try:
        asked = base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError):
        asked = b""
    return _answered(answer_ocsp(request=asked, now=clock.now()), clock.now())


def _answered(answer: OcspAnswer, now: datetime) -> HttpResponse:
    response = HttpResponse(answer.der, content_type="application/ocsp-response")
    if answer.fresh_until is None:
        response["Cache-Control"] = "no-store"
        return response
    seconds = min(LONGEST_CACHED, max(0, int((answer.fresh_until - now).total_seconds())))
    response["Cache-Control"] = f"max-age={seconds}, public, no-transform, must-revalidate"
    response["Expires"] = http_date(now.timestamp() + seconds)
    return response


@open_to(ANYONE)
@lean
@csrf_exempt
@require_POST
def timestamp(request: HttpRequest) -> HttpResponse:
    """A timestamp over HTTP (RFC 3161, 3.4)."""
    if request.content_type != "application/timestamp-query":
        return HttpResponse("Send application/timestamp-query.", status=415, content_type="text/plain")
    answer = answer_timestamp(request=_body(request), now=clock.now())
    return HttpResponse(answer, content_type="application/timestamp-reply", headers={"Cache-Control": "no-store"})


@open_to(ANYONE)
@lean
@require_safe
def authority_certificate(request: HttpRequest, key: str) -> HttpResponse:
    """An authority's certificate in DER (RFC 5280, 4.2.2.1)."""
    return _file(bytes(_authority(key).certificate), "application/pkix-cert", f"{key}.cer")


@open_to(ANYONE)
@lean
@require_safe
def revocation_list(request: HttpRequest, key: str) -> HttpResponse:
    """The latest whole list in DER (RFC 5280, 4.2.1.13)."""
    return _list(key, delta=False)


@open_to(ANYONE)
@lean
@require_safe
def delta_list(request: HttpRequest, key: str) -> HttpResponse:
    """The latest delta list in DER; while there is none, the whole list, which says as much."""
    return _list(key, delta=True)


def _list(key: str, *, delta: bool) -> HttpResponse:
    authority = _authority(key)
    found = latest_list(authority=authority, delta=delta) or latest_list(authority=authority)
    if found is None:
        raise Http404
    response = _file(bytes(found.der), "application/pkix-crl", f"{key}{'-delta' if delta else ''}.crl")
    response["Cache-Control"] = f"max-age={LONGEST_CACHED}"
    return response


def _authority(key: str) -> Authority:
    found = Authority.objects.filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _file(data: bytes, media: str, name: str) -> HttpResponse:
    return HttpResponse(data, content_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@open_to(ANYONE)
@require_safe
def trust_list(request: HttpRequest) -> HttpResponse:
    """The country's trust list (ETSI TS 119 612), signed."""
    data = publish_trust_list(now=clock.now())
    return HttpResponse(data, content_type="application/vnd.etsi.tsl+xml", headers={"Cache-Control": "max-age=60"})
