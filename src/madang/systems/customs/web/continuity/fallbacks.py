"""Officers declare and end the fallback procedure, and enter what was released on paper."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.officers import officer, officer_name
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import MomentField, ShownIn
from madang.framework.values import clock
from madang.systems.customs.models import Fallback
from madang.systems.customs.usecases.continuity import fallbacks as usecases
from madang.systems.customs.usecases.continuity.refusals import FallbackMovedOn
from madang.systems.customs.usecases.continuity.release_on_paper import Paper, enter_paper_release
from madang.systems.customs.usecases.declarations.offices import customs_offices, office_name
from madang.systems.customs.usecases.permissions import OFFICER

STATES = {
    "proposed": pgettext_lazy("customs fallback", "Proposed"),
    "dropped": pgettext_lazy("customs fallback", "Turned down"),
    "standing": pgettext_lazy("customs fallback", "In force"),
    "ending": pgettext_lazy("customs fallback", "In force; its end is proposed"),
    "ended": pgettext_lazy("customs fallback", "Ended"),
}
EVERYWHERE = "*"
SIGNATURES = frozenset({"declare", "drop", "end", "keep"})
TONES = {"proposed": "warning", "standing": "danger", "ending": "danger", "ended": "success"}


class ProposalForm(forms.Form):
    """What does not work, where and since when."""

    office = forms.ChoiceField(label=gettext_lazy("Where it holds"))
    began_at = MomentField(label=gettext_lazy("Since when the service does not run"))
    reason = forms.CharField(
        label=gettext_lazy("What the public is told"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(str(row["code"]), _office(str(row["code"]))) for row in customs_offices()]
        self.fields["office"].choices = [*named, (EVERYWHERE, _("All customs offices"))]  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """When it was over."""

    ended_at = MomentField(label=gettext_lazy("Since when the service runs again"))


class PaperForm(forms.Form):
    """What was released on paper."""

    declaration = forms.CharField(
        label=gettext_lazy("Number of the declaration, or its provisional reference"), max_length=40
    )
    business = forms.CharField(
        label=gettext_lazy("Business registration number of the declarant"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("With a provisional reference, for the declaration may not be here yet."),
    )
    paper = forms.CharField(label=gettext_lazy("Number on the paper"), max_length=40)
    released_at = MomentField(label=gettext_lazy("When it was released on paper"))
    released_by = forms.CharField(label=gettext_lazy("Who signed the paper"), max_length=120)


def _office(code: str) -> str:
    return office_name(code=code, language=get_language() or "") if code else _("All customs offices")


@open_to(officials(OFFICER))
@require_http_methods(["GET", "HEAD", "POST"])
def fallbacks(request: ActorRequest) -> HttpResponse:
    """Those of the office, and a new one."""
    now = clock.now()
    own = next(iter(request.actor.offices(OFFICER)), "")
    initial = {"began_at": timezone.localtime(now), "office": own}
    form = ProposalForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            told = form.cleaned_data | {"office": form.cleaned_data["office"].replace(EVERYWHERE, "")}
            made = usecases.propose_fallback(**told, actor=request.actor, now=now)
            messages.info(request, _("Proposed. It is in force once a second officer signs."))
            return redirect("customs:fallback", made.number)
    listed = [_row(one) for one in usecases.fallbacks_at(actor=request.actor)[:50]]
    values = {"form": form, "listed": listed}
    return render(request, "customs/continuity/fallbacks.html", values, status=422 if form.errors else 200)


def _row(one: Fallback) -> dict[str, object]:
    return {
        "number": one.number,
        "office": _office(one.office_code),
        "state": STATES[one.state],
        "tone": TONES.get(one.state, "gray"),
        "reason": one.reason,
        "began_at": one.began_at,
        "ended_at": one.ended_at,
    }


@open_to(officials(OFFICER))
@require_http_methods(["GET", "HEAD", "POST"])
def fallback(request: ActorRequest, number: str) -> HttpResponse:
    """One of them: who signed, what waits for the second signature, what was released on paper."""
    now = clock.now()
    found = usecases.find_fallback(number=number, actor=request.actor)
    form: forms.Form = EndForm(initial={"ended_at": timezone.localtime(now)})
    said = form
    if request.method == "POST":
        said = forms.Form(request.POST) if request.POST.get("do") in SIGNATURES else EndForm(request.POST)
        form = form if request.POST.get("do") in SIGNATURES else said
    if said.is_bound and said.is_valid():
        with ShownIn(said):
            _act(request, found, said)
            return redirect("customs:fallback", found.number)
    found.refresh_from_db()
    first = found.end_proposed_by if found.state == "ending" else found.proposed_by
    values = _row(found) | {
        "form": form,
        "said": said,
        "code": found.state,
        "own": first == officer(request.actor),
        "facts": _facts(found),
        "papers": _papers(found),
        "papers_open": found.state in {"standing", "ending", "ended"},
    }
    return render(request, "customs/continuity/fallback.html", values, status=422 if said.errors else 200)


def _act(request: ActorRequest, found: Fallback, form: forms.Form) -> None:
    do, now = request.POST.get("do", ""), clock.now()
    signed: dict[str, Any] = {"number": found.number, "actor": request.actor, "now": now}
    if do in {"declare", "drop"}:
        usecases.decide_fallback(declare=do == "declare", **signed)
    elif do in {"end", "keep"}:
        usecases.decide_end(end=do == "end", **signed)
    elif do == "propose_end":
        usecases.propose_end(ended_at=form.cleaned_data["ended_at"], **signed)
    else:
        raise FallbackMovedOn


def _facts(found: Fallback) -> list[tuple[object, object]]:
    facts: list[tuple[object, object]] = [
        (_("Where it holds"), _office(found.office_code)),
        (_("What the public is told"), found.reason),
        (_("Since when the service does not run"), written.moment(found.began_at)),
        (
            pgettext("customs fallback", "Proposed by"),
            f"{officer_name(found.proposed_by)}, {written.moment(found.proposed_at)}",
        ),
    ]
    if found.declared_at:
        who = f"{officer_name(found.declared_by)}, {written.moment(found.declared_at)}"
        facts.append((pgettext("customs fallback", "Declared by"), who))
    if found.ended_at:
        facts.append((_("Since when the service runs again"), written.moment(found.ended_at)))
        facts.append((_("End proposed by"), officer_name(found.end_proposed_by)))
    if found.end_declared_at:
        who = f"{officer_name(found.end_declared_by)}, {written.moment(found.end_declared_at)}"
        facts.append((_("End declared by"), who))
    return facts


def _papers(found: Fallback) -> list[dict[str, object]]:
    return [
        {
            "paper": one.paper,
            "reference": one.reference,
            "declaration": one.declaration,
            "released_at": one.released_at,
            "released_by": one.released_by,
        }
        for one in found.releases.order_by("-pk")[:200]
    ]


@open_to(officials(OFFICER))
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: ActorRequest, number: str) -> HttpResponse:
    """Enter one release on paper."""
    now = clock.now()
    found = usecases.find_fallback(number=number, actor=request.actor)
    initial = {"released_at": timezone.localtime(found.began_at)}
    form = PaperForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            made = enter_paper_release(
                fallback=found.number, told=Paper(**form.cleaned_data), actor=request.actor, now=now
            )
            said = (
                _("Entered. The declaration is released.")
                if made.declaration
                else _("Entered. The declaration is not here yet; it is released when it arrives.")
            )
            messages.success(request, said)
            return redirect("customs:fallback", found.number)
    values = {"number": found.number, "form": form}
    return render(request, "customs/continuity/paper.html", values, status=422 if form.errors else 200)
