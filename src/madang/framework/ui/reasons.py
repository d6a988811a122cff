"""A door behind which an official says first why they look: the reason is asked once and holds half an hour.

@open_to(officials(READER))
@for_a_reason
def person(request, key): … stated_reason(request) …
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from madang.framework.values import clock

KEPT = timedelta(minutes=30)
SHORTEST = 5
_PLACE = "ui.reason"
_CHANGE = "change"

View = Callable[..., HttpResponse]


class WhyForm(forms.Form):
    """Why somebody's data is looked at."""

    why = forms.CharField(
        label=_("Reason for the look"),
        help_text=_("A case number, or what the person came for. The person reads it in their list of looks."),
        min_length=SHORTEST,
        max_length=120,
        error_messages={"required": _("Write why you look at this."), "min_length": _("Write why you look at this.")},
    )


def stated_reason(request: HttpRequest) -> str:
    """The reason that was stated in the last half hour, or nothing."""
    kept: dict[str, Any] = request.session.get(_PLACE) or {}
    until = parse_datetime(str(kept.get("until", "")))
    return str(kept["why"]) if until is not None and clock.now() < until else ""


def state_reason(request: HttpRequest, *, why: str, now: datetime) -> None:
    """Let this reason hold for what is looked at in the next half hour."""
    request.session[_PLACE] = {"why": why.strip(), "until": (now + KEPT).isoformat()}


def for_a_reason(view: View) -> View:
    """Shows the page only after a reason; `?why=change` asks for another."""

    @wraps(view)
    def behind(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        form = WhyForm(request.POST if "why" in request.POST else None)
        if form.is_valid():
            state_reason(request, why=form.cleaned_data["why"], now=clock.now())
            return HttpResponseRedirect(request.path)
        if stated_reason(request) and not form.is_bound and request.GET.get("why") != _CHANGE:
            return view(request, *args, **options)
        return render(request, "ui/why.html", {"form": form}, status=422 if form.is_bound else 200)

    return behind
