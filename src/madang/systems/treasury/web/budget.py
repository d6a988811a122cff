"""A spending unit's own lines: how they stand, what moved them, and what may move between them."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import clock
from madang.systems.treasury.models import BudgetLine, Movement, Transfer
from madang.systems.treasury.usecases.ask_carry_over import ask_carry_over
from madang.systems.treasury.usecases.ask_transfer import ask_transfer
from madang.systems.treasury.usecases.execute_transfer import room_of
from madang.systems.treasury.usecases.formulate import contingency_codes
from madang.systems.treasury.usecases.permissions import BUDGET, UNIT
from madang.systems.treasury.usecases.wording import GROUNDS, KINDS, line_title
from madang.systems.treasury.web.forms import CarryOverForm, TransferForm
from madang.systems.treasury.web.showing import (
    amounts_of,
    bar,
    form_page,
    money,
    office_names,
    region_name,
    stage_title,
)

SHOWN = 200


@open_to(officials(UNIT, BUDGET))
@require_safe
def budget(request: ActorRequest) -> HttpResponseBase:
    """The lines of the actor's offices; all lines for the budget office."""
    lines = visible(request)
    years = sorted(set(lines.values_list("year", flat=True)), reverse=True)
    table = Table(
        request=request,
        columns=_columns(bars="format" not in request.GET),
        source=lines.order_by("-year", "office", "activity", "economic", "pk"),
        filters=(
            Filter(
                name="year",
                title=_("Fiscal year"),
                choices=tuple((str(year), str(year)) for year in years),
                apply=lambda rows, value: rows.filter(year=int(value)) if value.isdigit() else rows.none(),
            ),
            Filter(name="activity", title=_("Activity's code"), apply=_of_activity),
        ),
        caption=_("Budget lines"),
    )
    return table.file(name="budget") or render(request, "treasury/budget.html", {"table": table, "empty": not years})


@open_to(officials(UNIT, BUDGET))
@require_safe
def line(request: ActorRequest, pk: int) -> HttpResponse:
    """One line with its movements, its plan and its transfers."""
    held = get_object_or_404(visible(request), pk=pk)
    names = office_names()
    values: dict[str, Any] = {
        "line": held.pk,
        "title": line_title(line=held),
        "facts": [
            (pgettext("budget", "Office"), names.get(held.office, held.office)),
            (_("Fiscal year"), str(held.year)),
            (_("Line"), held.code),
            *amounts_of(held),
            (_("Free to move"), written.money(money(room_of(line=held)))),
        ],
        "bar": bar(held),
        "movements": [_movement(one) for one in held.movements.order_by("-at", "-pk")[:SHOWN]],
        "parts": [_part(one) for one in held.parts.order_by("quarter", "month")],
        "transfers": [_transfer(one) for one in _transfers(held)],
        "may_ask": request.actor.has_duty(UNIT, held.office),
        "may_allot": request.actor.has_duty(BUDGET),
    }
    return render(request, "treasury/budget_line.html", values)


@open_to(officials(UNIT))
@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request: ActorRequest, pk: int) -> HttpResponse:
    """Move money to another line, or ask the budget office for it."""
    held = get_object_or_404(visible(request), pk=pk)
    form = TransferForm(request.POST or None, line=held)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with ShownIn(form):
            made = ask_transfer(
                source=held,
                target=get_object_or_404(BudgetLine, pk=int(given["target"])),
                minor=given["amount"],
                ground=given["ground"],
                reason=given["reason"],
                actor=request.actor,
                now=clock.now(),
            )
            messages.success(request, _told(made))
            return redirect("treasury:budget_line", pk=held.pk)
    return form_page(
        request,
        form=form,
        title=_("Transfer from “{line}”").format(line=line_title(line=held)),
        lead=_("Within a programme your office may move a part by itself; for all else the budget office decides."),
        button=pgettext("budget", "Transfer"),
        back=reverse("treasury:budget_line", args=[held.pk]),
        facts=[(_("Free to move"), written.money(money(room_of(line=held))))],
    )


@open_to(officials(UNIT))
@require_http_methods(["GET", "HEAD", "POST"])
def carry_over(request: ActorRequest, pk: int) -> HttpResponse:
    """Ask to use what is left of a line in the next year."""
    held = get_object_or_404(visible(request), pk=pk)
    form = CarryOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {("minor" if name == "amount" else name): value for name, value in form.cleaned_data.items()}
        with ShownIn(form):
            made = ask_carry_over(line=held, actor=request.actor, now=clock.now(), **given)
            messages.success(request, _told(made))
            return redirect("treasury:budget_line", pk=held.pk)
    return form_page(
        request,
        form=form,
        title=_("Carry over from “{line}”").format(line=line_title(line=held)),
        lead=_("Money that could not be spent in time goes over into the next year where the law gives a ground."),
        button=_("Ask for the carry-over"),
        back=reverse("treasury:budget_line", args=[held.pk]),
        facts=amounts_of(held),
    )


def visible(request: ActorRequest) -> QuerySet[BudgetLine]:
    """The lines the actor may see: those of their offices and the contingency; all for the budget office."""
    if request.actor.has_duty(BUDGET):
        return BudgetLine.objects.all()
    own = BudgetLine.objects.filter(office__in=request.actor.offices(UNIT))
    return own | BudgetLine.objects.filter(activity__in=contingency_codes())


def _of_activity(rows: QuerySet[BudgetLine], value: str) -> QuerySet[BudgetLine]:
    return rows.filter(activity__startswith=value[:32])


def _columns(*, bars: bool) -> tuple[Column, ...]:
    def of(name: str, title: str) -> Column:
        return Column(name=name, title=title, kind="money", sort=name, value=lambda one: money(getattr(one, name)))

    shown = (
        Column(name="year", title=_("Fiscal year"), sort="year"),
        Column(
            name="title",
            title=pgettext("budget", "What for"),
            value=lambda one: line_title(line=one),
            link=lambda one: reverse("treasury:budget_line", args=[one.pk]),
        ),
        Column(name="economic", title=_("Class"), sort="economic"),
        Column(name="region", title=_("Region"), value=lambda one: region_name(one.region)),
        Column(name="budget", title=_("Budget"), kind="money", value=lambda one: money(one.budget)),
        of("allotted", _("Allotted")),
        of("committed", _("Committed")),
        of("paid", pgettext("budget", "Paid")),
    )
    return (*shown[:4], Column(name="bar", title=_("How far"), value=bar), *shown[4:]) if bars else shown


def _movement(one: Movement) -> dict[str, object]:
    return {"at": one.at, "stage": stage_title(one.stage), "amount": money(one.minor), "document": one.document}


def _part(one: Any) -> dict[str, object]:
    month = _("month {month}").format(month=one.month) if one.month else _("whole quarter")
    return {"quarter": one.quarter, "month": month, "amount": money(one.minor), "released_at": one.released_at}


def _transfers(held: BudgetLine) -> list[Transfer]:
    return list((held.transfers_out.all() | held.transfers_in.all()).order_by("-pk")[:50])


def _transfer(one: Transfer) -> dict[str, object]:
    states = {"asked": _("before the budget office"), "done": _("done"), "refused": _("refused")}
    return {
        "number": one.number,
        "kind": KINDS[one.kind],
        "ground": GROUNDS.get(one.ground, ""),
        "amount": money(one.minor),
        "state": states[one.state],
        "case": one.case,
        "on": timezone.localdate(one.asked_at),
    }


def _told(made: Transfer) -> str:
    if made.state == "done":
        return str(_("Transfer {number} is done.")).format(number=made.number)
    return str(_("The budget office decides on {number} as case {case}.")).format(number=made.number, case=made.case)
