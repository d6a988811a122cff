"""Addresses of open contracting, alerts and indicators."""

from django.urls import path

from madang.systems.procurement.web.disclosure import alerts, indicators, open_data, statistics

urlpatterns = [
    path("procurement/open/", open_data.index, name="open"),
    path("procurement/open/<int:year>/<str:name>", open_data.file, name="open_file"),
    path("procurement/open/process/<str:ocid>/", open_data.what_happened, name="what_happened"),
    path("procurement/statistics/", statistics.statistics, name="statistics"),
    path("procurement/alerts/", alerts.alerts, name="alerts"),
    path("procurement/alerts/<int:pk>/drop/", alerts.drop, name="drop_alert"),
    path("procurement/indicators/", indicators.indicators, name="indicators"),
    path("procurement/indicators/<int:pk>/", indicators.indicator, name="indicator"),
    path("procurement/indicators/mine/", indicators.mine, name="my_indicators"),
    path("procurement/indicators/mine/<int:pk>/", indicators.my_indicator, name="my_indicator"),
]
