"""Open contracting for programs: releases since an instant, and the record of one process."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Field, Schema

from madang.framework.identity.access import ANYONE
from madang.framework.identity.endpoints import Problem, ProblemAPI, endpoint_open_to
from madang.framework.protect import limit
from madang.framework.values import Refusal
from madang.systems.procurement.models import Release
from madang.systems.procurement.usecases.disclosure import package

MOST = 500
NOES = {404: Problem, 422: Problem, 429: Problem}

api = ProblemAPI(
    title="Open contracting",
    version="1",
    urls_namespace="procurement_ocds",
    description="Releases and records of public procurement in the Open Contracting Data Standard 1.1.5.",
)


class NoSuchProcess(Refusal):
    """Nothing was released of this ocid."""

    code = "procurement.disclosure.no_such_process"
    says = _("Nothing is published under this ocid. Take one from the releases, or from the page of a tender.")
    status = 404


class Package(Schema):
    """What every OCDS package says of itself; the standard's schema describes `releases` and `records`."""

    uri: str
    version: str
    published_at: str = Field(alias="publishedDate")
    publisher: dict[str, str]
    license: str


class ReleasePackage(Package):
    """A release package: at most 500 releases, in the order in which they were written."""

    releases: list[dict[str, Any]]


class RecordPackage(Package):
    """A record package of one process."""

    records: list[dict[str, Any]]


@api.get(
    "/releases",
    response={200: ReleasePackage, **NOES},
    auth=endpoint_open_to(ANYONE),
    operation_id="procurement_releases",
    by_alias=True,
)
def releases(request: HttpRequest, since: datetime, after: str = "") -> StreamingHttpResponse:
    """What was released from an instant on, the first 500; `after` is the `id` of the last release that you have."""
    _limit(request)
    place = 0
    if after:
        held = Release.objects.filter(key=after[:100].replace("\0", "")).values_list("pk", flat=True).first()
        if held is None:
            raise NoSuchProcess
        place = held
    # A time without a zone is the country's.
    start = since if since.tzinfo else timezone.make_aware(since)
    wanted = package.released_since(since=start, after=place).values("pk")[:MOST]
    rows = Release.objects.filter(pk__in=wanted).order_by("pk")
    path = request.get_full_path()
    return StreamingHttpResponse(package.release_package(path=path, rows=rows), content_type="application/json")


@api.get(
    "/records/{ocid}",
    response={200: RecordPackage, **NOES},
    auth=endpoint_open_to(ANYONE),
    operation_id="procurement_record",
    by_alias=True,
)
def record(request: HttpRequest, ocid: str) -> StreamingHttpResponse:
    """All releases of one process, compiled, with the versions of each field."""
    _limit(request)
    if "\0" in ocid or not Release.objects.filter(ocid=ocid).exists():
        raise NoSuchProcess
    parts = package.record_package(path=request.path, ocid=ocid)
    return StreamingHttpResponse(parts, content_type="application/json")


def _limit(request: HttpRequest) -> None:
    limit(f"procurement.ocds:{request.META.get('REMOTE_ADDR', '')}", times=300, per_seconds=60)
