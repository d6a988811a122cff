"""Addresses of framework agreements."""

from django.urls import URLPattern, path

from madang.systems.procurement.web.frameworks import desk, public

TENDER = "procurement/tenders/<str:number>/framework/"
urlpatterns: list[URLPattern] = [
    path("procurement/frameworks/", public.frameworks, name="frameworks"),
    path(TENDER, public.framework, name="framework"),
    path(TENDER + "terms/", desk.terms, name="framework_terms"),
    path(TENDER + "orders/<str:agreement>/", desk.order, name="framework_order"),
    path(TENDER + "mall/<str:agreement>/", desk.mall, name="framework_mall"),
    path(TENDER + "competition/<int:position>/", desk.competition, name="framework_competition"),
]
