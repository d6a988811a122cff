"""Give a relying party a code for the person who is signed in."""

import secrets
from datetime import datetime

from django.db import transaction

from madang.framework import audit
from madang.framework.identity.actor import Actor, Assurance
from madang.framework.identity.models import Session
from madang.framework.identity.who import own_account
from madang.framework.values.identifiers import new_key
from madang.systems.digital_identity.domain.levels import acr_of, amr_of
from madang.systems.digital_identity.domain.lifetimes import CODE
from madang.systems.digital_identity.models import AuthorizationCode, Consent, Grant, PairwiseSubject, PushedRequest
from madang.systems.digital_identity.usecases.authorize import answer_address, close_request, wanted_scopes
from madang.systems.digital_identity.usecases.server import hashed


def subject_of(*, account_id: int, sector: str) -> str:
    """The name by which a sector knows an account; random, made at the first sign-in there."""
    made, _new = PairwiseSubject.objects.get_or_create(
        account_id=account_id, sector=sector, defaults={"subject": secrets.token_urlsafe(32)}
    )
    return str(made.subject)


def _device_bound(session: Session) -> bool:
    """Whether the key is known to stay in its device: by what the passkey says, or since a wallet reached the level high."""
    if session.passkey is not None:
        return bool(session.passkey.device_bound)
    return bool(session.means) and session.assurance >= Assurance.HIGH


def give_code(*, pushed: PushedRequest, consent: Consent, actor: Actor, now: datetime) -> str:
    """The address that brings the code to the relying party. Raises RequestUnknown where it was answered meanwhile."""
    session = Session.objects.select_related("passkey").get(pk=actor.session_id or 0, ended_at=None)
    party, code = pushed.relying_party, secrets.token_urlsafe(32)
    with transaction.atomic():
        close_request(pushed=pushed, now=now)
        grant = Grant.objects.create(
            key=new_key(),
            relying_party=party,
            account_id=own_account(actor),
            session=session,
            consent=consent,
            scopes=list(wanted_scopes(pushed=pushed)),
            subject=subject_of(account_id=own_account(actor), sector=party.sector),
            acr=acr_of(level=session.assurance),
            amr=amr_of(method=session.method, device_bound=_device_bound(session)),
            proved_at=session.proved_at or session.signed_in_at,
            granted_at=now,
        )
        AuthorizationCode.objects.create(
            grant=grant,
            code_hash=hashed(code),
            redirect_uri=pushed.parameters["redirect_uri"],
            nonce=pushed.parameters.get("nonce", ""),
            code_challenge=pushed.parameters["code_challenge"],
            expires_at=now + CODE,
        )
        detail = {"relying_party": party.client_id, "scopes": grant.scopes, "acr": grant.acr}
        target = f"account:{grant.account_id}"
        audit.record(actor=actor, action="digital_identity.sign_in", target=target, detail=detail, now=now)
    return answer_address(pushed=pushed, code=code)
