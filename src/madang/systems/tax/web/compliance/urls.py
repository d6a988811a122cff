"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.tax.web.compliance import my_risks, risks, selections, tips

urlpatterns: list[URLPattern] = [
    path("tax/risk/", my_risks.my_risks, name="my_risks"),
    path("tax/risks/", risks.risks, name="risks"),
    path("tax/risks/<int:pk>/", risks.risk, name="risk"),
    path("tax/audits/", selections.selections, name="selections"),
    path("tax/audits/draws/", selections.draws, name="draws"),
    path("tax/audits/<str:number>/", selections.selection, name="selection"),
    path("tax/tips/", tips.tip, name="tip"),
    path("tax/tips/follow/", tips.follow, name="follow_tip"),
    path("tax/tips/received/", tips.tips, name="tips"),
    path("tax/tips/received/<str:number>/", tips.received, name="received_tip"),
]
