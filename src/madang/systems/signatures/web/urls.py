"""Addresses of the trust services."""

from django.urls import path

from madang.systems.signatures.web import asking, front, kept, mine, npki, register, services, signing, validation

app_name = "signatures"
urlpatterns = [
    path("signatures/", front.front, name="front"),
    path("signatures/authorities/", front.authorities, name="authorities"),
    path("signatures/authorities/<str:key>.cer", services.authority_certificate, name="authority_certificate"),
    path("signatures/lists/<str:key>-delta.crl", services.delta_list, name="delta_list"),
    path("signatures/lists/<str:key>.crl", services.revocation_list, name="revocation_list"),
    path("signatures/ocsp/", services.ocsp_post, name="ocsp_post"),
    path("signatures/ocsp/<path:encoded>", services.ocsp_get, name="ocsp_get"),
    path("signatures/timestamp/", services.timestamp, name="timestamp"),
    path("signatures/trust-list.xml", services.trust_list, name="trust_list"),
    path("signatures/validate/", validation.validate, name="validate"),
    path("signatures/mine/", mine.mine, name="mine"),
    path("signatures/request/", mine.ask_for_one, name="request"),
    path("signatures/certificates/<str:serial>/", mine.certificate, name="certificate"),
    path("signatures/certificates/<str:serial>/file/", mine.download, name="download"),
    path("signatures/certificates/<str:serial>/revoke/", mine.revoke, name="revoke"),
    path("signatures/certificates/<str:serial>/suspend/", mine.suspend, name="suspend"),
    path("signatures/certificates/<str:serial>/release/", mine.release, name="release"),
    path("signatures/signing/", signing.lists, name="signing_lists"),
    path("signatures/signing/new/", asking.ask, name="ask"),
    path("signatures/signing/<str:key>/", signing.one, name="signing"),
    path("signatures/signing/<str:key>/pages/<int:number>.png", signing.page_image, name="signing_page"),
    path("signatures/signing/<str:key>/file/", signing.download, name="signing_file"),
    path("signatures/signing/<str:key>/original/", signing.original, name="signing_original"),
    path("signatures/signing/<str:key>/options/", signing.options, name="signing_options"),
    path("signatures/signing/<str:key>/approve/", signing.approve, name="signing_approve"),
    path("signatures/signing/<str:key>/refuse/", signing.refuse, name="signing_refuse"),
    path("signatures/signing/<str:key>/withdraw/", signing.withdraw, name="signing_withdraw"),
    path("signatures/kept/", kept.kept, name="kept"),
    path("signatures/npki/", npki.npki, name="npki"),
    path("signatures/register/", register.register, name="register"),
]
