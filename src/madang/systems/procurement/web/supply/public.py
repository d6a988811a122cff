"""What everybody may know of suppliers."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import clock
from madang.systems.procurement.domain.sanctions import SanctionState
from madang.systems.procurement.models import Sanction, Supplier
from madang.systems.procurement.usecases.office_names import office_names
from madang.systems.procurement.usecases.supply.declare import KINDS, family_titles
from madang.systems.procurement.usecases.supply.record import record_of
from madang.systems.procurement.usecases.supply.standing import in_force
from madang.systems.procurement.web.list_parts import leading
from madang.systems.procurement.web.supply.performing import record_facts
from madang.systems.procurement.web.supply.words import GROUNDS, STATES, TONES, family_title, sanction_row


@open_to(ANYONE)
@require_safe
def suppliers(request: ActorRequest) -> HttpResponseBase:
    """All suppliers, found by name or number and by what they supply."""
    table = Table(
        request=request,
        columns=[
            leading(name="name", title=_("Name"), view="procurement:supplier"),
            Column(name="number", title=_("Registration number"), sort="number"),
            Column(name="state", title=_("State"), value=lambda one: STATES.get(one.state, one.state)),
            Column(name="registered_at", title=_("Registered"), kind="day", sort="registered_at"),
        ],
        source=Supplier.objects.order_by("name", "pk"),
        filters=[
            Filter(name="q", title=_("Name or number"), apply=_named),
            Filter(
                name="family",
                title=_("Supplies"),
                choices=tuple((code, family_title(code)) for code in sorted(family_titles())),
                apply=lambda rows, code: rows.filter(categories__family=code, categories__ended_at=None),
            ),
        ],
        caption=_("Suppliers"),
    )
    return table.file(name="suppliers") or render(request, "procurement/supply/suppliers.html", {"table": table})


def _named(rows: QuerySet[Supplier], typed: str) -> QuerySet[Supplier]:
    digits = "".join(filter(str.isdigit, typed))
    found = rows.filter(name__icontains=typed[:100].replace("\x00", ""))
    return found | rows.filter(number=digits) if digits else found


@open_to(ANYONE)
@require_safe
def supplier(request: ActorRequest, number: str) -> HttpResponse:
    """One supplier: what it supplies, its certificates that hold, its record and its sanctions."""
    found = get_object_or_404(Supplier, number=number)
    today = timezone.localdate(clock.now())
    held = found.certificates.filter(ended_at=None, until_on__gte=today).order_by("until_on")
    barring = Sanction.objects.filter(supplier=found, state=SanctionState.DECIDED.value).order_by("-from_on")
    values = {
        "name": found.name,
        "state": STATES.get(found.state, found.state),
        "tone": TONES.get(found.state, "gray"),
        "facts": [(_("Registration number"), found.number), (_("Address"), found.address or "–")],
        "registered_at": found.registered_at,
        "families": [family_title(one.family) for one in found.categories.filter(ended_at=None).order_by("family")],
        "certificates": [
            {"kind": KINDS.get(one.kind, one.kind), "issuer": one.issuer, "until_on": one.until_on} for one in held
        ],
        "sanctions": [sanction_row(one) for one in barring],
        "record": record_facts(record_of(supplier=found, on=today)),
    }
    return render(request, "procurement/supply/supplier.html", values)


@open_to(ANYONE)
@require_safe
def sanctions(request: ActorRequest) -> HttpResponseBase:
    """Who is barred today and until when; a sanction that has ended leaves the list by itself."""
    today = timezone.localdate(clock.now())
    source = in_force(on=today).select_related("supplier")
    names = office_names(codes=source.order_by().values_list("office", flat=True).distinct())
    columns: list[Column] = [
        Column(
            name="supplier",
            title=_("Supplier"),
            sort="supplier__name",
            value=lambda one: one.supplier.name,
            link=lambda one: reverse("procurement:supplier", args=[one.supplier.number]),
        ),
        Column(name="registered", title=_("Registration number"), value=lambda one: one.supplier.number),
        Column(name="ground", title=_("Ground"), value=lambda one: GROUNDS[one.ground]),
        Column(name="from_on", title=_("From"), kind="day", sort="from_on"),
        Column(name="until_on", title=_("Ends"), kind="day", sort="until_on"),
        Column(name="office", title=_("Office"), value=lambda one: names[one.office]),
    ]
    table = Table(request=request, columns=columns, source=source.order_by("-from_on"), caption=_("Barred suppliers"))
    values: dict[str, Any] = {"table": table, "empty": not source.exists()}
    return table.file(name="sanctions") or render(request, "procurement/supply/sanctions.html", values)
