"""The auditor's view of the audit trail."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from madang.framework import audit
from madang.framework.audit.models import Entry
from madang.framework.identity.access import officials, open_to
from madang.framework.identity.models import Account
from madang.framework.identity.requests import ActorRequest
from madang.framework.values import clock

_PAGE = 50


class SearchForm(forms.Form):
    """What an auditor looks for; every field narrows."""

    target = forms.CharField(
        label=_("What it was done to"),
        required=False,
        max_length=200,
        help_text=_("For example mandate:… or account:12"),
    )
    actor = forms.CharField(label=_("Sign-in name of who did it"), required=False, max_length=64)
    action = forms.CharField(
        label=_("What was done"),
        required=False,
        max_length=120,
        help_text=_("The beginning is enough, for example cases."),
    )
    start = forms.DateField(
        label=_("From day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("To day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def _day_start(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _found(asked: dict[str, Any]) -> QuerySet[Entry]:
    entries = Entry.objects.order_by("-at", "-id")
    if asked.get("target"):
        entries = entries.filter(target=asked["target"].strip())
    if asked.get("actor"):
        login = asked["actor"].strip().lower()
        account = Account.objects.filter(login=login).values_list("pk", flat=True).first()
        entries = entries.filter(account=account) if account else entries.filter(actor_name=asked["actor"].strip())
    if asked.get("action"):
        entries = entries.filter(action__startswith=asked["action"].strip())
    if asked.get("start"):
        entries = entries.filter(at__gte=_day_start(asked["start"]))
    if asked.get("until"):
        entries = entries.filter(at__lt=_day_start(asked["until"] + timedelta(days=1)))
    return entries


@open_to(officials("audit.read"))
@require_GET
def audit_page(request: ActorRequest) -> HttpResponse:
    """Search by target, actor, action and time. That an auditor searched is itself recorded."""
    form = SearchForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    narrowed = {name: value for name, value in asked.items() if value}
    page = Paginator(_found(asked), _PAGE).get_page(request.GET.get("page"))
    if narrowed:
        audit.record(actor=request.actor, action="audit.search", target="audit", detail=narrowed, now=clock.now())
    query = request.GET.copy()
    query.pop("page", None)
    values = {
        "form": form,
        "entries": [_shown(one) for one in page.object_list],
        "total": page.paginator.count,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "earlier": f"?{_with_page(query, page.next_page_number())}" if page.has_next() else "",
        "later": f"?{_with_page(query, page.previous_page_number())}" if page.has_previous() else "",
    }
    return render(request, "identity/audit.html", values, status=422 if form.is_bound and not form.is_valid() else 200)


def _with_page(query: Any, number: int) -> str:
    copy = query.copy()
    copy["page"] = str(number)
    return str(copy.urlencode())


def _shown(entry: Entry) -> dict[str, Any]:
    return {
        "at": entry.at,
        "actor": entry.actor_name or entry.actor_kind,
        "kind": entry.actor_kind,
        "office": entry.office,
        "behalf": entry.behalf,
        "action": entry.action,
        "target": entry.target,
        "detail": ", ".join(f"{name}: {value}" for name, value in entry.detail.items() if value not in ("", None)),
        "place": f"{entry.chain}/{entry.number}",
        "hash": bytes(entry.hash).hex()[:12],
    }
