"""A browser brings the reference of a pushed request: who must do what next, and what goes back."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.identity.models import Session
from madang.framework.values import Refusal
from madang.systems.digital_identity.domain.claims import scopes_of
from madang.systems.digital_identity.domain.levels import level_asked, must_prove_again
from madang.systems.digital_identity.models import Consent, PushedRequest
from madang.systems.digital_identity.usecases.client import is_client_id
from madang.systems.digital_identity.usecases.consents import standing_consent
from madang.systems.digital_identity.usecases.issuer import issuer
from madang.systems.digital_identity.usecases.push_request import REFERENCE
from madang.systems.digital_identity.usecases.server import hashed


class RequestUnknown(Refusal):
    """The reference is not known, of another party, used, too old, or was opened in another browser: told alike."""

    code = "digital_identity.request_unknown"
    says = _(
        "This sign-in cannot go on: it was answered already, took too long, or was begun in another browser. "
        "Go back to the service and start again there."
    )
    status = 400


class Step(StrEnum):
    """What must happen before a code is given."""

    SIGN_IN = "sign_in"
    PROVE_AGAIN = "prove_again"
    STEP_UP = "step_up"
    STOP_ACTING = "stop_acting"
    CONSENT = "consent"
    GIVE = "give"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Next:
    """The step, and for ERROR its code."""

    step: Step
    error: str = ""
    consent: Consent | None = None


def open_request(*, reference: str, client_id: str, browser: str, now: datetime) -> PushedRequest:
    """The request behind a reference, for the party that pushed it and the browser that opened it first.

    Raises RequestUnknown. A stolen reference is worth nothing in a second browser (RFC 9700 s. 4.5.3.1).
    """
    if not is_client_id(client_id):
        raise RequestUnknown
    with transaction.atomic():
        pushed = (
            PushedRequest.objects.select_for_update(of=("self",))
            .select_related("relying_party")
            .filter(
                reference_hash=hashed(reference.removeprefix(REFERENCE)),
                relying_party__client_id=client_id,
                relying_party__suspended_at=None,
                answered_at=None,
                expires_at__gt=now,
            )
            .first()
        )
        if pushed is None or not reference.startswith(REFERENCE):
            raise RequestUnknown
        if pushed.browser_hash is None:
            pushed.browser_hash, pushed.opened_at = hashed(browser), now
            pushed.save(update_fields=["browser_hash", "opened_at"])
        elif not hmac.compare_digest(bytes(pushed.browser_hash), hashed(browser)):
            raise RequestUnknown
    return pushed


def next_step(*, pushed: PushedRequest, actor: Actor, now: datetime) -> Next:
    """What comes next. With prompt=none everything that would need a page is its error (OpenID Connect Core 3.1.2.6)."""
    asked, party = pushed.parameters, pushed.relying_party
    prompts = asked.get("prompt", "").split()
    silent = "none" in prompts
    session = Session.objects.filter(pk=actor.session_id or 0, ended_at=None).first()
    if session is None or not actor.is_signed_in:
        return Next(Step.ERROR, "login_required") if silent else Next(Step.SIGN_IN)
    if actor.acting_for is not None:
        return Next(Step.ERROR, "account_selection_required") if silent else Next(Step.STOP_ACTING)
    if must_prove_again(
        proved_at=(session.proved_at or session.signed_in_at).timestamp(),
        max_age=int(asked["max_age"]) if "max_age" in asked else None,
        asked_at=(pushed.opened_at or pushed.pushed_at).timestamp(),
        prompt_login="login" in prompts or "select_account" in prompts,
        now=now.timestamp(),
    ):
        return Next(Step.ERROR, "login_required") if silent else Next(Step.PROVE_AGAIN)
    if session.assurance < max(party.level, level_asked(acr_values=asked.get("acr_values", ""))):
        return Next(Step.ERROR, "unmet_authentication_requirements") if silent else Next(Step.STEP_UP)
    consent = standing_consent(account_id=actor.account_id or 0, party=party, now=now)
    wanted = set(wanted_scopes(pushed=pushed))
    if consent is not None and wanted <= set(consent.scopes) and "consent" not in prompts:
        return Next(Step.GIVE, consent=consent)
    return Next(Step.ERROR, "consent_required") if silent else Next(Step.CONSENT)


def wanted_scopes(*, pushed: PushedRequest) -> tuple[str, ...]:
    """The scopes asked for, of those that the party is registered for."""
    return tuple(
        one for one in scopes_of(text=pushed.parameters.get("scope", "")) if one in pushed.relying_party.scopes
    )


def level_needed(*, pushed: PushedRequest) -> int:
    """The level without which there is no code."""
    return max(pushed.relying_party.level, level_asked(acr_values=pushed.parameters.get("acr_values", "")))


def answer_address(*, pushed: PushedRequest, **values: str) -> str:
    """The relying party's own registered address, with the answer, its state, and who answers (RFC 9207)."""
    given = {**values, "iss": issuer()}
    if pushed.parameters.get("state"):
        given["state"] = pushed.parameters["state"]
    address = pushed.parameters["redirect_uri"]
    return f"{address}{'&' if '?' in address else '?'}{urlencode(given)}"


def close_request(*, pushed: PushedRequest, now: datetime) -> None:
    """It is answered; a second answer is refused. Raises RequestUnknown."""
    if not PushedRequest.objects.filter(pk=pushed.pk, answered_at=None).update(answered_at=now):
        raise RequestUnknown


@transaction.atomic
def answer_error(*, pushed: PushedRequest, error: str, now: datetime) -> str:
    """The address that tells the relying party why there is no code (RFC 6749 s. 4.1.2.1)."""
    close_request(pushed=pushed, now=now)
    return answer_address(pushed=pushed, error=error)


def note_interruption(*, pushed: PushedRequest) -> None:
    """The person went to another page of ours meanwhile."""
    PushedRequest.objects.filter(pk=pushed.pk).update(interrupted=True)
