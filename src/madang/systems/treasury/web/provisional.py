"""The old budget goes on where a year began without a new one."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import ShownIn
from madang.framework.values import clock
from madang.systems.treasury.models import BudgetLine
from madang.systems.treasury.usecases.accounting_rules import year_of
from madang.systems.treasury.usecases.enact import go_on_provisionally
from madang.systems.treasury.usecases.permissions import BUDGET
from madang.systems.treasury.usecases.wording import title_in
from madang.systems.treasury.web.showing import form_page


class ProvisionalForm(forms.Form):
    """Which of last year's activities go on."""

    def __init__(self, *, data: QueryDict | None, year: int) -> None:
        super().__init__(data)
        lines = BudgetLine.objects.filter(year=year - 1, appropriated__gt=0).order_by("activity")
        titles = {line.activity: title_in(titles=line.titles, otherwise=line.activity) for line in lines}
        self.fields["activities"] = forms.MultipleChoiceField(
            label=_("Activities that go on"), choices=list(titles.items()), widget=forms.CheckboxSelectMultiple
        )


@open_to(officials(BUDGET))
@require_http_methods(["GET", "HEAD", "POST"])
def provisional(request: ActorRequest) -> HttpResponse:
    """Let last year's lines go on at last year's amounts."""
    now = clock.now()
    year = year_of(day=timezone.localdate(now))
    form = ProvisionalForm(data=request.POST if request.method == "POST" else None, year=year)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            chosen = form.cleaned_data["activities"]
            count = go_on_provisionally(year=year, activities=chosen, actor=request.actor, now=now)
            messages.success(request, _("{count} lines go on at last year's amounts.").format(count=count))
            return redirect("treasury:desk")
    return form_page(
        request,
        form=form,
        title=_("Go on without a budget: {year}").format(year=year),
        lead=_("Name what the law lets go on until parliament votes; the vote then replaces these amounts."),
        button=_("Let them go on"),
        back=reverse("treasury:desk"),
    )
