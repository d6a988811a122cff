"""Files of declarations: send one, follow it, take its answers."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.protect import read_upload
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import clock
from madang.systems.customs.formats.edifact.syntax import LARGEST
from madang.systems.customs.models import LodgedBatch, MessageAnswer
from madang.systems.customs.usecases.batches.answers import control_message, responses
from madang.systems.customs.usecases.batches.find_batch import batches_of, find_batch
from madang.systems.customs.usecases.batches.lodge_batch import lodge_batch


class FileForm(forms.Form):
    """A file of declarations."""

    file = forms.FileField(
        label=gettext_lazy("File of declarations"),
        help_text=gettext_lazy(
            "A CUSDEC interchange (UN/EDIFACT D.96B), a WCO declaration (XML), or a ZIP archive of such; at most 20 MB."
        ),
    )


def _outcomes() -> dict[str, str]:
    return {
        "accepted": pgettext("customs", "Taken"),
        "refused": pgettext("customs", "Refused"),
        "unreadable": _("Cannot be read"),
    }


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: ActorRequest) -> HttpResponseBase:
    """What was sent, and a new one."""
    posted = request.method == "POST"
    form = FileForm(data=request.POST if posted else None, files=request.FILES if posted else None)
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            made = lodge_batch(
                data=read_upload(file=form.cleaned_data["file"], limit=LARGEST),
                name=form.cleaned_data["file"].name or "",
                channel="page",
                actor=request.actor,
                now=clock.now(),
                language=get_language() or "",
            )
            return redirect("customs:batch", made.number)
    source = batches_of(actor=request.actor)
    table = Table(request=request, columns=_columns(), source=source, caption=_("Files of declarations"))
    values = {"form": form, "table": table, "any": source.exists()}
    status = 422 if form.errors else 200
    return table.file(name="files") or render(request, "customs/batches/files.html", values, status=status)


def _columns() -> tuple[Column, ...]:
    return (
        Column(
            name="number",
            title=pgettext("customs", "Number"),
            sort="number",
            link=lambda one: reverse("customs:batch", args=[one.number]),
        ),
        Column(name="name", title=pgettext("customs", "File")),
        Column(name="lodged_at", title=pgettext("customs", "Lodged"), kind="moment", sort="lodged_at"),
        Column(name="messages", title=_("Declarations in it"), kind="number"),
        Column(name="accepted", title=pgettext("customs", "Taken"), kind="number"),
        Column(name="refused", title=pgettext("customs", "Refused"), kind="number"),
        Column(name="percent", title=pgettext("customs", "Answered"), value=lambda one: f"{one.percent} %"),
    )


@open_to(RESIDENTS)
@require_safe
def one(request: ActorRequest, number: str) -> HttpResponseBase:
    """How far it is, and what each message was answered. The part that changes is asked for by itself."""
    found = find_batch(number=number, actor=request.actor)
    part = request.headers.get("HX-Request") == "true"
    table = Table(
        request=request,
        columns=_answer_columns(),
        source=found.answers.order_by("place"),
        filters=(
            Filter(
                name="outcome",
                title=pgettext("customs", "Answer"),
                choices=tuple(_outcomes().items()),
                apply=lambda rows, value: rows.filter(outcome=value),
            ),
        ),
        caption=pgettext("customs", "Answers"),
    )
    values = _shown(found) | {"table": table, "any": found.answered > 0}
    template = "customs/batches/_progress.html" if part else "customs/batches/one.html"
    return table.file(name=f"answers-{found.number}") or render(request, template, values)


def _answer_columns() -> tuple[Column, ...]:
    outcomes = _outcomes()
    return (
        Column(name="place", title=pgettext("customs", "No."), kind="number", sort="place"),
        Column(name="reference", title=_("Own reference"), value=lambda one: one.reference or one.message),
        Column(name="outcome", title=pgettext("customs", "Answer"), value=lambda one: outcomes[one.outcome]),
        Column(name="declaration", title=pgettext("customs", "Number"), link=_link),
        Column(name="faults", title=_("What is wrong"), value=_said),
    )


def _link(one: MessageAnswer) -> str:
    return reverse("customs:declaration", args=[one.declaration]) if one.declaration else ""


def _said(one: MessageAnswer) -> str:
    return " · ".join(f"{fault['place']}: {fault['says']}" for fault in one.faults)


def _shown(found: LodgedBatch) -> dict[str, Any]:
    return {
        "number": found.number,
        "name": found.name,
        "percent": found.percent,
        "open": found.ended_at is None,
        "inside": found.messages,
        "accepted": found.accepted,
        "refused": found.refused,
        "ended_at": found.ended_at,
        "faults": found.faults,
        "control": found.control is not None,
        "responses": found.ended_at is not None and not found.faults,
    }


@open_to(RESIDENTS)
@require_safe
def control(request: ActorRequest, number: str) -> HttpResponse:
    """The CONTRL interchange as a file."""
    found = find_batch(number=number, actor=request.actor)
    return _file(control_message(batch=found), "application/EDIFACT", f"contrl-{found.number}.edi")


@open_to(RESIDENTS)
@require_safe
def answered(request: ActorRequest, number: str) -> HttpResponse:
    """The responses as a file."""
    found = find_batch(number=number, actor=request.actor)
    data, media_type = responses(batch=found)
    ending = "xml" if media_type.endswith("xml") else "edi"
    return _file(data, media_type, f"responses-{found.number}.{ending}")


def _file(data: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
