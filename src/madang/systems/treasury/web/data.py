"""The budget as open data."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.systems.treasury.formats import data_package
from madang.systems.treasury.usecases.export_package import about, resource


@open_to(ANYONE)
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What there is to download, and what each file says."""
    says = {
        "lines": _("Budget lines with what was approved, allotted, promised and paid"),
        "classification": _("Codes with their titles and fiscal years"),
        "commitments": _("Promises of money, down to the single contract; names of persons are masked"),
    }
    files = [(f"{name}.csv", says[name], [column for column, _k, _s in data_package.RESOURCES[name]]) for name in says]
    return render(request, "treasury/data.html", {"files": files})


@open_to(ANYONE)
@require_safe
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of the package."""
    if name == "datapackage.json":
        return HttpResponse(data_package.descriptor(about=about()), content_type="application/json")
    stem, _dot, ending = name.rpartition(".")
    if ending != "csv" or stem not in data_package.RESOURCES:
        raise Http404
    response = StreamingHttpResponse(resource(name=stem), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
