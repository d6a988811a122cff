"""The trust services in figures, and the authorities with all that a relying party needs of them."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.ui import charts
from madang.framework.values import clock
from madang.systems.signatures.models import Authority, Ceremony, Certificate
from madang.systems.signatures.usecases.count_figures import count_figures
from madang.systems.signatures.usecases.publish_crl import latest_list
from madang.systems.signatures.usecases.service_names import trust_services
from madang.systems.signatures.web.words import STATUSES, TONES, kind_title, shown_status

YEARS = 5


@open_to(ANYONE)
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """How many certificates there are, and the way to everything else."""
    now = clock.now()
    year = timezone.localtime(now).year
    figures = count_figures(now=now, first_year=year - YEARS + 1, last_year=year)
    labels = [str(one) for one in figures.issued]
    series = (
        charts.Series(title=pgettext("certificate", "Issued"), values=tuple(figures.issued.values())),
        charts.Series(title=pgettext("certificate", "Revoked"), values=tuple(figures.ended.values())),
    )
    values: dict[str, Any] = {
        "cards": [
            (_("Valid certificates"), figures.valid),
            (_("Suspended certificates"), figures.suspended),
            (_("Revoked certificates"), figures.revoked),
        ],
        "empty": not sum(figures.issued.values()),
        "years": charts.bar(title=_("Certificates by year"), labels=labels, series=series),
        "kinds": [(kind_title(profile=profile), count) for profile, count in figures.by_kind.items()],
    }
    return render(request, "signatures/front.html", values)


@open_to(ANYONE)
@require_safe
def authorities(request: HttpRequest) -> HttpResponse:
    """Every authority with its fingerprint, certificate and lists."""
    found = Authority.objects.select_related("parent").order_by("kind", "-founded_at")
    told = trust_services()
    language = get_language() or "en"
    values = {
        "authorities": [_authority(one) for one in sorted(found, key=lambda one: one.kind != "root")],
        "operator": _in(told["operator"], language),
        "accreditation": _in(told["accreditation"], language),
    }
    return render(request, "signatures/authorities.html", values)


def _in(words: dict[str, str], language: str) -> str:
    return words.get(language) or next(iter(words.values()))


def _authority(authority: Authority) -> dict[str, Any]:
    now = clock.now()
    fingerprint = hashlib.sha256(bytes(authority.certificate)).hexdigest()
    entry = Certificate.objects.filter(fingerprint=fingerprint).first()
    status = shown_status(certificate=entry, now=now) if entry else "good" if now < authority.valid_until else "expired"
    latest = latest_list(authority=authority)
    ceremonies = Ceremony.objects.filter(root=authority).order_by("held_at")
    return {
        "key": authority.key,
        "name": authority.name,
        "kind": _("Root authority") if authority.kind == "root" else _("Issuing authority"),
        "root": authority.kind == "root",
        "status": STATUSES[status],
        "tone": TONES[status],
        "fingerprint": " ".join(fingerprint[at : at + 4] for at in range(0, 64, 4)),
        "valid_from": authority.valid_from,
        "valid_until": authority.valid_until,
        "threshold": authority.threshold,
        "list_number": latest.number if latest else None,
        "list_entries": latest.entries if latest else 0,
        "list_until": latest.next_update if latest else None,
        "ceremonies": [(one.held_at, len(one.steps)) for one in ceremonies],
    }
