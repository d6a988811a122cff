"""A spending unit sends a file of contracts or of claims."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.protect import read_upload
from madang.framework.ui.forms import ShownIn
from madang.framework.values import Fault, Refusal, clock
from madang.systems.treasury.formats.spending_lists import CLAIMS, PROMISES
from madang.systems.treasury.usecases.permissions import UNIT
from madang.systems.treasury.usecases.take_list import LARGEST, take_claims, take_promises

MOST_SHOWN = 200
KINDS = {
    "contracts": gettext_lazy("Contracts to commit"),
    "claims": gettext_lazy("Claims to verify"),
}


class ListForm(forms.Form):
    """A file, and whether rows with faults are left out."""

    kind = forms.ChoiceField(label=gettext_lazy("What the file lists"), choices=list(KINDS.items()))
    file = forms.FileField(label=gettext_lazy("File"), help_text=gettext_lazy("CSV in UTF-8, at most 2 MB."))
    keep_fitting = forms.BooleanField(
        label=gettext_lazy("Record the rows without faults and leave the others out"), required=False
    )


@open_to(officials(UNIT))
@require_http_methods(["GET", "HEAD", "POST"])
def send_list(request: ActorRequest) -> HttpResponse:
    """Record a file whole, or tell every fault of it; where that is asked, what fits, with the faults of the rest."""
    form = ListForm(request.POST if request.method == "POST" else None, request.FILES or None)
    values: dict[str, Any] = {"promises": ", ".join(PROMISES), "claims": ", ".join(CLAIMS), "recorded": None}
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            values["recorded"], values["left_out"] = _take(request, form)
            form = ListForm()
    values["form"] = form
    return render(request, "treasury/list.html", values, status=422 if form.errors else 200)


def _take(request: ActorRequest, form: ListForm) -> tuple[int, list[str]]:
    given = form.cleaned_data
    take = take_promises if given["kind"] == "contracts" else take_claims
    data = read_upload(file=given["file"], limit=LARGEST)
    try:
        made, faults = take(data=data, actor=request.actor, now=clock.now(), keep_fitting=given["keep_fitting"])
    except Refusal as refusal:
        refusal.faults = tuple(Fault("", says, refusal.code) for says in _placed(refusal.faults))
        raise
    return made, _placed(faults)


def _placed(faults: tuple[Fault, ...]) -> list[str]:
    """Each fault with its line of the file, in the file's order; of very many the first."""
    ordered = sorted(faults, key=lambda one: int(one.place) if one.place.isdigit() else 0)
    told = [_("Line {line}: {says}").format(line=one.place, says=one.says) for one in ordered[:MOST_SHOWN]]
    more = len(faults) - MOST_SHOWN
    return [*told, _("There are {count} more faults.").format(count=more)] if more > 0 else told
