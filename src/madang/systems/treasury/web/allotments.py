"""The budget office lets a line's money go by quarter or month, and holds it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import ShownIn
from madang.framework.values import clock
from madang.systems.treasury.domain.allotments import even_parts
from madang.systems.treasury.models import BudgetLine
from madang.systems.treasury.usecases.permissions import BUDGET
from madang.systems.treasury.usecases.plan_allotment import freeze as hold_back
from madang.systems.treasury.usecases.plan_allotment import plan_allotment, release_due
from madang.systems.treasury.usecases.wording import line_title
from madang.systems.treasury.web.forms import FreezeForm, PlanForm
from madang.systems.treasury.web.showing import amounts_of, form_page


@open_to(officials(BUDGET))
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: ActorRequest, pk: int) -> HttpResponse:
    """Plan what is not yet let go evenly over the quarters or months; what is due is let go at once."""
    held = get_object_or_404(BudgetLine, pk=pk)
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        gone = set(held.parts.exclude(released_at=None).values_list("quarter", "month"))
        monthly = form.cleaned_data["rhythm"] == "months"
        parts = even_parts(minor=held.budget - held.allotted, monthly=monthly, gone=gone)
        now = clock.now()
        with ShownIn(form):
            plan_allotment(line=held, parts=parts, actor=request.actor, now=now)
            count = release_due(now=now, actor=request.actor)
            messages.success(request, _("The plan is recorded; {count} parts are due and let go.").format(count=count))
            return redirect("treasury:budget_line", pk=held.pk)
    return form_page(
        request,
        form=form,
        title=_("Plan the allotment: {line}").format(line=line_title(line=held)),
        lead=_(
            "What is not yet let go is spread evenly; each part is let go on the first day of its quarter or month."
        ),
        button=_("Plan"),
        back=reverse("treasury:budget_line", args=[held.pk]),
        facts=amounts_of(held),
    )


@open_to(officials(BUDGET))
@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: ActorRequest, pk: int) -> HttpResponse:
    """Hold back what was let go and not promised; a negative amount sets it free."""
    held = get_object_or_404(BudgetLine, pk=pk)
    form = FreezeForm(request.POST or None, help_text=_("A negative amount sets free."))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with ShownIn(form):
            hold_back(line=held, minor=given["amount"], reason=given["reason"], actor=request.actor, now=clock.now())
            messages.success(request, _("The frozen amount is recorded."))
            return redirect("treasury:budget_line", pk=held.pk)
    return form_page(
        request,
        form=form,
        title=_("Freeze: {line}").format(line=line_title(line=held)),
        lead=_("The unit can promise only what is let go and not frozen."),
        button=_("Record"),
        back=reverse("treasury:budget_line", args=[held.pk]),
        facts=amounts_of(held),
    )
