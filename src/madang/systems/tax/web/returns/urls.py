"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.tax.web.returns import figure, filed, lists, page, preview, reports

urlpatterns: list[URLPattern] = [
    path("tax/reports/", reports.reports, name="reports"),
    path("tax/reports/files/<str:key>/", reports.report_upload, name="report_upload"),
    path("tax/reports/files/<str:key>/faults/", reports.refused_rows, name="report_faults"),
    path("tax/reports/<str:number>/", reports.report, name="report"),
    path("tax/returns/", lists.my_returns, name="my_returns"),
    path("tax/returns/filed/<str:number>/", filed.filed_return, name="filed_return"),
    path("tax/returns/<str:year>/preview/", preview.preview_page, name="return_preview"),
    path("tax/returns/<str:period>/<str:tax>/", page.return_page, name="return_page"),
    path("tax/returns/<str:period>/<str:tax>/summary/", page.summary, name="return_summary"),
    path("tax/returns/<str:period>/<str:tax>/figures/<str:fact>/", figure.figure, name="return_figure"),
]
