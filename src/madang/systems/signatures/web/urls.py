"""Addresses of the trust services."""

from django.urls import path

from madang.systems.signatures.web import front, mine, register, services, validation

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
    path("signatures/register/", register.register, name="register"),
]
