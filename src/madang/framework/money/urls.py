"""The doors of money."""

from django.urls import path

from madang.framework.money.web import bank, pay

app_name = "money"
urlpatterns = [
    path("pay/", pay.charges, name="charges"),
    path("pay/back/<str:token>/", pay.back, name="back"),
    path("pay/<str:number>/", pay.pay, name="pay"),
    path("receipts/", pay.receipts, name="receipts"),
    path("receipts/<str:number>/", pay.receipt, name="receipt"),
    path("sandbox-bank/pay/<str:token>/", bank.sandbox_bank, name="sandbox_bank"),
    path("money/callbacks/<slug:way>/", bank.callback, name="callback"),
]
