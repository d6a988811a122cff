"""One figure of a return: who reported it, and what the taxpayer says instead."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.framework.admission.at_the_door import admitted
from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import AmountField, ShownIn
from madang.framework.values import clock
from madang.systems.tax.domain.filing import fact_names
from madang.systems.tax.usecases.returns.dispute_report import dispute_report
from madang.systems.tax.usecases.returns.drafts import ReturnDraft, open_draft, say_own, take_back_own
from madang.systems.tax.usecases.returns.words import TAXES, fact_title
from madang.systems.tax.web.returns.showing import PLAIN, groups_of, name_of, shown_amount, tax_of


class OwnForm(forms.Form):
    """The taxpayer's own figure."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is another"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Needed where the state knows another figure."),
    )
    tell = forms.BooleanField(
        label=gettext_lazy("Tell the tax office, so that it asks whoever reported the figure"), required=False
    )

    def __init__(self, *, fact: str, reported: bool, **options: Any) -> None:
        super().__init__(**options)
        label = gettext_lazy("Your figure")
        own: forms.Field = forms.IntegerField(label=label) if fact in PLAIN else AmountField(label=label)
        self.fields = {"minor": own, **self.fields}
        if not reported:
            del self.fields["tell"]


@open_to(RESIDENTS)
@admitted("tax.filing")
@require_http_methods(["GET", "HEAD", "POST"])
def figure(request: ActorRequest, period: str, tax: str, fact: str) -> HttpResponse:
    """Where the figure comes from; one's own in its place; a dispute."""
    now = clock.now()
    draft = open_draft(tax=tax_of(tax), period=period, actor=request.actor, now=now)
    if fact not in fact_names(tax=draft.tax):
        raise Http404
    known = next((one for one in draft.figures if one.fact == fact), None)
    if request.method == "POST" and request.POST.get("do") == "reported":
        take_back_own(draft=draft, fact=fact, actor=request.actor, now=now)
        messages.success(request, _("The reported figure stands again."))
        return redirect("tax:return_page", period, tax)
    posted = request.POST if request.method == "POST" else None
    start = {"minor": shown_amount(fact, known.minor), "reason": known.reason, "tell": True} if known else {}
    form = OwnForm(data=posted, fact=fact, reported=bool(known and known.told), initial=start)
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            _say(request, draft, fact, form)
            return redirect("tax:return_page", period, tax)
    values = {
        "title": fact_title(fact),
        "about": _("{tax} {period}").format(tax=TAXES[tax], period=period),
        "name": name_of(request.actor),
        "tax": tax,
        "period": period,
        "row": groups_of([known])[0]["rows"][0] if known else None,  # type: ignore[index]
        "form": form,
    }
    return render(request, "tax/returns/figure.html", values, status=422 if form.errors else 200)


def _say(request: ActorRequest, draft: ReturnDraft, fact: str, form: OwnForm) -> None:
    minor, reason, now = form.cleaned_data["minor"], form.cleaned_data["reason"], clock.now()
    say_own(draft=draft, fact=fact, minor=minor, reason=reason, actor=request.actor, now=now)
    messages.success(request, _("Saved. Your figure stands in the return."))
    if form.cleaned_data.get("tell"):
        cases = dispute_report(draft=draft, fact=fact, minor=minor, reason=reason, actor=request.actor, now=now)
        for case in cases:
            messages.success(
                request, _("The tax office asks about the reported figure: case {case}.").format(case=case)
            )
