"""Files of an application, for the official who decides it."""

from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from madang.exchange.attachments import fetch_attachment
from madang.framework.cases.models import Case
from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.systems.businesses.usecases.matters import MATTERS
from madang.systems.businesses.usecases.permissions import REGISTRAR


@open_to(officials(REGISTRAR))
@require_safe
def file(request: ActorRequest, number: str, sha256: str) -> HttpResponse:
    """The file as a download: what a stranger uploaded is never shown inside our pages."""
    case = get_object_or_404(Case, number=number, procedure__in=MATTERS)
    found = fetch_attachment(case=case, sha256=sha256, actor=request.actor)
    response = HttpResponse(found.content, content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name or sha256)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
