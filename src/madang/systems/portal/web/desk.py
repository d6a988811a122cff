"""The officials' worklist."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from madang.framework.identity.access import ANY_OFFICIAL, duty_title, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.paging import asked_page, pages
from madang.systems.portal.usecases.gather import WorkFilter, gather_work
from madang.systems.portal.web import rows, wording
from madang.systems.portal.web.case_list import work_rows

SIZE = 50
KEPT = "portal.desk"
_FILTERS = ("state", "mine", "text", "sort")
_SORTS = ("applicant", "filed")


def _kept(request: ActorRequest) -> HttpResponse | None:
    """Filters stay: a bare visit gets those of the last one; `?clear=1` forgets them."""
    if "clear" in request.GET:
        request.session.pop(KEPT, None)
        return HttpResponseRedirect(request.path)
    if not request.GET and request.session.get(KEPT):
        return HttpResponseRedirect(f"{request.path}?{urlencode(request.session[KEPT])}")
    asked = {name: request.GET[name] for name in _FILTERS if request.GET.get(name)}
    if request.session.get(KEPT, {}) != asked and any(name in request.GET for name in _FILTERS):
        request.session[KEPT] = asked
    return None


def _sorted_by(request: ActorRequest, sort: str) -> str:
    """The address of this list in another order; `due` is the usual one."""
    asked = {name: request.GET[name] for name in _FILTERS if request.GET.get(name)}
    return "?" + urlencode({**asked, "sort": sort})


@open_to(ANY_OFFICIAL)
def desk(request: ActorRequest) -> HttpResponse:
    """Open cases of the official's duties over all systems, overdue first."""
    redirect = _kept(request)
    if redirect is not None:
        return redirect
    wanted = WorkFilter(
        mine=request.GET.get("mine") == "1",
        state=request.GET.get("state", ""),
        text=request.GET.get("text", "").strip()[:100],
        sort=request.GET["sort"] if request.GET.get("sort") in _SORTS else "",
    )
    offset = (asked_page(request) - 1) * SIZE
    work = gather_work(actor=request.actor, wanted=wanted, offset=offset, limit=SIZE)
    values = {
        "cases": work_rows(rows.cases(work.cases.rows)),
        "total": work.cases.total,
        "overdue": work.overdue,
        "pages": pages(request=request, total=work.cases.total, size=SIZE),
        "states": wording.state_titles().items(),
        "wanted": wanted,
        "sorts": {name: _sorted_by(request, name) for name in ("due", *_SORTS)},
        "narrowed": replace(wanted, sort="") != WorkFilter(),
        "duties": [f"{duty_title(duty.code)}, {duty.office_name}" for duty in request.actor.duties],
        "silence": rows.silent(work.cases),
    }
    return render(request, "portal/desk.html", values)
