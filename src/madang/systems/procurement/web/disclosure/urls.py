"""Addresses of open contracting, alerts and indicators."""

from django.urls import path

from madang.systems.procurement.web.disclosure import open_data, statistics

urlpatterns = [
    path("procurement/open/", open_data.index, name="open"),
    path("procurement/open/<int:year>/<str:name>", open_data.file, name="open_file"),
    path("procurement/open/process/<str:ocid>/", open_data.what_happened, name="what_happened"),
    path("procurement/statistics/", statistics.statistics, name="statistics"),
]
