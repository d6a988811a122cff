"""Too much was given back: its party says so, or an officer who looks again finds it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import RESIDENTS, officials, open_to
from madang.framework.identity.may import may
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import AmountField, ShownIn
from madang.framework.values import Money, clock
from madang.systems.customs.domain.taken_back import TakenBack
from madang.systems.customs.usecases.drawback.find_drawback import find_drawback
from madang.systems.customs.usecases.drawback.take_back import (
    check_drawback,
    left_to_take,
    report_too_much,
    take_back,
)
from madang.systems.customs.usecases.drawback.words import WHY_BACK
from madang.systems.customs.usecases.permissions import OFFICER


class BackForm(forms.Form):
    """How much, and why."""

    minor = AmountField(label=gettext_lazy("How much was too much"), min_value=0)
    why = forms.ChoiceField(
        label=gettext_lazy("Why it was too much"), choices=tuple(WHY_BACK.items()), widget=forms.RadioSelect
    )
    says = forms.CharField(
        label=pgettext_lazy("customs drawback", "What was found"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *given: Any, own: bool, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["why"].required = own

    def clean(self) -> dict[str, Any]:
        """An officer who found it right says no reason."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("minor") and not told.get("why") and "why" not in self.errors:
            self.add_error("why", gettext_lazy("Say why it was too much."))
        return told


@open_to(RESIDENTS, officials(OFFICER))
@require_http_methods(["GET", "HEAD", "POST"])
def back(request: ActorRequest, number: str) -> HttpResponse:
    """The form; sent, it is charged, or where it was right noted."""
    found = find_drawback(number=number, actor=request.actor, now=clock.now())
    own = request.actor.party is not None and may(request.actor, "customs.declare", str(found.party))
    form = BackForm(request.POST if request.method == "POST" else None, own=own)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        with ShownIn(form):
            if own or told["minor"]:
                door = report_too_much if own else take_back
                why = TakenBack(told.pop("why"))
                door(number=found.number, why=why, **told, actor=request.actor, now=clock.now())
            else:
                check_drawback(number=found.number, says=told["says"], actor=request.actor, now=clock.now())
            messages.success(request, _("It is noted. The page of the drawback says what follows."))
            return redirect("customs:drawback", found.number)
    left = Money(sum(left_to_take(made=found).values()), found.currency)
    values = {"number": found.number, "own": own, "left": left, "form": form}
    return render(request, "customs/drawback/take_back.html", values, status=422 if form.errors else 200)
