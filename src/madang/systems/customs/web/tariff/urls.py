"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.customs.web.tariff import line, pages

urlpatterns: list[URLPattern] = [
    path("customs/tariff/", pages.front, name="tariff"),
    path("customs/tariff/lines/<str:code>/", line.line, name="tariff_line"),
    path("customs/tariff/<str:code>/", pages.position, name="tariff_position"),
]
