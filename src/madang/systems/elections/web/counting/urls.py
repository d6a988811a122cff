"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.elections.web.counting import paper, results, trustees

urlpatterns: list[URLPattern] = [
    path("elections/desk/<str:uuid>/counts/", paper.counts, name="paper_counts"),
    path("elections/<str:uuid>/results/", results.results, name="results"),
    path("elections/<str:uuid>/trustees/", trustees.trustees, name="trustees"),
]
