"""Civil services in figures, with their open data one click away."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, F, Q
from django.db.models.functions import TruncDate
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import charts
from madang.framework.values import clock
from madang.systems.civil.domain.applications import State
from madang.systems.civil.models import Application, BenefitCheck, CatalogueSource, Satisfaction
from madang.systems.civil.usecases import catalogue
from madang.systems.civil.web.words import in_language

_DAYS = 30


@open_to(ANYONE)
@require_safe
def front(request: ActorRequest) -> HttpResponse:
    """How many services, how they are asked for, how long they take, how content people are."""
    now = clock.now()
    since = now - timedelta(days=_DAYS)
    recent = Application.objects.filter(filed_at__gte=since)
    figures = recent.aggregate(
        total=Count("id"),
        online=Count("id", filter=Q(channel="online")),
        issued=Count("id", filter=Q(state=State.ISSUED)),
        mean=Avg(F("ended_at") - F("filed_at"), filter=Q(state=State.ISSUED)),
    )
    stars = Satisfaction.objects.aggregate(mean=Avg("stars"), count=Count("id"))
    values: dict[str, Any] = {
        "services": len(catalogue.current().services),
        "figures": figures,
        "seconds": round(figures["mean"].total_seconds(), 1) if figures["mean"] else None,
        "share_online": round(100 * figures["online"] / figures["total"]) if figures["total"] else None,
        "stars": round(stars["mean"], 1) if stars["mean"] else None,
        "ratings": stars["count"],
        "checks": BenefitCheck.objects.filter(on__gte=since.date()).count(),
        "chart": _by_day(now),
        "top": _top(since),
        "sources": list(CatalogueSource.objects.order_by("member").values("member", "refreshed_at", "failed_at")),
    }
    return render(request, "civil/front.html", values)


def _by_day(now: datetime) -> Any:
    today = timezone.localtime(now).date()
    days = [today - timedelta(days=back) for back in range(_DAYS - 1, -1, -1)]
    counted: dict[tuple[object, str], int] = {}
    rows = (
        Application.objects.filter(filed_at__gte=now - timedelta(days=_DAYS))
        .annotate(day=TruncDate("filed_at"))
        .values("day", "kind")
        .annotate(count=Count("id"))
    )
    for row in rows:
        counted[(row["day"], row["kind"])] = row["count"]
    series = [
        charts.Series(title=title, values=tuple(counted.get((day, kind), 0) for day in days))
        for kind, title in (("certificate", _("Certificates")), ("matter", _("Matters for decision")))
    ]
    labels = [f"{day.month}/{day.day}" for day in days]
    return charts.stacked(title=_("Applications a day"), labels=labels, series=series)


def _top(since: datetime) -> list[dict[str, Any]]:
    rows = (
        Application.objects.filter(filed_at__gte=since)
        .values("service")
        .annotate(count=Count("id"))
        .order_by("-count")[:10]
    )
    return [
        {"code": row["service"], "title": in_language(catalogue.title_of(code=row["service"])), "count": row["count"]}
        for row in rows
    ]
