"""The buyer's desk: own tenders, and one of them with what is to be done next."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Table
from madang.framework.values import clock
from madang.systems.procurement.domain.words import Method, TenderState
from madang.systems.procurement.models import Tender
from madang.systems.procurement.usecases.market.answer_question import answer_question
from madang.systems.procurement.usecases.market.publish_tender import faults_of
from madang.systems.procurement.usecases.market.wording import STATES
from madang.systems.procurement.usecases.permissions import BUYER
from madang.systems.procurement.web.list_parts import chosen, titled
from madang.systems.procurement.web.market.forms import AnswerForm
from madang.systems.procurement.web.market.showing import (
    dates_of,
    estimates_of,
    facts_of,
    form_page,
    left,
    lots_of,
    standing_columns,
    state_title,
    tone_of,
)


def own(request: ActorRequest) -> QuerySet[Tender]:
    """The tenders of the offices for which the official buys, drafts too."""
    return Tender.objects.filter(buyer__in=request.actor.offices(BUYER))


@open_to(officials(BUYER))
@require_safe
def own_tenders(request: ActorRequest) -> HttpResponseBase:
    """Every tender of the office, the newest first."""
    table = Table(
        request=request,
        columns=_columns(clock.now()),
        source=own(request).order_by("-made_at", "-pk"),
        filters=(
            titled(),
            chosen(name="state", title=pgettext("tender", "State"), words=STATES),
        ),
        caption=_("Tenders of your office"),
        size=25,
    )
    drafts = own(request).filter(state=TenderState.DRAFT.value).count()
    waiting = own(request).filter(state=TenderState.PUBLISHED.value, questions__answered_at=None, questions__pk__gt=0)
    figures = [(STATES[TenderState.DRAFT], drafts), (_("With questions to answer"), waiting.distinct().count())]
    values = {"table": table, "figures": figures, "none": not own(request).exists()}
    return table.file(name="own-tenders") or render(request, "procurement/market/own_tenders.html", values)


@open_to(officials(BUYER))
@require_safe
def own_tender(request: ActorRequest, number: str) -> HttpResponse:
    """One tender of the office with everything that can be done with it now."""
    held, now = get_object_or_404(own(request), number=number), clock.now()
    draft = held.state == TenderState.DRAFT
    faults = [one.says for one in faults_of(tender=held, now=now)] if draft else []
    estimates = estimates_of(tender=held, now=now) if draft else []
    named = list(held.invitations.order_by("pk").values_list("supplier__name", "supplier__number"))
    values = {
        "number": held.number,
        "title": held.title,
        "description": held.description,
        "state": state_title(held),
        "tone": tone_of(held),
        "left": left(tender=held, now=now),
        "facts": facts_of(tender=held, now=now),
        "dates": dates_of(tender=held),
        "lots": lots_of(tender=held),
        "criteria": list(held.criteria.order_by("pk").values("pk", "title", "points", "by_formula")),
        "named": named,
        "is_draft": draft,
        "faults": faults,
        "acts": _acts(held, open_now=held.closes_at is not None and now < held.closes_at, complete=not faults),
        "estimates": estimates,
        "may_estimate": any(one["price"] for one in estimates),
        "questions": _questions(held),
        "open_now": held.state == TenderState.PUBLISHED and held.closes_at is not None and now < held.closes_at,
        "public": "" if draft else reverse("procurement:tender", args=[held.number]),
    }
    return render(request, "procurement/market/own_tender.html", values)


@open_to(officials(BUYER))
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: ActorRequest, number: str, pk: int) -> HttpResponse:
    """Answer one question, to everybody."""
    held = get_object_or_404(own(request), number=number)
    question = get_object_or_404(held.questions, pk=pk)
    form = AnswerForm(request.POST or None)
    back = reverse("procurement:own_tender", args=[held.number])
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            answer_question(question=question, answer=form.cleaned_data["answer"], actor=request.actor, now=clock.now())
            messages.success(request, _("The answer is published."))
            return redirect(back)
    return form_page(
        request,
        form=form,
        title=_("Answer a question"),
        lead=_("Question and answer appear on the tender's page; everybody concerned is told."),
        button=_("Publish the answer"),
        back=back,
        quote=question.text,
    )


def _columns(now: datetime) -> tuple[Column, ...]:
    return (
        Column(
            name="number",
            title=pgettext("tender", "Number"),
            sort="number",
            link=lambda one: reverse("procurement:own_tender", args=[one.number]),
        ),
        Column(name="title", title=_("Title"), sort="title"),
        *standing_columns(now=now),
    )


def _questions(held: Tender) -> list[dict[str, Any]]:
    found = held.questions.order_by("answered_at", "pk").values("pk", "text", "asked_at", "answer", "answered_at")
    return [dict(one) for one in found]


def _acts(held: Tender, *, open_now: bool, complete: bool) -> list[tuple[str, str]]:
    """What may be done now: address and words; the first is the main one."""

    def act(name: str) -> str:
        return reverse("procurement:act", args=[held.number, name])

    if held.state == TenderState.DRAFT:
        found = [
            (act("item"), _("Add an item")),
            (act("lot"), _("Add a lot")),
            (act("criterion"), _("Add a criterion")),
            (act("remove"), _("Remove a part")),
            (act("what"), _("Change what is bought")),
            (act("how"), _("Change method and award")),
            (act("dates"), _("Change the dates")),
            (act("discard"), _("Discard the draft")),
        ]
        if held.method == Method.FRAMEWORK:
            found.insert(0, (reverse("procurement:framework_terms", args=[held.number]), _("Terms of the framework")))
        publish = (act("publish"), _("Publish"))
        named = [(act("invite"), _("Name suppliers"))] if held.method == Method.RESTRICTED else []
        return [publish, *named, *found] if complete else [*named, *found]
    cancel = [(act("cancel"), _("Cancel the tender"))]
    if held.state == TenderState.PUBLISHED and open_now:
        return [
            (act("correct"), _("Correct the notice")),
            (act("extend"), pgettext("tender", "Give more time")),
            *cancel,
        ]
    return cancel if held.state in {TenderState.PUBLISHED, TenderState.CLOSED, TenderState.OPENED} else []
