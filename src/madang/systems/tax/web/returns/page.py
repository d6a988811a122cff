"""A return to confirm: what is known, what comes of it, and filing."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.framework.admission.at_the_door import admitted
from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import ShownIn
from madang.framework.values import clock
from madang.systems.tax.domain.filing import fact_names
from madang.systems.tax.usecases.returns import law
from madang.systems.tax.usecases.returns.drafts import ReturnDraft, begin_anew, file_draft, open_draft
from madang.systems.tax.usecases.returns.words import TAXES, fact_title
from madang.systems.tax.web.returns.showing import groups_of, money, name_of, result_of, steps_of, tax_of


class FilingForm(forms.Form):
    """What goes with a return that is filed."""

    reason = forms.CharField(
        label=gettext_lazy("Why the return was wrong"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The tax office decides on the claim by what you write here."),
    )


@open_to(RESIDENTS)
@admitted("tax.filing")
@require_http_methods(["GET", "HEAD", "POST"])
def return_page(request: ActorRequest, period: str, tax: str) -> HttpResponse:
    """Every figure with where it comes from, and the tax that comes of it."""
    draft = open_draft(tax=tax_of(tax), period=period, actor=request.actor, now=clock.now())
    if request.method == "POST" and request.POST.get("do") == "anew":
        begin_anew(draft=draft, actor=request.actor)
        return redirect("tax:return_page", period, tax)
    if request.method == "POST":
        fact = request.POST.get("fact", "")
        if fact in fact_names(tax=draft.tax):
            return redirect("tax:return_figure", period, tax, fact)
        return redirect("tax:return_page", period, tax)
    shown = {figure.fact for figure in draft.figures}
    missing = [(name, fact_title(name)) for name in fact_names(tax=draft.tax) if name not in shown]
    values = _common(request, draft) | {
        "groups": groups_of(draft.figures),
        "missing": sorted(missing, key=lambda one: one[1]),
        "steps": steps_of(draft.assessed),
        "saved_at": draft.saved_at,
        "waits_for": draft.waits_for,
    }
    return render(request, "tax/returns/page.html", values)


@open_to(RESIDENTS)
@admitted("tax.filing")
@require_http_methods(["GET", "HEAD", "POST"])
def summary(request: ActorRequest, period: str, tax: str) -> HttpResponse:
    """The return in short, and the button that files it."""
    now = clock.now()
    draft = open_draft(tax=tax_of(tax), period=period, actor=request.actor, now=now)
    posted = request.POST if request.method == "POST" else None
    form = FilingForm(data=posted)
    claims = draft.before is not None and draft.assessed.payable < draft.before.payable_minor
    if not claims:
        form.fields["reason"].widget = forms.HiddenInput()
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            seen = request.POST.get("seen", "")
            made = file_draft(draft=draft, seen=seen, **form.cleaned_data, actor=request.actor, now=now)
            return redirect("tax:filed_return", made.number)
    values = _common(request, draft) | {
        "form": form,
        "seen": draft.seen,
        "claims": claims,
        "groups": groups_of(draft.figures),
        "tax_amount": money(draft.assessed.tax),
        "prepaid": money(draft.assessed.prepaid),
        "due_on": law.due_on(tax=draft.tax, period=draft.period),
    }
    return render(request, "tax/returns/summary.html", values, status=422 if form.errors else 200)


def _common(request: ActorRequest, draft: ReturnDraft) -> dict[str, object]:
    tax, period, before = draft.tax.value, draft.period.code, draft.before
    return {
        "title": _("{tax} {period}").format(tax=TAXES[tax], period=period),
        "name": name_of(request.actor),
        "acting": request.actor.acting_for is not None,
        "tax": tax,
        "period": period,
        "result": result_of(draft.assessed.payable),
        "before": {
            "number": before.number,
            "result": result_of(before.payable_minor),
            "difference": money(abs(draft.assessed.payable - before.payable_minor)),
            "more": draft.assessed.payable > before.payable_minor,
            "same": draft.assessed.payable == before.payable_minor,
            "url": reverse("tax:filed_return", args=[before.number]),
        }
        if before
        else None,
    }
