"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.tax.web.returns import figure, filed, lists, page

urlpatterns: list[URLPattern] = [
    path("tax/returns/", lists.my_returns, name="my_returns"),
    path("tax/returns/filed/<str:number>/", filed.filed_return, name="filed_return"),
    path("tax/returns/<str:period>/<str:tax>/", page.return_page, name="return_page"),
    path("tax/returns/<str:period>/<str:tax>/summary/", page.summary, name="return_summary"),
    path("tax/returns/<str:period>/<str:tax>/figures/<str:fact>/", figure.figure, name="return_figure"),
]
