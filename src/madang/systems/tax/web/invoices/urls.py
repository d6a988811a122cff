"""Addresses of the room."""

from django.urls import URLPattern, path

from madang.systems.tax.web.invoices import amend, imports, issue, lists, one, upload

urlpatterns: list[URLPattern] = [
    path("tax/invoices/", lists.front, name="invoices"),
    path("tax/invoices/issued/", lists.issued, name="invoices_issued"),
    path("tax/invoices/received/", lists.received, name="invoices_received"),
    path("tax/invoices/imports/", imports.imports, name="invoices_imported"),
    path("tax/invoices/issue/", issue.issue, name="issue_invoice"),
    path("tax/invoices/upload/", upload.upload, name="upload_invoices"),
    path("tax/invoices/uploads/<str:number>/", upload.report, name="invoice_upload"),
    path("tax/invoices/<str:number>/", one.invoice, name="invoice"),
    path("tax/invoices/<str:number>/file/", one.file, name="invoice_file"),
    path("tax/invoices/<str:number>/as/<str:form>/", one.invoice_as, name="invoice_as"),
    path("tax/invoices/<str:number>/amend/", amend.reasons, name="amend_invoice"),
    path("tax/invoices/<str:number>/amend/<str:reason>/", amend.amend, name="amend_invoice_for"),
]
