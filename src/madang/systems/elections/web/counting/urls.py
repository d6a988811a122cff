"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.elections.web.counting import results

urlpatterns: list[URLPattern] = [
    path("elections/<str:uuid>/results/", results.results, name="results"),
]
