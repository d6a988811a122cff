"""Finding a service: search, categories, and a service's own page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.contracts.services_v1 import ServiceDeclaration, ServiceKind
from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.values import Refusal, clock
from madang.systems.civil.models import CatalogueEntry, CatalogueSource, Satisfaction
from madang.systems.civil.usecases import catalogue
from madang.systems.civil.usecases.eligibility import subject_of
from madang.systems.civil.usecases.export_catalogue import export_catalogue
from madang.systems.civil.usecases.refresh_catalogue import refresh_catalogue
from madang.systems.civil.web.words import CHANNELS, KINDS, category, in_language

_LONGEST_QUERY = 200
_POPULAR = 6


def row(service: ServiceDeclaration) -> dict[str, Any]:
    """A service as a list shows it."""
    return {
        "code": service.code,
        "title": in_language(service.title),
        "summary": in_language(service.summary),
        "agency": in_language(service.agency),
        "kind": KINDS[service.kind],
        "at_once": service.kind is ServiceKind.CERTIFICATE,
        "fee": service.fee.online if "online" in service.channels else service.fee.counter,
        "days": service.working_days,
    }


@open_to(ANYONE)
@require_safe
def services(request: ActorRequest) -> HttpResponse:
    """What do you need? With a question the services found, else categories and what is asked for most."""
    if not CatalogueSource.objects.exists():
        # The first visitor of a new deployment does not wait for the schedule.
        refresh_catalogue(now=clock.now())
    here = catalogue.current()
    query = request.GET.get("q", "")[:_LONGEST_QUERY].strip()
    found = [row(each) for each in here.search(query=query)] if query else []
    values: dict[str, Any] = {"query": query, "found": found, "silent": _silent()}
    if request.headers.get("HX-Request") and request.headers.get("HX-Target") == "found":
        return render(request, "civil/found.html", values)
    values["categories"] = [
        {"code": code, "title": category(code), "count": count} for code, count in here.categories.items()
    ]
    values["popular"] = [row(each) for each in here.most_asked[:_POPULAR]]
    values["events"] = events()
    values["total"] = len(here.services)
    return render(request, "civil/services.html", values)


def events() -> list[dict[str, Any]]:
    """The country's life events as tiles."""
    return [
        {
            "code": event.code,
            "title": in_language(event.title),
            "summary": in_language(event.summary),
            "icon": event.icon,
        }
        for event in catalogue.life_events()
    ]


def _silent() -> list[str]:
    """Members that did not answer when they were last asked; their services stay listed as they were."""
    return list(CatalogueSource.objects.exclude(failed_at=None).values_list("member", flat=True))


@open_to(ANYONE)
@require_safe
def one_category(request: ActorRequest, code: str) -> HttpResponse:
    """The services of one category."""
    listed = catalogue.current().in_category(category=code)
    if not listed:
        raise catalogue.NoSuchService
    return render(request, "civil/category.html", {"title": category(code), "found": [row(each) for each in listed]})


@open_to(ANYONE)
@require_safe
def service(request: ActorRequest, code: str) -> HttpResponse:
    """One service: what it is, who may ask, what it costs, how long it takes, by which law; one button."""
    declared = catalogue.service(code=code)
    values = {
        "service": row(declared),
        "facts": facts(declared),
        "fees": _fees(declared),
        "counter_fee": declared.fee.counter,
        "needed": [in_language(each) for each in declared.data_needed],
        "waivers": [in_language(each) for each in declared.fee.waivers],
        "fields": [in_language(each.label) for each in declared.fields],
        "hindrance": _hindrance(request, declared),
        "online": "online" in declared.channels and declared.kind is not ServiceKind.COUNTER,
        "apply": reverse("civil:apply", args=[code]),
        "category": {"code": declared.category, "title": category(declared.category)},
        "stars": _stars(code),
        "asked": CatalogueEntry.objects.filter(code=code).values_list("asked", flat=True).first() or 0,
        "for_name": request.actor.acting_for.name if request.actor.acting_for else "",
    }
    return render(request, "civil/service.html", values)


def _fees(declared: ServiceDeclaration) -> list[tuple[str, Any]]:
    """The fee by channel."""
    amounts = {"online": declared.fee.online, "counter": declared.fee.counter}
    return [(str(CHANNELS.get(each, each)), amounts.get(each)) for each in declared.channels]


def facts(declared: ServiceDeclaration) -> list[tuple[str, Any]]:
    """What the law says of the service, label by label; amounts are written by the template."""
    rows: list[tuple[str, Any]] = [
        (_("Who may apply"), in_language(declared.who_may_apply)),
        (_("Agency"), in_language(declared.agency)),
        (_("Time by law"), _days(declared)),
        (_("How to apply"), ", ".join(str(CHANNELS.get(each, each)) for each in declared.channels)),
        (_("By a representative"), _("Possible with a mandate") if declared.by_proxy else _("Not possible")),
        (_("Law"), in_language(declared.statute)),
    ]
    return rows


def _days(declared: ServiceDeclaration) -> str:
    if declared.kind is ServiceKind.CERTIFICATE or declared.working_days == 0:
        return _("At once")
    if declared.working_days is None:
        return _("The law sets no days")
    return _("{days} working days").format(days=declared.working_days)


def _hindrance(request: ActorRequest, declared: ServiceDeclaration) -> str:
    """Why this visitor cannot apply; nothing for those who have not signed in, for they are asked to first."""
    if not request.actor.is_signed_in:
        return ""
    try:
        subject_of(declared=declared, actor=request.actor)
    except Refusal as refusal:
        return str(refusal)
    return ""


def _stars(code: str) -> dict[str, Any] | None:
    given = list(Satisfaction.objects.filter(service=code).values_list("stars", flat=True)[:5000])
    return {"mean": round(sum(given) / len(given), 1), "count": len(given)} if given else None


@open_to(ANYONE)
@require_safe
def export(request: HttpRequest, suffix: str) -> HttpResponse:
    """The catalogue as CPSV-AP: Turtle, JSON-LD or RDF/XML."""
    base = request.build_absolute_uri("/").rstrip("/")
    data, media_type = export_catalogue(suffix=suffix, base=base)
    response = HttpResponse(data, content_type=f"{media_type}; charset=utf-8")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Content-Disposition"] = f'inline; filename="catalogue.{suffix}"'
    return response
