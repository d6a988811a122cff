"""Addresses of digital identity."""

from django.urls import path

from madang.systems.digital_identity.web import authorize, consents, leaving, protocol, registration

app_name = "digital_identity"
urlpatterns = [
    path(".well-known/openid-configuration", protocol.discovery_document, name="discovery"),
    path(".well-known/oauth-authorization-server", protocol.discovery_document, name="metadata"),
    path("oidc/jwks.json", protocol.keys, name="keys"),
    path("oidc/par/", protocol.par, name="par"),
    path("oidc/token/", protocol.token, name="token"),
    path("oidc/userinfo/", protocol.userinfo, name="userinfo"),
    path("oidc/authorize/", authorize.authorize, name="authorize"),
    path("oidc/authorize/decide/", authorize.decide, name="decide"),
    path("oidc/end-session/", leaving.end_session, name="end_session"),
    path("oidc/end-session/yes/", leaving.confirm_end, name="confirm_end"),
    path("settings/consents/", consents.consents, name="consents"),
    path("settings/consents/<int:consent_id>/withdraw/", consents.withdraw_page, name="withdraw"),
    path("digital-identity/", registration.front, name="front"),
    path("digital-identity/apply/", registration.apply, name="apply"),
    path("digital-identity/<slug:client_id>/suspend/", registration.suspend, name="suspend"),
]
