"""Addresses of the treasury."""

from django.urls import path

from madang.systems.treasury.web import (
    allotments,
    bank,
    budget,
    classification,
    commitments,
    comparing,
    data,
    desk,
    items,
    payments,
    spending,
)

app_name = "treasury"
urlpatterns = [
    path("treasury/", spending.spending, name="spending"),
    path("treasury/lines/<int:pk>/", spending.line, name="line"),
    path("treasury/contracts/", spending.contracts, name="contracts"),
    path("treasury/data/", data.data, name="data"),
    path("treasury/data/<str:name>", data.file, name="file"),
    path("treasury/budget/", budget.budget, name="budget"),
    path("treasury/budget/<int:pk>/", budget.line, name="budget_line"),
    path("treasury/budget/<int:pk>/transfer/", budget.transfer, name="transfer"),
    path("treasury/budget/<int:pk>/carry-over/", budget.carry_over, name="carry_over"),
    path("treasury/budget/<int:pk>/plan/", allotments.plan, name="plan"),
    path("treasury/budget/<int:pk>/freeze/", allotments.freeze, name="freeze"),
    path("treasury/desk/", desk.desk, name="desk"),
    path("treasury/desk/open/", desk.open_new, name="open"),
    path("treasury/desk/compare/", comparing.compare, name="compare"),
    path("treasury/desk/<int:pk>/", desk.version, name="version"),
    path("treasury/desk/<int:pk>/ceilings/", desk.ceilings, name="ceilings"),
    path("treasury/desk/<int:pk>/items/new/", items.new_item, name="new_item"),
    path("treasury/desk/<int:pk>/items/<int:item>/", items.item, name="item"),
    path("treasury/desk/<int:pk>/<slug:step>/", desk.act, name="act"),
    path("treasury/classification/", classification.classification, name="classification"),
    path("treasury/classification/upload/", classification.upload, name="upload"),
    path("treasury/commitments/", commitments.commitments, name="commitments"),
    path("treasury/commitments/<str:number>/", commitments.commitment, name="commitment"),
    path("treasury/payments/", payments.payments, name="payments"),
    path("treasury/batches/<str:number>/", payments.batch, name="batch"),
    path("treasury/batches/<str:number>/pain001.xml", payments.batch_file, name="batch_file"),
    path("treasury/bank/", bank.bank, name="bank"),
    path("treasury/suspense/", bank.suspense, name="suspense"),
    path("treasury/suspense/<int:key>/", bank.entry, name="entry"),
    path("treasury/cash/", bank.cash, name="cash"),
    path("treasury/receipts/", bank.receipts, name="receipts"),
]
