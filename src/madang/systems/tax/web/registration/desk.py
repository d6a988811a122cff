"""Officials find taxpayers and open one."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.reasons import for_a_reason, stated_reason
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import Money, clock
from madang.systems.tax.models import Taxpayer
from madang.systems.tax.usecases.dues.wording import due_title
from madang.systems.tax.usecases.permissions import COLLECTOR, INSPECTOR, OFFICER, REVIEWER
from madang.systems.tax.usecases.registration.look_at_taxpayer import look_at_taxpayer
from madang.systems.tax.usecases.registration.offices import office_name
from madang.systems.tax.web.dues.rows import due_row
from madang.systems.tax.web.registration.front import ROLES

TAX_OFFICE = officials(OFFICER, REVIEWER, COLLECTOR, INSPECTOR)
MOST = 50


@open_to(TAX_OFFICE)
@require_safe
def taxpayers(request: ActorRequest) -> HttpResponseBase:
    """Names alone; what one owes stands behind a reason."""
    source = Taxpayer.objects.order_by("name", "pk")
    columns = [
        Column(
            name="name",
            title=pgettext("tax", "Name"),
            sort="name",
            link=lambda one: reverse("tax:taxpayer", args=[one.pk]),
        ),
        Column(name="roles", title=pgettext("tax", "Registered as"), value=_roles),
        Column(name="registered_on", title=pgettext("tax", "Registered on"), kind="day", sort="registered_on"),
    ]
    by_name = Filter(
        name="q", title=pgettext("tax", "Name"), apply=lambda rows, text: rows.filter(name__icontains=text[:80])
    )
    table = Table(
        request=request, columns=columns, source=source, filters=(by_name,), caption=pgettext("tax", "Taxpayers")
    )
    values = {"table": table, "empty": not source.exists()}
    return table.file(name="taxpayers") or render(request, "tax/registration/taxpayers.html", values)


def _roles(one: Taxpayer) -> str:
    return ", ".join(str(ROLES.get(role, role)) for role in one.roles)


@open_to(TAX_OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
@for_a_reason
def taxpayer(request: ActorRequest, key: int) -> HttpResponse:
    """One taxpayer, after the official said why."""
    now = clock.now()
    found = look_at_taxpayer(key=key, reason=stated_reason(request), actor=request.actor, now=now)
    today = timezone.localdate(now)
    facts = [
        (pgettext("tax", "Key"), found.party_key),
        (pgettext("tax", "Registered as"), _roles(found)),
        (pgettext("tax", "Office"), office_name(code=found.office_code)),
        (pgettext("tax", "Registered on"), written.day(found.registered_on)),
    ]
    values = {
        "name": found.name,
        "facts": facts,
        "dues": [due_row(one, today=today) for one in found.dues.select_related("taxpayer").order_by("-pk")[:MOST]],
        "returns": [
            {
                "title": due_title(tax=one.tax, period=one.period, reason="return"),
                "amount": Money(one.payable_minor, one.currency),
                "number": one.number,
                "filed_at": one.filed_at,
            }
            for one in found.returns.order_by("-pk")[:MOST]
        ],
    }
    return render(request, "tax/registration/taxpayer.html", values)
