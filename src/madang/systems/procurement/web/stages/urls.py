"""Addresses of two-stage tenders."""

from django.urls import URLPattern, path

from madang.systems.procurement.web.stages import desk, public

TENDER = "procurement/tenders/<str:number>/stages/"
urlpatterns: list[URLPattern] = [
    path(TENDER, public.stages, name="stages"),
    path(TENDER + "desk/", desk.desk, name="stage_desk"),
    path(TENDER + "desk/lots/<int:position>/", desk.judge, name="stage_judge"),
    path(TENDER + "desk/prices/", desk.prices, name="stage_prices"),
]
