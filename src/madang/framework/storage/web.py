"""Downloads, through the owner that holds the file. There is no address of a blob itself."""

from django.http import FileResponse, Http404, HttpResponseBase
from django.views.decorators.http import require_GET

from madang.framework.identity.access import SIGNED_IN, open_to
from madang.framework.identity.may import may
from madang.framework.identity.requests import ActorRequest
from madang.framework.storage.models import Reference
from madang.framework.storage.storing import open_blob


@open_to(SIGNED_IN)
@require_GET
def download(request: ActorRequest, key: str) -> HttpResponseBase:
    """A file to whom the owner's rule `storage.read.<owner_kind>` lets read it; for others it does not exist."""
    reference = Reference.objects.select_related("blob").filter(key=key).first()
    if reference is None or not may(request.actor, f"storage.read.{reference.owner_kind}", reference):
        raise Http404
    return attachment(sha256=reference.blob_id, name=reference.name, media_type=reference.blob.media_type)


def attachment(*, sha256: str, name: str, media_type: str) -> HttpResponseBase:
    """A stored file as an answer that a browser saves and never runs, whatever is in it."""
    response = FileResponse(open_blob(sha256), as_attachment=True, filename=name, content_type=media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
