"""The exchange's pages for people: an operator's, and each resident's own consents."""

from django.urls import path

from madang.exchange.web import consents, operator

app_name = "exchange"
urlpatterns = [
    path("exchange/", operator.overview, name="overview"),
    path("exchange/replay/", operator.replay, name="replay"),
    path("me/consents/", consents.consents, name="consents"),
    path("me/consents/<str:reference>/withdraw/", consents.withdraw, name="withdraw"),
]
