"""The doors of money."""

from django.urls import path, register_converter

from madang.framework.money.web import bank, pay
from madang.framework.money.web.addresses import ChargeNumber

register_converter(ChargeNumber, "charge")

app_name = "money"
urlpatterns = [
    path("pay/", pay.charges, name="charges"),
    path("pay/back/<slug:token>/", pay.back, name="back"),
    path("pay/<charge:number>/", pay.pay, name="pay"),
    path("receipts/", pay.receipts, name="receipts"),
    path("receipts/<charge:number>/", pay.receipt, name="receipt"),
    path("sandbox-bank/pay/<slug:token>/", bank.sandbox_bank, name="sandbox_bank"),
    path("money/callbacks/<slug:way>/", bank.callback, name="callback"),
]
