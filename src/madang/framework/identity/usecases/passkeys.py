"""Ask an authenticator, and check its answer: what enrolling, signing in and confirming have in common."""

import secrets
from datetime import datetime, timedelta
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from webauthn import generate_authentication_options, generate_registration_options, options_to_json
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.structs import AttestationConveyancePreference as Conveyance
from webauthn.helpers.structs import (
    AuthenticatorAttachment,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from madang.framework.identity.attestation import makers
from madang.framework.identity.models import Account, Passkey, PasskeyChallenge
from madang.framework.law import pack
from madang.framework.values import Refusal

ANSWER_WITHIN = timedelta(minutes=5)
ALGORITHMS = [COSEAlgorithmIdentifier.ECDSA_SHA_256, COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256]
MOST = 20


class PasskeyRefused(Refusal):
    """The answer of the authenticator does not hold; which check failed is in the log, not on the page."""

    code = "identity.passkey.refused"
    says = _("The passkey could not be checked. Try again from this page, or choose another way to sign in.")
    status = 422


class PasskeySuspended(Refusal):
    """The counter went back: there may be a copy of the authenticator."""

    code = "identity.passkey.suspended"
    says = _(
        "This passkey may have been copied, so it was stopped for your safety. Sign in another way and remove it, "
        "or go to a counter with your identity card."
    )
    status = 403


class TooManyPasskeys(Refusal):
    """More than anybody needs."""

    code = "identity.passkey.too_many"
    says = _("You have as many passkeys as an account may hold. Remove one that you no longer use first.")


def _public() -> SplitResult:
    """The public address; browsers refuse passkeys on bare loopback addresses, so those go by their name."""
    parts = urlsplit(settings.MADANG_PUBLIC_URL)
    if parts.hostname in ("127.0.0.1", "::1"):
        port = f":{parts.port}" if parts.port else ""
        return parts._replace(netloc=f"localhost{port}")
    return parts


def origin() -> str:
    """The origin that a browser must have been on: this deployment's own public address."""
    parts = _public()
    return f"{parts.scheme}://{parts.netloc}"


def relying_party() -> str:
    """The host that passkeys are bound to (Web Authentication Level 3, s. 4: RP ID)."""
    return _public().hostname or "localhost"


def live_passkeys(*, account_id: int) -> list[Passkey]:
    """The passkeys with which somebody can sign in to this account, oldest first."""
    live = Passkey.objects.filter(account_id=account_id, removed_at=None, suspended_at=None)
    return list(live.order_by("enrolled_at", "pk"))


def ask_to_enrol(*, account: Account, now: datetime, purpose: str = PasskeyChallenge.ENROL) -> str:
    """The options of `navigator.credentials.create()`, as JSON. Raises TooManyPasskeys.

    For WITNESS the person's own key is enrolled at a counter's screen: never the screen's own authenticator.
    """
    witnessed = purpose == PasskeyChallenge.WITNESS
    held = live_passkeys(account_id=account.pk)
    if len(held) >= MOST:
        raise TooManyPasskeys
    handle = bytes(held[0].handle) if held else secrets.token_bytes(32)
    challenge = _remember(purpose=purpose, account=account, handle=handle, now=now)
    options = generate_registration_options(
        rp_id=relying_party(),
        rp_name=pack().name,
        user_id=handle,
        user_name=account.login,
        user_display_name=account.name,
        challenge=challenge,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=bytes(one.credential)) for one in held],
        authenticator_selection=AuthenticatorSelectionCriteria(
            authenticator_attachment=AuthenticatorAttachment.CROSS_PLATFORM if witnessed else None,
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        # Asking for it makes browsers warn of it: only where a maker's word can be checked.
        attestation=Conveyance.DIRECT if makers() else Conveyance.NONE,
        supported_pub_key_algs=ALGORITHMS,
    )
    return options_to_json(options)


def ask_to_prove(*, account: Account | None, now: datetime) -> str:
    """The options of `navigator.credentials.get()`: of anybody (sign-in), or of who is signed in (confirmation)."""
    purpose = PasskeyChallenge.CONFIRM if account else PasskeyChallenge.SIGN_IN
    challenge = _remember(purpose=purpose, account=account, handle=b"", now=now)
    return _options(challenge=challenge, account=account)


def ask_to_approve(*, account: Account, challenge: bytes, now: datetime) -> str:
    """The options of `navigator.credentials.get()` with which the account's owner approves one thing and nothing else:
    `challenge` (32 bytes) is the digest of what is approved. The caller makes it fresh with a random part."""
    _remember(purpose=PasskeyChallenge.APPROVE, account=account, handle=b"", now=now, challenge=challenge)
    return _options(challenge=challenge, account=account)


def _options(*, challenge: bytes, account: Account | None) -> str:
    own = live_passkeys(account_id=account.pk) if account else []
    options = generate_authentication_options(
        rp_id=relying_party(),
        challenge=challenge,
        allow_credentials=[PublicKeyCredentialDescriptor(id=bytes(one.credential)) for one in own],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def _remember(*, purpose: str, account: Account | None, handle: bytes, now: datetime, challenge: bytes = b"") -> bytes:
    challenge = challenge or secrets.token_bytes(32)
    PasskeyChallenge.objects.filter(asked_at__lt=now - 2 * ANSWER_WITHIN).delete()
    PasskeyChallenge.objects.create(challenge=challenge, purpose=purpose, account=account, handle=handle, asked_at=now)
    return challenge


def use_challenge(*, challenge: bytes, purpose: str, account_id: int | None, now: datetime) -> PasskeyChallenge:
    """The question that is being answered; it is gone afterwards, however the answer turns out. Raises PasskeyRefused."""
    asked = PasskeyChallenge.objects.filter(
        challenge=challenge, purpose=purpose, asked_at__gt=now - ANSWER_WITHIN
    ).first()
    if asked is None or asked.account_id != account_id or not PasskeyChallenge.objects.filter(pk=asked.pk).delete()[0]:
        raise PasskeyRefused
    return asked
