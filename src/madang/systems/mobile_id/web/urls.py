"""Addresses of mobile ID."""

from django.urls import path

from madang.systems.mobile_id.web import authorize, counter, mine, signing_in, verify, wallet, well_known

app_name = "mobile_id"
urlpatterns = [
    path("mobile-id/", mine.mine, name="mine"),
    path("mobile-id/offer/", mine.offer, name="offer"),
    path("mobile-id/credentials/<str:key>/<str:verb>/", mine.change, name="change"),
    path("mobile-id/counter/", counter.counter, name="counter"),
    path("mobile-id/wallet/", wallet.wallet, name="wallet"),
    path("mobile-id/wallet/attestation/", wallet.attest, name="attest"),
    path("mobile-id/authorize/", authorize.authorize, name="authorize"),
    path("mobile-id/sign-in/begin/", signing_in.begin, name="begin_sign_in"),
    path("mobile-id/sign-in/", signing_in.sign_in, name="sign_in"),
    path("mobile-id/verify/", verify.verify, name="verify"),
    path("mobile-id/verify/offline/", verify.offline, name="offline"),
    path("mobile-id/verify/<str:page_key>/", verify.answer, name="answer"),
    # The identifier's path follows the well-known name (RFC 8414, section 3.1; OpenID4VCI 1.0, section 12.2.2).
    path(".well-known/openid-credential-issuer/api/mobile_id", well_known.issuer, name="issuer_metadata"),
    path(
        ".well-known/oauth-authorization-server/api/mobile_id", well_known.authorization, name="authorization_metadata"
    ),
    path(".well-known/jwt-vc-issuer/api/mobile_id", well_known.issuer_keys, name="issuer_keys"),
]
