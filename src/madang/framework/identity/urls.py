"""Doors of identity, and the auditor's view of the trail."""

from django.urls import path, re_path

from madang.framework.identity.web import (
    accounts,
    audit_trail,
    confirming,
    mandates,
    passkeys,
    recovery,
    settings,
    sign_in,
)

app_name = "identity"

urlpatterns = [
    path("sign-in/", sign_in.sign_in_page, name="sign_in"),
    path("sign-in/demo/", sign_in.demo_sign_in_page, name="demo_sign_in"),
    path("sign-in/passkey/", passkeys.sign_in_page, name="passkey_sign_in"),
    path("sign-in/passkey/options/", passkeys.sign_in_options, name="passkey_sign_in_options"),
    path("confirm/", confirming.confirm_page, name="confirm"),
    path("confirm/options/", confirming.confirm_options, name="confirm_options"),
    path("confirm/go-on/", confirming.go_on_page, name="go_on"),
    path("recover/", recovery.recover_page, name="recover"),
    path("counter/identity/", recovery.proofing_page, name="proofing"),
    path("counter/identity/<int:account_id>/", recovery.prove_page, name="prove"),
    path("counter/identity/<int:account_id>/key/", recovery.key_page, name="prove_key"),
    path("counter/identity/<int:account_id>/key/options/", recovery.key_options, name="prove_key_options"),
    path("sign-out/", sign_in.sign_out_page, name="sign_out"),
    path("settings/", settings.settings_page, name="settings"),
    path("settings/language/", settings.language_page, name="language"),
    path("settings/password/", settings.password_page, name="password"),
    path("settings/passkeys/", passkeys.passkeys_page, name="passkeys"),
    path("settings/passkeys/options/", passkeys.enrol_options, name="enrol_options"),
    path("settings/passkeys/<int:passkey_id>/remove/", passkeys.remove_page, name="remove_passkey"),
    path("settings/sessions/<int:session_id>/end/", settings.end_session_page, name="end_session"),
    path("settings/sessions/end-others/", settings.end_others_page, name="end_others"),
    path("mandates/", mandates.mandates_page, name="mandates"),
    path("mandates/grant/", mandates.grant_page, name="grant_mandate"),
    path("mandates/<slug:key>/", mandates.mandate_page, name="mandate"),
    re_path(
        r"^mandates/(?P<key>[0-9a-f]{32})/(?P<answer>accept|decline|revoke)/$",
        mandates.answer_page,
        name="answer_mandate",
    ),
    path("act-for/myself/", mandates.act_for_myself_page, name="act_for_myself"),
    path("act-for/<slug:key>/", mandates.act_for_page, name="act_for"),
    path("officials/", accounts.accounts_page, name="accounts"),
    path("officials/<int:account_id>/", accounts.account_page, name="account"),
    path("officials/duties/<int:assignment_id>/end/", accounts.end_duty_page, name="end_duty"),
    path("audit/", audit_trail.audit_page, name="audit"),
]
