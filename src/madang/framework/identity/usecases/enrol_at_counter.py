"""An official proofs a person face to face and sees them add their own security key at the counter's screen."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.domain import Method, level_of_new_passkey
from madang.framework.identity.may import Forbidden, require
from madang.framework.identity.models import Account, Passkey, PasskeyChallenge
from madang.framework.identity.usecases.enrol_passkey import OFFICIAL, new_passkey, record_passkey
from madang.framework.identity.usecases.passkeys import ask_to_enrol
from madang.framework.identity.usecases.prove_at_counter import PROOFING, Evidence
from madang.framework.values import Refusal


class NotASecurityKey(Refusal):
    """The key can be copied to other devices, or lies in the counter's own computer."""

    code = "identity.passkey.not_a_security_key"
    says = _(
        "This passkey can be copied to other devices, or lies in this computer, so it was not added. Use a security key "
        "that the person holds in their hand and takes along."
    )
    status = 422


def ask_at_counter(*, account: Account, actor: Actor, now: datetime) -> str:
    """The options for the person's key at the official's screen. Raises Forbidden, TooManyPasskeys."""
    require(actor, "identity.prove_at_counter", account)
    return ask_to_enrol(account=account, now=now, purpose=PasskeyChallenge.WITNESS)


def enrol_at_counter(
    *, answer: str, name: str, account: Account, evidence: Evidence, actor: Actor, now: datetime
) -> Passkey:
    """The person's key at the level high: proofed in person, on a device that the official saw.

    Raises Forbidden, PasskeyRefused, PasskeyKnown, NotASecurityKey. Call it outside a transaction.
    """
    require(actor, "identity.prove_at_counter", account)
    if not account.is_active:
        raise Forbidden
    passkey = new_passkey(answer=answer, name=name, account=account, purpose=PasskeyChallenge.WITNESS, now=now)
    if not passkey.device_bound or "internal" in passkey.transports:
        raise NotASecurityKey
    passkey.checked_by = passkey.checked_by or OFFICIAL
    passkey.level = level_of_new_passkey(
        session_method=Method.PROOFING, session_level=0, device_bound=True, device_checked=True
    )
    detail = {"evidence": evidence.value, "office": next(iter(actor.offices(PROOFING)), "")}
    target = f"account:{account.pk}"
    audit.record(actor=actor, action="identity.prove_at_counter", target=target, detail=detail, now=now)
    return record_passkey(passkey=passkey, actor=actor, now=now)
