"""Addresses of plans, tenders and their notices."""

from django.urls import path

from madang.systems.procurement.web.market import acts, desk, draft, plans, prices, tenders

urlpatterns = [
    path("procurement/", tenders.tenders, name="tenders"),
    path("procurement/tenders/<str:number>/", tenders.tender, name="tender"),
    path("procurement/tenders/<str:number>/ask/", tenders.ask, name="ask"),
    path("procurement/plans/", plans.plans, name="plans"),
    path("procurement/prices/", prices.prices, name="prices"),
    path("procurement/desk/", desk.own_tenders, name="own_tenders"),
    path("procurement/desk/plans/", plans.own_plans, name="own_plans"),
    path("procurement/desk/plans/new/", plans.new_plan, name="new_plan"),
    path("procurement/desk/new/<int:plan>/", draft.new_tender, name="new_tender"),
    path("procurement/desk/new/<int:plan>/<slug:step>/", draft.new_tender, name="new_tender_step"),
    path("procurement/desk/tenders/<str:number>/", desk.own_tender, name="own_tender"),
    path("procurement/desk/tenders/<str:number>/questions/<int:pk>/", desk.answer, name="answer"),
    path("procurement/desk/tenders/<str:number>/<slug:name>/", acts.act, name="act"),
]
