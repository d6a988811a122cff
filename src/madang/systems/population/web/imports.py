"""Officials' pages of imports: upload, progress, refused rows; and the export."""

from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.framework.bulk.models import Import
from madang.framework.bulk.usecases import start_import, stop_import
from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.storage import store
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Table
from madang.framework.values import clock
from madang.systems.population.usecases.export_register import export_register
from madang.systems.population.usecases.import_register import KIND
from madang.systems.population.usecases.permissions import REGISTRAR
from madang.systems.population.web.forms import ExportForm, ImportForm

LARGEST = 200 * 1024 * 1024
ALLOWED = frozenset({"text/csv", "text/plain"})
LISTED = 20


@open_to(officials(REGISTRAR))
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: ActorRequest) -> HttpResponse:
    """The imports so far, and a new one."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload, now = form.cleaned_data["file"], clock.now()
        with ShownIn(form):
            blob = store(upload.read(), name=upload.name, allowed=ALLOWED, limit=LARGEST, now=now)
            imported = start_import(
                kind=KIND,
                source=f"blob:{blob.sha256}",
                name=upload.name,
                actor=request.actor,
                now=now,
                language=get_language() or "",
            )
            return redirect("population:import", key=imported.key)
    rows = Import.objects.filter(kind=KIND).order_by("-asked_at")[:LISTED]
    values = {"form": form, "rows": [_shown(row) for row in rows], "export": _export_form()}
    return render(request, "population/imports.html", values)


def _export_form(data: Any = None) -> ExportForm:
    form = ExportForm(data)
    korean = (get_language() or "ko").startswith("ko")
    form.fields["division"].choices = [  # type: ignore[attr-defined]
        (one.code, one.native if korean else one.latin) for one in pack().divisions if one.level == 2
    ]
    return form


def _shown(row: Import) -> dict[str, Any]:
    return {
        "key": row.key,
        "name": row.name,
        "state": row.get_state_display(),
        "code": row.state,
        "open": row.state in {Import.State.WAITING, Import.State.RUNNING},
        "percent": row.percent,
        "accepted": row.accepted,
        "refused": row.refused,
        "asked_at": row.asked_at,
        "ended_at": row.ended_at,
        "failure": row.failure,
        "encoding": str(row.state_of_reading.get("encoding", "")).upper(),
    }


def _import(key: str) -> Import:
    found = Import.objects.filter(key=key, kind=KIND).first()
    if found is None:
        raise Http404
    return found


@open_to(officials(REGISTRAR))
@require_safe
def one(request: ActorRequest, key: str) -> HttpResponse:
    """How far an import is, and the first rows it refused. The part that changes is asked for by itself."""
    imported = _import(key)
    values = {"row": _shown(imported), "refused": list(imported.refused_rows.order_by("line", "id")[:LISTED].values())}
    part = request.headers.get("HX-Request") == "true"
    return render(request, "population/import_progress.html" if part else "population/import.html", values)


@open_to(officials(REGISTRAR))
@require_POST
def stop(request: ActorRequest, key: str) -> HttpResponse:
    """Stop it after the rows under way."""
    stop_import(key=_import(key).key, actor=request.actor, now=clock.now())
    return redirect("population:import", key=key)


@open_to(officials(REGISTRAR))
@require_safe
def refused(request: ActorRequest, key: str) -> HttpResponseBase:
    """Every refused row with its line, field and reason; as a page, CSV or workbook."""
    imported = _import(key)
    table = Table(
        request=request,
        columns=[
            Column(name="line", title=pgettext("population", "Line"), kind="number", sort="line"),
            Column(name="place", title=pgettext("population", "Field"), sort="place"),
            Column(name="says", title=pgettext("population", "Why it was refused")),
            Column(name="code", title=pgettext("population", "Code"), sort="code"),
        ],
        source=imported.refused_rows.order_by("line", "id"),
        caption=pgettext("population", "Refused rows"),
    )
    file = table.file(name=f"refused-{imported.key[:8]}")
    return file or render(request, "population/refused.html", {"row": _shown(imported), "table": table})


@open_to(officials(REGISTRAR))
@require_POST
def export(request: ActorRequest) -> HttpResponseBase:
    """The open entries of one district as CSV, whole numbers and all; recorded."""
    form = _export_form(request.POST)
    if not form.is_valid():
        raise Http404
    division = form.cleaned_data["division"]
    parts = export_register(division=division, actor=request.actor, now=clock.now())
    response = StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"register-{division}.csv") or "attachment"
    return response
