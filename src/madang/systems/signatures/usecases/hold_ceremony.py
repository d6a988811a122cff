"""The root's key: made offline, wrapped, its wrapping secret split among custodians; used only in their presence.

The root's private key lives in memory for as long as one ceremony takes. What the database keeps of it is PKCS #8 encrypted
with 32 random bytes that nobody keeps: any `threshold` of the custodians' shares give them back.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values.identifiers import new_key
from madang.systems.signatures.domain.profiles import ROOT
from madang.systems.signatures.domain.shares import Share, SharesDoNotFit, join, split
from madang.systems.signatures.formats.certificates import Addresses, Body, issue, new_serial
from madang.systems.signatures.gateways.keys import Key, KeyUnavailable, new_memory_key, unwrap
from madang.systems.signatures.models import Authority, Ceremony
from madang.systems.signatures.usecases.lifetimes import lifetime_of, text_of
from madang.systems.signatures.usecases.refusals import SharesRefused
from madang.systems.signatures.usecases.service_names import service_subject

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundedRoot:
    """A new root, and the shares: each is handed to its custodian and kept nowhere else."""

    authority: Authority
    shares: tuple[Share, ...]


def found_root(
    *, custodians: Sequence[str], threshold: int, actor: Actor, now: datetime, name: str = ""
) -> FoundedRoot:
    """Make a root whose key any `threshold` of the custodians open together. Raises Forbidden."""
    require(actor, "signatures.keep_authorities", None)

    key = new_memory_key()
    secret = secrets.token_bytes(SECRET_BYTES)
    shares = split(secret=secret, threshold=threshold, count=len(custodians))
    subject = service_subject(of="root", name=name)
    until = lifetime_of(profile="root", now=now)
    body = Body(
        profile=ROOT, subject=subject, public_key=key.public_key, serial=new_serial(), valid_from=now, valid_until=until
    )
    authority = Authority(
        key=new_key(),
        kind="root",
        name=subject.common_name,
        certificate=issue(body=body, issuer=None, addresses=Addresses(), signer=key),
        wrapped_key=key.wrap(passphrase=secret.hex().encode()),
        threshold=threshold,
        valid_from=now,
        valid_until=until,
        public_url=settings.MADANG_PUBLIC_URL,
        policy=text_of(what="certificate_policy", now=now),
        founded_at=now,
    )
    steps = _founding_steps(custodians=custodians, shares=shares, threshold=threshold)

    with transaction.atomic():
        authority.save(force_insert=True)
        record_ceremony(root=authority, purpose="found_root", steps=steps, actor=actor, now=now)
    return FoundedRoot(authority=authority, shares=shares)


def _founding_steps(*, custodians: Sequence[str], shares: Sequence[Share], threshold: int) -> list[dict[str, object]]:
    handed = [
        {"step": "share_handed_over", "custodian": custodian, "place": share.place, "fingerprint": share.fingerprint}
        for custodian, share in zip(custodians, shares, strict=True)
    ]
    return [
        {"step": "key_made", "algorithm": "ECDSA P-256"},
        {"step": "key_wrapped", "secret_bytes": SECRET_BYTES, "threshold": threshold, "custodians": len(custodians)},
        *handed,
        {"step": "certificate_signed"},
        {"step": "key_and_secret_forgotten"},
    ]


def open_root(*, root: Authority, shares: Sequence[Share]) -> Key:
    """The root's key, for one ceremony. Raises SharesRefused."""
    try:
        secret = join(shares=shares)
        signer = unwrap(wrapped=bytes(root.wrapped_key), passphrase=secret.hex().encode())
    except (SharesDoNotFit, KeyUnavailable):
        raise SharesRefused(threshold=root.threshold) from None
    return Key(signer=signer, chain=root.chain)


def custodians_present(*, root: Authority, shares: Sequence[Share]) -> list[dict[str, object]]:
    """The steps that say whose shares opened the key, by the founding ceremony's fingerprints."""
    founding = Ceremony.objects.get(root=root, purpose="found_root")
    names = {step["fingerprint"]: step["custodian"] for step in founding.steps if "fingerprint" in step}
    present = [names.get(share.fingerprint, "?") for share in shares]
    return [{"step": "custodian_present", "custodian": custodian} for custodian in present]


def record_ceremony(
    *, root: Authority, purpose: str, steps: list[dict[str, object]], actor: Actor, now: datetime
) -> Ceremony:
    """Keep what was done, in the caller's transaction."""
    held = Ceremony(root=root, purpose=purpose, steps=steps, held_at=now, recorded_by=actor.name)
    held.save(force_insert=True)
    detail = {"steps": len(steps)}
    audit.record(actor=actor, action=f"signatures.{purpose}", target=f"authority:{root.key}", detail=detail, now=now)
    return held
