"""The learned score: what the model weighs, and training a new one."""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.officers import officer_name
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.values import clock
from madang.systems.customs.models import RiskModel, Selected
from madang.systems.customs.usecases.permissions import ANALYST
from madang.systems.customs.usecases.selectivity.outcomes import train_model
from madang.systems.customs.usecases.selectivity.rules import look
from madang.systems.customs.web.selectivity.words import feature_title

SHOWN = 20


@open_to(officials(ANALYST))
@require_http_methods(["GET", "POST"])
def model(request: ActorRequest) -> HttpResponse:
    """The newest model with its weights, and the latest declarations it scored, each explained."""
    look(what="model", actor=request.actor, now=clock.now())
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            train_model(actor=request.actor, now=clock.now())
            return HttpResponseRedirect(request.path)
    held = RiskModel.objects.order_by("-trained_at", "-pk").first()
    judged = Selected.objects.filter(found__isnull=False)
    values = {
        "form": form,
        "facts": _facts(held) if held else [],
        "weights": _weights(held) if held else [],
        "inspections": judged.count(),
        "finds": judged.filter(found=True).count(),
        "scored": _scored(),
    }
    return render(request, "customs/selectivity/model.html", values, status=422 if form.errors else 200)


def _facts(held: RiskModel) -> list[tuple[str, object]]:
    return [
        (pgettext("risk model", "Model"), held.version),
        (pgettext("risk model", "Trained by"), f"{officer_name(held.trained_by)}, {written.moment(held.trained_at)}"),
        (_("Inspections it learned from"), held.examples),
        (_("Finds among them"), held.finds),
    ]


def _weights(held: RiskModel) -> list[dict[str, str]]:
    """The weights that count most."""
    sorted_ = sorted(held.weights.items(), key=lambda pair: -abs(pair[1]))[:SHOWN]
    return [
        {"feature": feature_title(feature=name), "weight": f"{weight:+.2f}", "mean": f"{held.means[name]:.2f}"}
        for name, weight in sorted_
    ]


def _scored() -> list[dict[str, object]]:
    latest = Selected.objects.filter(score__isnull=False).order_by("-on", "-pk")[:5]
    return [
        {
            "number": one.number,
            "score": one.score,
            "parts": [
                f"{feature_title(feature=part['feature'])} {part['adds']:+.2f}" for part in one.contributions[:5]
            ],
        }
        for one in latest
    ]
