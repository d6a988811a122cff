"""The portal's addresses."""

from django.urls import path

from madang.systems.portal.web import desk, home, looks, me, verify, wallet

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("me/", me.me, name="me"),
    path("me/cases/", me.cases, name="cases"),
    path("me/payments/", me.payments, name="payments"),
    path("me/documents/", wallet.wallet, name="wallet"),
    path("me/looks/", looks.looks, name="looks"),
    path("desk/", desk.desk, name="desk"),
    path("verify/", verify.verify, name="verify"),
]
