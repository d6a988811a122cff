"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.customs.web.statistics import pages

urlpatterns: list[URLPattern] = [
    path("customs/statistics/", pages.front, name="trade"),
    path("customs/statistics/<str:direction>/<str:month>/", pages.month, name="trade_month"),
    path("customs/statistics/<str:direction>/<str:month>/table.csv", pages.table, name="trade_table"),
]
