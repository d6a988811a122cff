"""Files of declarations for the programs of traders and brokers: lodge one, follow it, take its answers."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import File, Schema
from ninja.files import UploadedFile

from madang.framework.identity.access import RESIDENTS
from madang.framework.identity.endpoints import Problem, endpoint_open_to
from madang.framework.protect import read_upload
from madang.framework.values import clock
from madang.systems.customs.api.one_api import NOES as KNOWN
from madang.systems.customs.api.one_api import acting, api
from madang.systems.customs.formats.edifact.syntax import LARGEST
from madang.systems.customs.models import LodgedBatch, MessageAnswer
from madang.systems.customs.usecases.batches.answers import control_message, responses
from madang.systems.customs.usecases.batches.find_batch import batches_of, find_batch
from madang.systems.customs.usecases.batches.lodge_batch import lodge_batch

MOST = 200
PAGE = 1_000
NOES = {**KNOWN, 413: Problem}


class Failing(Schema):
    """A fault: where, what, and its permanent code."""

    place: str
    says: str
    code: str


class Batch(Schema):
    """A file and how far it is. `messages` is empty until it was read; `faults` are those for which none of it is taken."""

    number: str
    name: str
    format: str
    reference: str
    messages: int | None
    answered: int
    accepted: int
    refused: int
    faults: list[Failing]
    lodged_at: datetime
    ended_at: datetime | None


class Answer(Schema):
    """What one message was answered: accepted under a number, refused, or unreadable."""

    place: int
    message: str
    reference: str
    outcome: str
    declaration: str
    faults: list[Failing]
    at: datetime


@api.post(
    "/batches", response={200: Batch, **NOES}, auth=endpoint_open_to(RESIDENTS), operation_id="customs_lodge_batch"
)
def lodge(request: HttpRequest, file: File[UploadedFile]) -> LodgedBatch:
    """Lodge a file: a CUSDEC interchange (D.96B), a WCO declaration (DEC-DMS:2), or a ZIP archive of such. Each message is
    answered once; the same file again gives the same batch."""
    actor = acting(request)
    data = read_upload(file=file, limit=LARGEST)
    return lodge_batch(
        data=data,
        name=file.name or "",
        channel="api",
        actor=actor,
        now=clock.now(),
        language=get_language() or "",
    )


@api.get(
    "/batches", response={200: list[Batch], **NOES}, auth=endpoint_open_to(RESIDENTS), operation_id="customs_batches"
)
def listed(request: HttpRequest) -> list[LodgedBatch]:
    """The latest two hundred of the party for whom the session acts."""
    return list(batches_of(actor=acting(request))[:MOST])


@api.get(
    "/batches/{number}", response={200: Batch, **NOES}, auth=endpoint_open_to(RESIDENTS), operation_id="customs_batch"
)
def one(request: HttpRequest, number: str) -> LodgedBatch:
    """One of them."""
    return find_batch(number=number, actor=acting(request))


@api.get(
    "/batches/{number}/answers",
    response={200: list[Answer], **NOES},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="customs_batch_answers",
)
def answers(request: HttpRequest, number: str, after: int = 0) -> list[MessageAnswer]:
    """A thousand answers beyond the place `after`, in their order, as far as there are any."""
    found = find_batch(number=number, actor=acting(request))
    return list(found.answers.filter(place__gt=min(max(after, 0), 2**31 - 1)).order_by("place")[:PAGE])


@api.get(
    "/batches/{number}/control",
    response={200: None, **NOES},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="customs_batch_control",
)
def control(request: HttpRequest, number: str) -> HttpResponse:
    """The CONTRL interchange."""
    found = find_batch(number=number, actor=acting(request))
    return HttpResponse(control_message(batch=found), content_type="application/EDIFACT")


@api.get(
    "/batches/{number}/responses",
    response={200: None, **NOES},
    auth=endpoint_open_to(RESIDENTS),
    operation_id="customs_batch_responses",
)
def responses_of(request: HttpRequest, number: str) -> HttpResponse:
    """CUSRES to each message of an interchange, or the WCO's response to each declaration; once all are answered."""
    data, media_type = responses(batch=find_batch(number=number, actor=acting(request)))
    return HttpResponse(data, content_type=media_type)
