"""The operators' page: how every queue stands, and what to set."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.admission.declared import Declared, declared_door, declared_doors
from madang.framework.admission.domain import Mode
from madang.framework.admission.models import Door, Ticket
from madang.framework.admission.rules import OPERATOR
from madang.framework.admission.standing import Standing, forget_standings, standing
from madang.framework.admission.usecases.set_door import Limits, set_door
from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import MomentField, ShownIn
from madang.framework.values import clock

MODES = (
    (Mode.FREE.value, gettext_lazy("Free: nobody waits")),
    (Mode.QUEUE.value, gettext_lazy("Queue: so many are let in each minute")),
    (Mode.CLOSED.value, gettext_lazy("Closed: nobody new; who is inside finishes")),
)


class LimitsForm(forms.Form):
    """What an operator sets."""

    mode = forms.ChoiceField(label=gettext_lazy("Door"), choices=MODES, widget=forms.RadioSelect)
    per_minute = forms.IntegerField(
        label=gettext_lazy("Let in each minute"),
        min_value=0,
        max_value=1_000_000,
        help_text=gettext_lazy("0 stands still: everybody keeps their place."),
    )
    most_inside = forms.IntegerField(
        label=gettext_lazy("Most inside at once"),
        min_value=0,
        max_value=10_000_000,
        help_text=gettext_lazy("Above it nobody is called until somebody leaves. 0: no such limit."),
    )
    stay_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes to stay after the last request"), min_value=5, max_value=720
    )
    polls_per_second = forms.IntegerField(
        label=gettext_lazy("Questions of the waiting a second, at most"),
        min_value=1,
        max_value=100_000,
        help_text=gettext_lazy(
            "The more wait, the more seldom each asks: from every five seconds to every five minutes."
        ),
    )
    opens_at = MomentField(
        label=gettext_lazy("Opens at"),
        required=False,
        help_text=gettext_lazy("Who comes before is put in order by lot. Empty: the queue runs at once."),
    )


def _row(door: Declared) -> dict[str, Any]:
    stands = standing(door=door.code, now=clock.now(), fresh=True)
    return {"code": door.code, "title": str(door.title), "mode": str(dict(MODES)[_mode(stands)])} | _figures(stands)


def _mode(stands: Standing) -> str:
    return Mode.QUEUE.value if stands.phase.value == "arriving" else stands.phase.value


def _figures(stands: Standing) -> dict[str, Any]:
    inside = Ticket.objects.filter(door=stands.door, seen_at__gt=stands.at - stands.stay)
    called = Ticket.objects.filter(door=stands.door, round=stands.round, place__lte=stands.called)
    came = called.aggregate(called=Count("pk"), came=Count("pk", filter=~Q(entered_at=None)))
    pace = stands.per_second
    return {
        "waiting": stands.waiting,
        "called": stands.called,
        "came": came["came"],
        "stayed_away": came["called"] - came["came"],
        "inside": inside.values("holder").distinct().count(),
        "pace": _("not known yet") if pace is None else written.number(round(pace * 60, 1)),
        "opens_at": stands.opens_at,
        "at": stands.at,
    }


@open_to(officials(OPERATOR.code))
@require_safe
def doors(request: ActorRequest) -> HttpResponse:
    """Every door and how it stands."""
    return render(request, "admission/doors.html", {"doors": [_row(door) for door in declared_doors()]})


@open_to(officials(OPERATOR.code))
@require_http_methods(["GET", "HEAD", "POST"])
def limits(request: ActorRequest, door: str) -> HttpResponse:
    """One door: its figures and its form."""
    declared = declared_door(door)
    if declared is None:
        raise Http404
    form = LimitsForm(request.POST) if request.method == "POST" else LimitsForm(initial=_set(door))
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data | {"mode": Mode(form.cleaned_data["mode"])}
        with ShownIn(form):
            set_door(code=door, limits=Limits(**chosen), actor=request.actor, now=clock.now())
            forget_standings()
            messages.success(request, _("Set. It holds within a second, in every process."))
            return HttpResponseRedirect(reverse("admission:doors"), status=303)
    status = 422 if form.is_bound else 200
    return render(request, "admission/limits.html", {"form": form, "door": _row(declared)}, status=status)


def _set(code: str) -> dict[str, Any]:
    row = Door.objects.filter(code=code).first() or Door(code=code)
    names = ("mode", "per_minute", "most_inside", "stay_minutes", "polls_per_second")
    return {name: getattr(row, name) for name in names} | {"opens_at": row.opens_at if not row.lots_drawn_at else None}
