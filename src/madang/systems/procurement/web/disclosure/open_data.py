"""Open contracting: what there is to take away, and what happened in one process."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.tables import guarded
from madang.systems.procurement.formats import ocds_merge
from madang.systems.procurement.models import Release
from madang.systems.procurement.usecases.disclosure import package
from madang.systems.procurement.web.disclosure import process
from madang.systems.procurement.web.disclosure.words import step_words


@open_to(ANYONE)
@require_safe
def index(request: ActorRequest) -> HttpResponse:
    """What there is, by year."""
    says = [
        ("releases.json", _("Release package: one release for each step")),
        ("records.json", _("Record package: each process compiled, with all its versions")),
        ("tenders.csv", _("Tenders as a table")),
        ("awards.csv", _("Awards as a table")),
        ("contracts.csv", _("Contracts as a table")),
    ]
    listed = [
        (year, [(name, words, reverse("procurement:open_file", args=[year, name])) for name, words in says])
        for year in package.years()
    ]
    newest = [_line(one) for one in Release.objects.order_by("-at", "-pk")[:10]]
    return render(request, "procurement/disclosure/open.html", {"years": listed, "newest": newest})


@open_to(ANYONE)
@require_safe
def file(request: ActorRequest, year: int, name: str) -> HttpResponseBase:
    """A year's file, streamed."""
    stem, _dot, ending = name.rpartition(".")
    if year not in package.years():
        raise Http404
    path = reverse("procurement:open_file", args=[year, name])
    if name == "releases.json":
        parts = package.release_package(path=path, rows=package.released(year=year))
        return _streamed(parts, "application/json", f"{year}-{name}")
    if name == "records.json":
        return _streamed(package.record_package(path=path, year=year), "application/json", f"{year}-{name}")
    if ending != "csv" or stem not in package.TABLES:
        raise Http404
    rows = package.table_rows(name=stem, year=year)
    return _streamed(_lines(package.TABLES[stem], rows), "text/csv; charset=utf-8", f"{year}-{name}")


@open_to(ANYONE)
@require_safe
def what_happened(request: ActorRequest, ocid: str) -> HttpResponse:
    """One process from notice to payment, step by step."""
    told = list(Release.objects.filter(ocid=ocid).order_by("at", "pk"))
    if not told:
        raise Http404
    now = ocds_merge.compiled([one.body for one in told])
    tender = now.get("tender", {})
    values = {
        "title": tender.get("title") or next((one["title"] for one in now.get("contracts", [])), ocid),
        "facts": process.facts_told(ocid=ocid, now=now),
        "lots": process.lots_told(now=now),
        "bids": process.bids_told(now=now),
        "awards": process.awards_told(now=now),
        "contracts": process.contracts_told(now=now),
        "steps": process.steps_told(releases=told),
        "parties": [(one["name"], ", ".join(_roles(one["roles"]))) for one in now.get("parties", [])],
        "record": reverse("procurement_ocds:record", args=[ocid]),
    }
    return render(request, "procurement/disclosure/what_happened.html", values)


def _line(one: Release) -> dict[str, object]:
    body = one.body
    title = body.get("tender", {}).get("title") or next((each["title"] for each in body.get("contracts", [])), "")
    return {
        "at": one.at,
        "says": step_words().get(one.step, one.step),
        "title": title,
        "ocid": one.ocid,
        "url": reverse("procurement:what_happened", args=[one.ocid]),
    }


def _roles(roles: Iterable[str]) -> list[str]:
    words = {
        "buyer": pgettext("office", "Buyer"),
        "procuringEntity": _("Procuring entity"),
        "payer": pgettext("procurement", "Payer"),
        "tenderer": _("Bidder"),
        "supplier": _("Supplier"),
        "payee": pgettext("procurement", "Payee"),
    }
    return [words.get(role, role) for role in roles]


def _lines(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    yield _csv_line(head)
    for cells in rows:
        yield _csv_line(cells)


def _csv_line(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([guarded(one) for one in cells])
    return out.getvalue()


def _streamed(parts: Iterator[str], media_type: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(parts, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
