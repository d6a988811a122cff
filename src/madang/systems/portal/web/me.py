"""My page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.menu import link
from madang.framework.ui.paging import asked_page, pages
from madang.framework.values import Party
from madang.systems.portal.usecases.gather import (
    gather_cases,
    gather_charges,
    gather_overview,
)
from madang.systems.portal.web import rows, wording
from madang.systems.portal.web.addresses import search_page
from madang.systems.portal.web.case_list import case_list

SIZE = 50
GLANCE = 5


def _party(request: ActorRequest) -> Party:
    """Whose page it is; the access declaration has made sure that there is one."""
    party = request.actor.party
    if party is None:
        raise ValueError("A page of one's own needs a party.")
    return party


@open_to(RESIDENTS)
def me(request: ActorRequest) -> HttpResponse:
    """Everything that concerns the party, at a glance."""
    actor, party = request.actor, _party(request)
    # One case more than is shown tells whether there are older ones, without counting them all.
    glance = gather_overview(
        party=party, actor=actor, cases=SIZE + 1, charges=GLANCE, documents=GLANCE, looks=GLANCE, tasks=GLANCE
    )
    verify = reverse("portal:verify")
    more = len(glance.cases.rows) > SIZE
    values = {
        "cases": case_list(rows.cases(glance.cases.rows[:SIZE])),
        "case_count": f"{SIZE}+" if more else len(glance.cases.rows),
        "more_cases": reverse("portal:cases") + "?page=2" if more else "",
        "sign": [rows.task(one) for one in glance.tasks.rows],
        "charges": [rows.charge(one) for one in glance.charges.rows],
        "documents": [rows.document(one, verify=verify) for one in glance.documents.rows],
        "looks": [rows.look(one) for one in glance.looks.rows],
        "silence": wording.silence(glance.silent),
        "search": search_page(),
        "mandates": link("identity:mandates"),
        "settings": link("identity:settings"),
    }
    return render(request, "portal/me.html", values)


@open_to(RESIDENTS)
def cases(request: ActorRequest) -> HttpResponse:
    """All cases, page by page."""
    offset = (asked_page(request) - 1) * SIZE
    found = gather_cases(party=_party(request), actor=request.actor, offset=offset, limit=SIZE)
    values = {
        "title": _("My cases"),
        "cases": case_list(rows.cases(found.rows)),
        "pages": pages(request=request, total=found.total, size=SIZE),
        "silence": rows.silent(found),
        "search": search_page(),
    }
    return render(request, "portal/cases.html", values)


@open_to(RESIDENTS)
def payments(request: ActorRequest) -> HttpResponse:
    """What is to pay and what was paid."""
    offset = (asked_page(request) - 1) * SIZE
    found = gather_charges(party=_party(request), actor=request.actor, offset=offset, limit=SIZE)
    values = {
        "charges": [rows.charge(one) for one in found.rows],
        "pages": pages(request=request, total=found.total, size=SIZE),
        "silence": rows.silent(found),
    }
    return render(request, "portal/payments.html", values)
