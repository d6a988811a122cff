"""Doors of documents."""

from django.urls import path

import madang.framework.money.urls  # noqa: F401 (it knows how numbers of charges and receipts look)
from madang.framework.documents.web import documents, offline, receipts, verification

app_name = "documents"

urlpatterns = [
    path("documents/shared/<str:secret>/", documents.shared_page, name="shared"),
    path("documents/shared/<str:secret>/pdf", documents.shared_file, name="shared_file"),
    path("documents/<str:number>/", documents.document_page, name="document"),
    path("documents/<str:number>/pdf", documents.document_file, name="file"),
    path("documents/<str:number>/share/", documents.share_document, name="share"),
    path("documents/<str:number>/share/<int:key>/end/", documents.end_share_page, name="end_share"),
    path("documents/<str:number>/revoke/", documents.revoke_document, name="revoke"),
    path("receipts/<charge:number>/document/", receipts.receipt_document, name="receipt"),
    path("verify/offline/", offline.offline_page, name="offline"),
    path("verify/offline/worker.js", offline.service_worker, name="worker"),
    path("api/", verification.api.urls),
    path(".well-known/madang/document-keys.json", verification.document_keys, name="keys"),
    path(".well-known/madang/document-keys.pem", verification.statement_pem, name="keys_pem"),
    path(".well-known/madang/document-seals.pem", verification.seal_chain, name="seals"),
]
