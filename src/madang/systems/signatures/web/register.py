"""The register of certificates as registration officers see it."""

from django.db.models import Q, QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import clock
from madang.systems.signatures.domain.profiles import SUBSCRIBERS
from madang.systems.signatures.models import Certificate
from madang.systems.signatures.usecases.permissions import OFFICER
from madang.systems.signatures.web.words import STATUSES, kind_title, shown_status


def _search(source: QuerySet[Certificate], text: str) -> QuerySet[Certificate]:
    return source.filter(Q(name__istartswith=text) | Q(serial__startswith=text.lower()))


@open_to(officials(OFFICER))
@require_safe
def register(request: ActorRequest) -> HttpResponseBase:
    """Every subscriber's certificate: search, filter, sort, take away."""
    now = clock.now()
    columns = (
        Column(
            name="serial",
            title=_("Number of the certificate"),
            link=lambda row: reverse("signatures:certificate", args=[row.serial]),
        ),
        Column(name="name", title=_("Name"), sort="name"),
        Column(name="profile", title=_("Kind"), value=lambda row: kind_title(profile=row.profile), sort="profile"),
        Column(name="status", title=_("Status"), value=lambda row: STATUSES[shown_status(certificate=row, now=now)]),
        Column(name="issued_at", title=pgettext("certificate", "Issued"), kind="moment", sort="issued_at"),
        Column(name="valid_until", title=_("Valid until"), kind="moment", sort="valid_until"),
    )
    statuses = tuple((code, STATUSES[code]) for code in ("good", "suspended", "revoked"))
    kinds = tuple((code, kind_title(profile=code)) for code in SUBSCRIBERS)
    filters = (
        Filter(name="q", title=pgettext("certificate", "Number or name"), apply=_search),
        Filter(name="status", title=_("Status"), choices=statuses, apply=lambda rows, value: rows.filter(status=value)),
        Filter(name="kind", title=_("Kind"), choices=kinds, apply=lambda rows, value: rows.filter(profile=value)),
    )
    source = Certificate.objects.filter(profile__in=SUBSCRIBERS).order_by("-issued_at", "-id")
    table = Table(
        request=request,
        columns=columns,
        source=source,
        filters=filters,
        caption=pgettext("certificate", "Certificates"),
    )
    return table.file(name="certificates") or render(request, "signatures/register.html", {"table": table})
