"""The list of authorised operators for anybody; officers authorise a business and take it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import ANYONE, officials, open_to
from madang.framework.identity.may import may
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import clock
from madang.systems.customs.models import AuthorisedOperator
from madang.systems.customs.usecases.permissions import OFFICER
from madang.systems.customs.usecases.securing.holders import business
from madang.systems.customs.usecases.securing.operators import (
    Authorisation,
    authorise_operator,
    end_authorisation,
    operators_on,
)
from madang.systems.customs.usecases.securing.words import SECTORS
from madang.systems.customs.web.securing.forms import EndForm, OperatorForm
from madang.systems.customs.web.securing.guarantee import offices_of


@open_to(ANYONE)
@require_safe
def operators(request: ActorRequest) -> HttpResponseBase:
    """Who is authorised today, with a link for officers."""
    decides = request.actor.has_duty(OFFICER)
    source = operators_on(on=timezone.localdate())
    columns = (
        Column(
            name="party_name",
            title=pgettext("operator", "Operator"),
            sort="party_name",
            link=(lambda one: reverse("customs:operator", args=[one.pk])) if decides else None,
        ),
        Column(name="sector", title=pgettext("operator", "Sector"), value=lambda one: SECTORS[one.sector]),
        Column(name="grade", title=pgettext("operator", "Grade"), sort="grade"),
        Column(name="valid_until", title=pgettext("operator", "Valid until"), kind="day", sort="valid_until"),
    )
    filters = (
        Filter(
            name="q",
            title=pgettext("operator", "Name"),
            apply=lambda rows, text: rows.filter(party_name__icontains=text[:60]),
        ),
        Filter(
            name="sector",
            title=pgettext("operator", "Sector"),
            choices=tuple(SECTORS.items()),
            apply=lambda rows, value: rows.filter(sector=value),
        ),
    )
    table = Table(request=request, columns=columns, source=source, filters=filters, caption=_("Authorised operators"))
    values = {"table": table, "any": source.exists(), "decides": decides}
    return table.file(name="operators") or render(request, "customs/securing/operators.html", values)


@open_to(officials(OFFICER))
@require_http_methods(["GET", "HEAD", "POST"])
def authorise(request: ActorRequest) -> HttpResponse:
    """Authorise a business in one sector."""
    form = OperatorForm(data=request.POST if request.method == "POST" else None, offices=offices_of(request))
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            told = form.cleaned_data
            office, key = told.pop("office"), told.pop("party")
            asked = Authorisation(**told, party=business(number=key))
            made = authorise_operator(asked=asked, office=office, actor=request.actor, now=clock.now())
            messages.success(request, pgettext("operator", "Authorised."))
            return redirect("customs:operator", made.pk)
    return render(request, "customs/securing/authorise.html", {"form": form}, status=422 if form.errors else 200)


@open_to(officials(OFFICER))
@require_http_methods(["GET", "HEAD", "POST"])
def operator(request: ActorRequest, key: int) -> HttpResponse:
    """One authorisation, and taking it back."""
    found = get_object_or_404(AuthorisedOperator, pk=key)
    form = EndForm(data=request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            reason = form.cleaned_data["reason"]
            end_authorisation(operator=found, reason=reason, actor=request.actor, now=clock.now())
            messages.success(request, pgettext("operator", "Taken back."))
            return redirect("customs:operator", found.pk)
    facts = [
        (pgettext("operator", "Sector"), f"{SECTORS[found.sector]} {found.grade}"),
        (pgettext("operator", "Valid"), f"{written.day(found.valid_from)} – {written.day(found.valid_until)}"),
        (pgettext("operator", "Taken back"), written.day(found.ended_on) if found.ended_on else "–"),
        (pgettext("customs", "The reason"), found.reason or "–"),
    ]
    decides = may(request.actor, "customs.secure", found.office_code) and found.ended_on is None
    values = {"name": found.party_name, "facts": facts, "form": form, "decides": decides}
    return render(request, "customs/securing/operator.html", values, status=422 if form.errors else 200)
