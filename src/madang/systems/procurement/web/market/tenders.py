"""Tenders for everybody: the list, a tender's page, a question."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import ANYONE, RESIDENTS, open_to
from madang.framework.identity.may import may
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import clock
from madang.systems.procurement.domain.words import Kind, Method, TenderState
from madang.systems.procurement.models import Tender
from madang.systems.procurement.usecases.market.ask_question import ask_question
from madang.systems.procurement.usecases.market.standing import published
from madang.systems.procurement.usecases.market.wording import KINDS, METHODS, STATES
from madang.systems.procurement.usecases.office_names import office_names
from madang.systems.procurement.web.acting import business_of
from madang.systems.procurement.web.list_parts import chosen
from madang.systems.procurement.web.market import sections
from madang.systems.procurement.web.market.forms import QuestionForm
from madang.systems.procurement.web.market.showing import (
    corrections_of,
    dates_of,
    extensions_of,
    facts_of,
    form_page,
    left,
    lots_of,
    standing_columns,
    state_title,
    tone_of,
)


@open_to(ANYONE)
@require_safe
def tenders(request: ActorRequest) -> HttpResponseBase:
    """All that were published, the newest first."""
    now = clock.now()
    names = office_names(codes=published().order_by().values_list("buyer", flat=True).distinct())
    table = Table(
        request=request,
        columns=_columns(names, now),
        source=published().order_by("-published_at", "-pk"),
        filters=_filters(names),
        caption=_("Tenders"),
        size=25,
    )
    open_now = published().filter(state=TenderState.PUBLISHED.value, closes_at__gt=now)
    figures = [
        (_("Open for bids"), open_now.count()),
        (_("Close within a week"), open_now.filter(closes_at__lte=now + timedelta(days=7)).count()),
    ]
    return table.file(name="tenders") or render(
        request, "procurement/market/tenders.html", {"table": table, "figures": figures}
    )


@open_to(ANYONE)
@require_safe
def tender(request: ActorRequest, number: str) -> HttpResponse:
    """One tender: what is bought, until when, what was asked and answered, and what became of it."""
    held, now = get_object_or_404(published(), number=number), clock.now()
    asks = held.state == TenderState.PUBLISHED and held.questions_until is not None and now < held.questions_until
    values = {
        "number": held.number,
        "title": held.title,
        "description": held.description,
        "state": state_title(held),
        "tone": tone_of(held),
        "left": left(tender=held, now=now),
        "reason": held.reason,
        "facts": facts_of(tender=held, now=now),
        "dates": dates_of(tender=held),
        "lots": lots_of(tender=held),
        "criteria": list(held.criteria.order_by("-points", "pk").values("title", "points", "by_formula")),
        "questions": answered(held),
        "corrections": corrections_of(tender=held),
        "extensions": extensions_of(tender=held),
        "sections": sections.drawn(request=request, tender=held),
        "may_ask": asks and bool(business_of(request)),
        "takes_questions": asks,
        "is_mine": may(request.actor, "procurement.buy", held.buyer),
    }
    return render(request, "procurement/market/tender.html", values)


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ActorRequest, number: str) -> HttpResponse:
    """Ask about a tender, for a business."""
    held = get_object_or_404(published(), number=number)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            ask_question(tender=held, text=form.cleaned_data["text"], actor=request.actor, now=clock.now())
            messages.success(request, _("Your question was sent. You are told when it is answered."))
            return redirect("procurement:tender", number=held.number)
    return form_page(
        request,
        form=form,
        title=_("Ask about {title}").format(title=held.title),
        lead=_("The buyer answers to everybody on the tender's page. Nobody reads who asked."),
        button=_("Send the question"),
        back=reverse("procurement:tender", args=[held.number]),
        notice=""
        if business_of(request)
        else _("Choose first the business for which you ask: act for it by a mandate."),
    )


def answered(held: Tender) -> list[dict[str, Any]]:
    """Questions with answers, without who asked."""
    found = held.questions.exclude(answered_at=None).order_by("answered_at", "pk")
    return [dict(one) for one in found.values("text", "answer", "answered_at")]


def _columns(names: dict[str, str], now: datetime) -> tuple[Column, ...]:
    return (
        Column(name="number", title=pgettext("tender", "Number"), sort="number"),
        Column(
            name="title",
            title=_("Title"),
            sort="title",
            link=lambda one: reverse("procurement:tender", args=[one.number]),
        ),
        Column(name="buyer", title=_("Buyer of the tender"), value=lambda one: names[one.buyer]),
        Column(name="kind", title=_("Kind"), value=lambda one: KINDS[Kind(one.kind)]),
        Column(name="method", title=_("Method"), value=lambda one: METHODS[Method(one.method)]),
        *standing_columns(now=now),
    )


def _filters(names: dict[str, str]) -> tuple[Filter, ...]:
    public = {state: title for state, title in STATES.items() if state is not TenderState.DRAFT}
    return (
        Filter(name="q", title=_("Title, item or number"), apply=_search),
        chosen(name="state", title=pgettext("tender", "State"), words=public),
        chosen(name="kind", title=_("Kind"), words=KINDS),
        chosen(name="method", title=_("Method"), words=METHODS),
        chosen(name="buyer", title=_("Buyer of the tender"), words=names),
        Filter(name="from", title=_("Closes from (year-month-day)"), apply=_closes_from),
    )


def _search(rows: QuerySet[Tender], text: str) -> QuerySet[Tender]:
    words = text[:80]
    found = Q(title__icontains=words) | Q(number__startswith=words.upper()) | Q(lots__items__title__icontains=words)
    return rows.filter(pk__in=Tender.objects.filter(found).values("pk"))


def _closes_from(rows: QuerySet[Tender], text: str) -> QuerySet[Tender]:
    try:
        return rows.filter(closes_at__date__gte=date.fromisoformat(text))
    except ValueError:
        return rows.none()
