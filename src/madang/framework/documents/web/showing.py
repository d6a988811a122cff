"""Plain values for the templates."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse

from madang.framework.documents import judging
from madang.framework.documents.models import Document, Share

TONES = {"genuine": "success", "expired": "warning", "replaced": "warning", "revoked": "danger"}


def document_values(*, document: Document, now: datetime) -> dict[str, object]:
    """What a page says of a document."""
    verdict = judging.verdict_on(document=document, now=now)
    return {
        "number": document.number,
        "title": document.title,
        "holder": document.holder,
        "issuer": document.issuer,
        "issued_at": document.issued_at,
        "valid_until": document.valid_until,
        "size": document.size,
        "outcome": verdict.outcome.value,
        "good": verdict.is_good,
        "tone": TONES[verdict.outcome.value],
        "explanation": verdict.explanation,
        "replaced_by": document.replaced_by,
        "facts": list(verdict.facts.items()),
    }


def shares_of(*, document: Document, now: datetime) -> list[dict[str, object]]:
    """Links that still open the document, newest first."""
    rows = Share.objects.filter(document=document, ended_at=None, expires_at__gt=now).order_by("-made_at")
    return [
        {"key": row.pk, "made_at": row.made_at, "expires_at": row.expires_at, "opened": row.opened} for row in rows[:50]
    ]


def pdf_response(*, data: bytes, name: str) -> HttpResponse:
    """The file, for the reader alone."""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def source_of(request: HttpRequest) -> str:
    """Who asks, for the rate limit."""
    return str(request.META.get("REMOTE_ADDR", "")) or "nowhere"
