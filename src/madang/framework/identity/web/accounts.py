"""The administrator's pages: open accounts, give duties and end them."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from madang.framework.identity.access import duties, duty_title, officials, open_to
from madang.framework.identity.may import may
from madang.framework.identity.models import Account, DutyAssignment, Office
from madang.framework.identity.requests import ActorRequest
from madang.framework.identity.usecases.assign_duty import assign_duty, end_duty
from madang.framework.identity.usecases.create_account import create_account
from madang.framework.identity.who import held_on, local_day
from madang.framework.values import Refusal, clock

ADMINISTRATORS = officials("identity.administrator")
_MOST = 50


class AccountForm(forms.Form):
    """A new official's account. Residents' accounts come with a proof of identity, not from here."""

    login = forms.CharField(
        label=gettext_lazy("Sign-in name"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    password = forms.CharField(
        label=gettext_lazy("First password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class DutyForm(forms.Form):
    """Which duty, where, how long."""

    duty = forms.ChoiceField(
        label=gettext_lazy("Duty"), choices=lambda: [(one.code, f"{one.title} ({one.code})") for one in duties()]
    )
    office = forms.ModelChoiceField(label=gettext_lazy("Office"), queryset=Office.objects.order_by("code"))
    start = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        given: dict[str, Any] = super().clean() or {}
        start, until = given.get("start"), given.get("until")
        if start and until and until < start:
            self.add_error("until", _("The last day must not lie before the first."))
        return given


def _officials() -> QuerySet[Account]:
    """Officials and accounts without a person. Residents are found in the register, by those whose duty it is."""
    return Account.objects.filter(Q(person=None) | Q(duties__isnull=False)).distinct()


def _add(form: forms.Form, refusal: Refusal) -> None:
    for fault in refusal.faults:
        form.add_error(fault.place if fault.place in form.fields else None, fault.says)
    if not refusal.faults:
        form.add_error(None, str(refusal))


@open_to(ADMINISTRATORS)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def accounts_page(request: ActorRequest) -> HttpResponse:
    """Find an account, or open one for an official."""
    form = AccountForm(request.POST or None)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                account = create_account(**form.cleaned_data, actor=request.actor, now=clock.now())
            except Refusal as refusal:
                _add(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("The account was opened. Now give it its duties."))
                return HttpResponseRedirect(reverse("identity:account", args=[account.pk]))
    asked = request.GET.get("q", "").strip()[:64]
    found = _officials().order_by("login")
    if asked:
        found = found.filter(Q(login__startswith=asked.lower()) | Q(name__contains=asked))
    accounts = [{"id": one.pk, "login": one.login, "name": one.name, "open": one.is_active} for one in found[:_MOST]]
    return render(
        request, "identity/accounts.html", {"form": form, "accounts": accounts, "asked": asked}, status=status
    )


@open_to(ADMINISTRATORS)
@require_http_methods(["GET", "POST"])
def account_page(request: ActorRequest, account_id: int) -> HttpResponse:
    """One official's duties, and a form to give another."""
    account = get_object_or_404(_officials(), pk=account_id)
    now = clock.now()
    form = DutyForm(request.POST) if request.method == "POST" else DutyForm(initial={"start": local_day(now)})
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                _give(request, account, form.cleaned_data)
            except Refusal as refusal:
                _add(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("The duty was given. It counts from its first day."))
                return HttpResponseRedirect(request.path)
    current = set(account.duties.filter(held_on(local_day(now))).values_list("pk", flat=True))
    held = [
        {
            "id": one.pk,
            "title": duty_title(one.duty),
            "office": one.office.name_in(request.LANGUAGE_CODE),
            "first": one.assigned_from,
            "last": one.assigned_until - timedelta(days=1) if one.assigned_until else None,
            "now": one.pk in current,
        }
        for one in account.duties.select_related("office").order_by("-assigned_from", "-pk")
    ]
    values = {
        "account": {"id": account.pk, "login": account.login, "name": account.name},
        "held": held,
        "form": form if may(request.actor, "identity.assign_duty", account) else None,
    }
    return render(request, "identity/account.html", values, status=status)


def _give(request: ActorRequest, account: Account, given: dict[str, Any]) -> None:
    assign_duty(
        account=account,
        office=given["office"],
        duty=given["duty"],
        assigned_from=given["start"],
        assigned_until=given["until"] + timedelta(days=1) if given["until"] else None,
        actor=request.actor,
        now=clock.now(),
    )


@open_to(ADMINISTRATORS)
@require_POST
def end_duty_page(request: ActorRequest, assignment_id: int) -> HttpResponse:
    """End a duty today; the official's next request no longer has it."""
    assignment = get_object_or_404(DutyAssignment, pk=assignment_id)
    now = clock.now()
    end_duty(assignment=assignment, on=local_day(now), actor=request.actor, now=now)
    messages.success(request, _("The duty was ended."))
    return HttpResponseRedirect(reverse("identity:account", args=[assignment.account_id]))
