"""Files of reports, for the official who decides."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from madang.exchange.attachments import fetch_attachment
from madang.framework.cases.models import Case
from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.systems.population.usecases.permissions import REGISTRAR


@open_to(officials(REGISTRAR))
@require_safe
def attachment(request: ActorRequest, number: str, sha256: str) -> HttpResponse:
    """The file as a download, fetched from the counter that keeps it."""
    case = get_object_or_404(Case, number=number, procedure__startswith="population.")
    found = fetch_attachment(case=case, sha256=sha256, actor=request.actor)
    response = HttpResponse(found.content, content_type=found.media_type or "application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.name or "file") or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
