"""Addresses of this room."""

from django.urls import URLPattern, path

from madang.systems.procurement.web.award import desk, panel, public, supplier

TENDER = "procurement/tenders/<str:number>/award/"
urlpatterns: list[URLPattern] = [
    path("procurement/evaluations/", panel.evaluations, name="evaluations"),
    path(TENDER, public.award, name="award"),
    path(TENDER + "opening-<int:position>.json", public.opening, name="award_opening"),
    path(TENDER + "desk/", desk.desk, name="award_desk"),
    path(TENDER + "desk/panel/", desk.panel, name="award_panel"),
    path(TENDER + "desk/<slug:what>/<str:key>/", desk.act, name="award_act"),
    path(TENDER + "evaluation/", panel.evaluation, name="evaluation"),
    path(TENDER + "evaluation/<int:position>/", panel.scores, name="scores"),
    path(TENDER + "complaint/<int:position>/", supplier.complain, name="complain"),
    path(TENDER + "explanation/<int:position>/", supplier.explain, name="explain"),
]
