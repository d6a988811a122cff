"""A new tender, one question a screen; what it lacks is added on its own page."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import next_working_day
from madang.framework.ui.wizard import Wizard, WizardStep, run
from madang.framework.values import clock
from madang.systems.procurement.domain.drafts import LotDraft, TenderDraft
from madang.systems.procurement.domain.words import Kind
from madang.systems.procurement.models import PlannedPurchase
from madang.systems.procurement.usecases.market.draft_tender import draft_tender
from madang.systems.procurement.usecases.market.law import counted_by, notice_law
from madang.systems.procurement.usecases.permissions import BUYER
from madang.systems.procurement.web.market import forms as asked
from madang.systems.procurement.web.market.acts import how_of, shown_amount

Answers = Mapping[str, Any]


@open_to(officials(BUYER))
@require_http_methods(["GET", "HEAD", "POST"])
def new_tender(request: ActorRequest, plan: int, step: str = "") -> HttpResponse:
    """Write a new tender, from a row of the plan (`plan`) or from nothing (0)."""
    offices, now = request.actor.offices(BUYER), clock.now()
    free = PlannedPurchase.objects.filter(office__in=offices, tender=None, published_at__isnull=False)
    row = get_object_or_404(free, pk=plan) if plan else None
    account = request.actor.account_id
    if account is None:
        return redirect("procurement:own_tenders")

    def finish(_request: HttpRequest, answers: dict[str, Any], _key: str) -> HttpResponse:
        made = draft_tender(
            draft=_draft_of(answers),
            office=row.office if row else offices[0],
            actor=request.actor,
            now=clock.now(),
            plan=row,
        )
        return redirect("procurement:own_tender", made.number)

    wizard = Wizard(
        kind=f"procurement:tender:{plan}",
        title=_("New tender"),
        steps=_steps(row, now),
        address=lambda code: reverse("procurement:new_tender_step", args=[plan, code]),
        finish=finish,
        cancel=reverse("procurement:own_tenders"),
        send_label=_("Make the draft"),
        promise=_("Then you add the items. Nobody else sees the draft before you publish it."),
        summary_lead=_("Nothing is published by this. Look through what you wrote."),
    )
    return run(request=request, wizard=wizard, step=step, account_id=account, now=now)


def _steps(row: PlannedPurchase | None, now: datetime) -> tuple[WizardStep, ...]:
    today = timezone.localdate(now)
    initial = {"title": row.title, "kind": row.kind} if row else {}
    lot = {"lot_title": row.title, "estimated": shown_amount(row.estimated)} if row else {}
    return (
        WizardStep(code="what", title=_("What is bought?"), form=asked.WhatForm, initial=initial),
        WizardStep(
            code="lot",
            title=_("For how much?"),
            lead=_("The first lot; most tenders have one. More can be added later."),
            form=_FirstLot,
            initial=lot,
        ),
        WizardStep(
            code="how",
            title=_("How is it bought?"),
            form=_with_day(asked.HowForm, today),
            initial={"ground": "open_competition", "award_by": "lowest_price"},
        ),
        WizardStep(
            code="dates",
            title=_("When do bids close?"),
            lead=_("What stands here is the shortest notice that the law allows for most tenders, counted from today."),
            form=asked.DatesForm,
            initial=_first_dates(now),
        ),
    )


class _FirstLot(asked.LotForm):
    """As a lot, with names of its own: the answers of all steps lie together."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {"lot_title" if name == "title" else name: one for name, one in self.fields.items()}


def _with_day(kind: Callable[..., forms.Form], today: Any) -> Callable[..., forms.Form]:
    return lambda **options: kind(on=today, **options)


def _first_dates(now: datetime) -> dict[str, datetime]:
    """The shortest notice of an ordinary tender, and usual hours."""
    today = timezone.localdate(now)
    law = notice_law(on=today)
    closes_on = next_working_day(counted_by(law=law)(today, law.tender_days) + timedelta(days=1))
    zone = timezone.get_current_timezone()
    closes_at = datetime.combine(closes_on, time(10), tzinfo=zone)
    return {
        "questions_until": closes_at - timedelta(days=2),
        "closes_at": closes_at,
        "opens_at": closes_at + timedelta(hours=1),
    }


def _draft_of(answers: Answers) -> TenderDraft:
    lot = LotDraft(
        title=answers["lot_title"], estimated=answers["estimated"], base_price=answers.get("base_price") or None
    )
    how = how_of({name: answers.get(name) or "" for name in ("ground", "award_by", "urgency", "category")})
    plain: dict[str, Any] = {name: answers.get(name) or "" for name in ("title", "description", "budget_line")}
    dates: dict[str, Any] = {
        name: answers.get(name) for name in ("questions_until", "closes_at", "opens_at", "briefing_at")
    }
    return TenderDraft(**plain, kind=Kind(answers["kind"]), lots=(lot,), **how, **dates)
