"""The public list, and the official's form."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import ANYONE, officials, open_to
from madang.framework.ui.forms import add_refusal
from madang.framework.ui.tables import Column, Table
from madang.framework.values import clock
from madang.systems.signatures.domain.entry import LONGEST_TITLE
from madang.systems.signatures.models import Entry
from madang.systems.signatures.usecases.record_entry import RECORDER, EntryRefused, record_entry


class EntryForm(forms.Form):
    """What an official writes."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)


@open_to(ANYONE)
@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """All entries, the newest first."""
    columns = [
        Column(name="title", title=_("Title"), sort="title"),
        Column(name="recorded_at", title=_("Recorded"), sort="recorded_at", kind="moment"),
    ]
    newest_first = Entry.objects.order_by("-recorded_at")
    table = Table(request=request, columns=columns, source=newest_first, caption=_("Signatures"))
    values = {"table": table, "may_record": request.actor.has_duty(RECORDER)}  # type: ignore[attr-defined]
    return table.file(name="signatures") or render(request, "signatures/entries.html", values)


@open_to(officials(RECORDER))
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """The form; a sound one leads back to the list."""
    form = EntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        title, actor = form.cleaned_data["title"], request.actor  # type: ignore[attr-defined]
        try:
            record_entry(title=title, actor=actor, now=clock.now())
        except EntryRefused as refusal:
            add_refusal(form=form, refusal=refusal)
        else:
            return redirect("signatures:entries")
    return render(request, "signatures/record.html", {"form": form})
