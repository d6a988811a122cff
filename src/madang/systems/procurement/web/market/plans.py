"""What offices mean to buy: for everybody, and the office's own plan."""

from datetime import date

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import ANYONE, officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import clock
from madang.systems.procurement.domain.words import Kind, Method
from madang.systems.procurement.models import PlannedPurchase
from madang.systems.procurement.usecases.market.plan_purchases import Wanted, plan_purchase, publish_plan
from madang.systems.procurement.usecases.market.wording import KINDS, METHODS
from madang.systems.procurement.usecases.office_names import office_names
from madang.systems.procurement.usecases.permissions import BUYER
from madang.systems.procurement.web.list_parts import chosen, estimated, titled
from madang.systems.procurement.web.market.forms import PlanForm
from madang.systems.procurement.web.market.showing import form_page


@open_to(ANYONE)
@require_safe
def plans(request: ActorRequest) -> HttpResponseBase:
    """Every published plan, by month."""
    rows = PlannedPurchase.objects.filter(published_at__isnull=False)
    names = office_names(codes=rows.order_by().values_list("office", flat=True).distinct())
    table = Table(
        request=request,
        columns=(
            *_columns(),
            Column(name="office", title=_("Office"), value=lambda one: names[one.office]),
            Column(name="tender", title=_("Tender"), value=_public_number, link=_public_link),
        ),
        source=rows.select_related("tender").order_by("-year", "month", "pk"),
        filters=(*_filters(rows), chosen(name="office", title=_("Office"), words=names)),
        caption=_("Planned purchases"),
        size=25,
    )
    return table.file(name="plans") or render(request, "procurement/market/plans.html", {"table": table})


@open_to(officials(BUYER))
@require_http_methods(["GET", "HEAD", "POST"])
def own_plans(request: ActorRequest) -> HttpResponseBase:
    """The plan of the office: publish what is written, make a tender of what is published."""
    rows = PlannedPurchase.objects.filter(office__in=request.actor.offices(BUYER))
    if request.method == "POST":
        count = publish_plan(rows=rows.filter(published_at=None), actor=request.actor, now=clock.now())
        told = ngettext("{count} row was published.", "{count} rows were published.", count)
        messages.success(request, told.format(count=count))
        return redirect("procurement:own_plans")
    table = Table(
        request=request,
        columns=(
            *_columns(),
            Column(name="published_at", title=pgettext("plan", "Published"), kind="day"),
            Column(name="tender", title=_("Next step"), value=_next, link=_next_link),
        ),
        source=rows.select_related("tender").order_by("-year", "month", "pk"),
        filters=_filters(rows),
        caption=_("Plan of your office"),
        size=25,
    )
    waiting = rows.filter(published_at=None).count()
    values = {"table": table, "waiting": waiting, "none": not rows.exists()}
    return table.file(name="own-plan") or render(request, "procurement/market/own_plans.html", values)


@open_to(officials(BUYER))
@require_http_methods(["GET", "HEAD", "POST"])
def new_plan(request: ActorRequest) -> HttpResponse:
    """Plan a purchase."""
    now = clock.now()
    form = PlanForm(request.POST or None, initial={"year": timezone.localdate(now).year})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with ShownIn(form):
            wanted = Wanted(**{**given, "kind": Kind(given["kind"]), "method": Method(given["method"])})
            plan_purchase(wanted=wanted, office=request.actor.offices(BUYER)[0], actor=request.actor, now=now)
            messages.success(request, _("The purchase is planned. Publish it, so that suppliers can prepare."))
            return redirect("procurement:own_plans")
    return form_page(
        request,
        form=form,
        title=_("Plan a purchase"),
        lead=_("Suppliers read what you mean to buy and prepare. A published row can become a tender."),
        button=_("Plan it"),
        back=reverse("procurement:own_plans"),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(name="title", title=_("Title"), sort="title"),
        Column(name="month", title=_("Month"), sort="month", value=_month),
        Column(name="kind", title=_("Kind"), value=lambda one: KINDS[Kind(one.kind)]),
        Column(name="method", title=_("Method"), value=lambda one: METHODS[Method(one.method)]),
        estimated(),
    )


def _filters(rows: QuerySet[PlannedPurchase]) -> tuple[Filter, ...]:
    years = rows.order_by("-year").values_list("year", flat=True).distinct()
    return (
        titled(),
        chosen(name="year", title=_("Year"), words={one: str(one) for one in years}),
        chosen(name="kind", title=_("Kind"), words=KINDS),
    )


def _month(one: PlannedPurchase) -> str:
    return f"{date(one.year, one.month, 1):%Y-%m}"


def _public_number(one: PlannedPurchase) -> str:
    return one.tender.number if one.tender and one.tender.published_at else ""


def _public_link(one: PlannedPurchase) -> str:
    number = _public_number(one)
    return reverse("procurement:tender", args=[number]) if number else ""


def _next(one: PlannedPurchase) -> str:
    if one.tender:
        return one.tender.number
    return str(_("Make a tender of it")) if one.published_at else str(_("To be published"))


def _next_link(one: PlannedPurchase) -> str:
    if one.tender:
        return reverse("procurement:own_tender", args=[one.tender.number])
    return reverse("procurement:new_tender", args=[one.pk]) if one.published_at else ""
