"""Reports of evasion: sent without signing in, followed by a code; the inspectors' list and one report."""

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import ANYONE, officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.protect import client_address, limit, read_upload
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.values import clock
from madang.systems.tax.models import Tip
from madang.systems.tax.usecases.compliance.judge_finding import look
from madang.systems.tax.usecases.compliance.tips import (
    LARGEST,
    LONGEST,
    Attached,
    add_to_tip,
    answer_tip,
    files_of,
    read_tip,
    send_tip,
    tip_of_code,
)
from madang.systems.tax.usecases.permissions import INSPECTOR
from madang.systems.tax.web.compliance.words import tip_states


class TipForm(forms.Form):
    """What somebody reports."""

    about = forms.CharField(
        label=gettext_lazy("Whom is it about?"),
        help_text=gettext_lazy("A name, a business, an address: whatever you know."),
        max_length=200,
    )
    text = forms.CharField(
        label=gettext_lazy("What happened?"),
        help_text=gettext_lazy("When, how much, how you know it."),
        max_length=LONGEST,
        widget=forms.Textarea,
    )
    contact = forms.CharField(
        label=gettext_lazy("How we may reach you"),
        help_text=gettext_lazy("Leave it empty to stay unknown."),
        max_length=200,
        required=False,
    )
    file = forms.FileField(
        label=gettext_lazy("A document or picture"),
        help_text=gettext_lazy("PDF, JPEG or PNG up to 10 MB. Pictures may say when and where they were taken."),
        required=False,
    )


class CodeForm(forms.Form):
    """The claim code."""

    code = forms.CharField(label=gettext_lazy("Claim code"), max_length=40)


class NoteForm(forms.Form):
    """More of it."""

    text = forms.CharField(label=gettext_lazy("What you want to add"), max_length=LONGEST, widget=forms.Textarea)


class AnswerForm(forms.Form):
    """What the office says."""

    text = forms.CharField(label=gettext_lazy("To the sender"), max_length=LONGEST, widget=forms.Textarea)
    close = forms.BooleanField(label=gettext_lazy("Close the report"), required=False)


@open_to(ANYONE)
@never_cache
@require_http_methods(["GET", "POST"])
def tip(request: ActorRequest) -> HttpResponse:
    """The form, and after sending the code; who is signed in sends it as anybody does."""
    form = TipForm(request.POST or None, request.FILES or None)
    code = ""
    if request.method == "POST":
        limit(f"tax.tip:{client_address(request)}", times=10, per_seconds=3600)
    if request.method == "POST" and form.is_valid():
        given, now = form.cleaned_data, clock.now()
        with ShownIn(form):
            upload = given["file"]
            files = [Attached(name=upload.name, data=read_upload(file=upload, limit=LARGEST))] if upload else []
            code = send_tip(about=given["about"], text=given["text"], contact=given["contact"], files=files, now=now)
    values = {"form": form, "code": code}
    return render(request, "tax/compliance/tip.html", values, status=422 if form.errors else 200)


@open_to(ANYONE)
@never_cache
@require_http_methods(["GET", "POST"])
def follow(request: ActorRequest) -> HttpResponse:
    """What became of it, by its code, which never stands in an address."""
    form, note = CodeForm(request.POST or None), NoteForm()
    values: dict[str, object] = {"form": form}
    if request.method == "POST":
        limit(f"tax.tip.follow:{client_address(request)}", times=20, per_seconds=600)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            code = form.cleaned_data["code"]
            tip_of_code(code=code)
            if "text" in request.POST:
                note = NoteForm(request.POST)
                if note.is_valid():
                    with ShownIn(note):
                        add_to_tip(code=code, text=note.cleaned_data["text"], now=clock.now())
                        note = NoteForm()
            values |= {"tip": _shown(tip_of_code(code=code)), "note": note, "code": code}
    status = 422 if form.errors or note.errors else 200
    return render(request, "tax/compliance/follow_tip.html", values, status=status)


def _shown(held: Tip) -> dict[str, object]:
    notes = held.notes.order_by("pk")
    return {
        "number": held.number,
        "about": held.about,
        "text": held.text,
        "contact": held.contact,
        "received_on": held.received_on,
        "state": tip_states()[held.state],
        "closed": held.state == "closed",
        "notes": [{"of_office": one.of_office, "text": one.text, "on": one.written_on} for one in notes],
    }


@open_to(officials(INSPECTOR))
@require_safe
def tips(request: ActorRequest) -> HttpResponse:
    """What was received; nothing of what is written in it."""
    look(what="tips", actor=request.actor, now=clock.now())
    states = tip_states()
    rows = Tip.objects.order_by("-received_on", "-pk").values_list("number", "received_on", "state")
    listed = [
        (reverse("tax:received_tip", args=[number]), number, written.day(day), states[state])
        for number, day, state in rows
    ]
    return render(request, "tax/compliance/tips.html", {"listed": listed})


@open_to(officials(INSPECTOR))
@never_cache
@require_http_methods(["GET", "POST"])
def received(request: ActorRequest, number: str) -> HttpResponse:
    """One report, and the answer to its sender."""
    try:
        held = read_tip(number=number, actor=request.actor, now=clock.now())
    except Tip.DoesNotExist as missing:
        raise Http404 from missing
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with ShownIn(form):
            answer_tip(number=number, text=given["text"], close=given["close"], actor=request.actor, now=clock.now())
            return HttpResponseRedirect(request.path)
    files = [(reverse("storage:download", args=[one.key]), one.name) for one in files_of(tip=held)]
    values = {"tip": _shown(held), "files": files, "form": form}
    return render(request, "tax/compliance/received_tip.html", values, status=422 if form.errors else 200)
