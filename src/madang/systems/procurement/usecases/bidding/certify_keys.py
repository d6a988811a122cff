"""Ask the trust services for certificates of the devices that sign bids, how these stand, and to revoke them.

What they say is kept with the device, so that the door of bids seldom asks. Nothing here holds a transaction while it asks;
where they are silent, a job of the minute asks again.
"""

import hashlib
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from madang.contracts.signatures_v1 import CertifyDevice, GetStandings, RevokeDevice, Standing
from madang.exchange import Asking, ask
from madang.exchange.grants import legal_basis
from madang.exchange.refusals import NeighbourDown, NeighbourFailed, NeighbourLied, NotAnsweredHere, NotGranted
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import system_actor
from madang.framework.law import parameter
from madang.framework.values import Party, Refusal
from madang.systems.procurement.domain.devices import Unfit
from madang.systems.procurement.formats.device_certificate import UnfitChain, read_chain
from madang.systems.procurement.models import BidderKey
from madang.systems.procurement.usecases.name import SYSTEM

CERTIFY = declare(gettext_noop("Certifying a device that signs bids"))
END = declare(gettext_noop("Ending a device that signs bids"))
CHECK = declare(gettext_noop("Checking the certificate that signed a bid"))
ITSELF = system_actor(SYSTEM)
# A certificate that ends within this time is renewed when its device asks again.
RENEWED = timedelta(days=30)
# How many standings are asked at once, and how many devices a job serves in one run.
TOGETHER, MOST = 1000, 100
# Seconds for which an answer is waited for at the door, and for which the door asks nobody after a silence.
TIMEOUT, SILENCE = 2.0, 30.0
SILENCES = (NeighbourDown, NeighbourFailed, NeighbourLied, NotAnsweredHere, NotGranted)
_silent = {"until": 0.0}


def fresh(*, now: datetime) -> timedelta:
    """How long a word of the trust services about a certificate counts as current."""
    return timedelta(minutes=int(parameter("procurement.bidding.standing_minutes", on=timezone.localdate(now))))


def is_certified(*, key: BidderKey, now: datetime) -> bool:
    """Whether its certificate holds for a good while yet."""
    return key.certified_until is not None and key.certified_until - now > RENEWED


def certify_key(*, key: BidderKey, now: datetime) -> bool:
    """Ask for a certificate; whether it came. What the trust services say otherwise stands at the key."""
    query = CertifyDevice(
        organisation=Party.business(key.supplier.number),
        organisation_name=key.supplier.name,
        person_name=key.holder or key.label,
        request=bytes(key.request or b""),
    )
    # A renewal is another question, though the request be the same.
    once = f"device:{key.pk}:{hashlib.sha256(query.request).hexdigest()[:16]}:{key.fingerprint[:16]}"
    try:
        chain = ask(query, _asking(CertifyDevice, CERTIFY, key, once)).chain
        held = read_chain(chain=chain, point=bytes.fromhex(key.public))
    except (Refusal, UnfitChain) as no:
        _note_silence(no)
        key.waits = str(no)
        BidderKey.objects.filter(pk=key.pk).update(waits=key.waits)
        return False
    key.waits, key.chain, key.fingerprint = "", held.told, held.fingerprint
    key.certified_from, key.certified_until = held.valid_from, held.valid_until
    key.standing, key.standing_reason, key.standing_at = "good", "", now
    key.save(
        update_fields=[
            *("waits", "chain", "fingerprint", "certified_from", "certified_until"),
            *("standing", "standing_reason", "standing_at"),
        ]
    )
    return True


def revoke_key(*, key: BidderKey, now: datetime) -> bool:
    """Have the certificate of an ended key revoked; whether the trust services answered. What they do not know is unknown."""
    if not key.fingerprint or key.standing == Unfit.REVOKED:
        return True
    query = RevokeDevice(fingerprint=key.fingerprint)
    told: tuple[Standing, ...] = ()
    try:
        told = ask(query, _asking(RevokeDevice, END, key, f"end:{key.fingerprint}")).standings
    except Refusal as no:
        if _note_silence(no):
            return False
    _keep([key], told, now)
    return True


def ask_standings(*, keys: Sequence[BidderKey], now: datetime) -> bool:
    """Ask how the certificates of these devices stand and keep what is said; whether they answered."""
    query = GetStandings(fingerprints=tuple(key.fingerprint for key in keys))
    basis = legal_basis(asker=SYSTEM, question=GetStandings)
    try:
        told = ask(query, Asking(system=SYSTEM, actor=ITSELF, purpose=CHECK, basis=basis, timeout=TIMEOUT)).standings
    except Refusal as no:
        _note_silence(no)
        return False
    _keep(keys, told, now)
    return True


def ask_at_the_door(*, key: BidderKey, now: datetime) -> None:
    """Ask for the standing of the device that signed a bid, unless the trust services were silent a moment ago."""
    if not _are_silent():
        ask_standings(keys=[key], now=now)


def _are_silent() -> bool:
    return time.monotonic() < _silent["until"]


def _note_silence(no: Exception) -> bool:
    """Whether this was a silence; their own no is an answer. After a silence nobody is asked at the door for a while."""
    silent = isinstance(no, SILENCES)
    _silent["until"] = time.monotonic() + SILENCE if silent else 0.0
    return silent


def keep_keys_current(*, now: datetime) -> int:
    """Ask for the certificates that are waited for, revoke those of ended keys, and ask how the others stand before what was
    said of them is too old. How many devices were served; stops where the trust services are silent.
    """
    served, settled = 0, (Unfit.REVOKED.value, "unknown")
    waiting = BidderKey.objects.filter(ended_at=None).exclude(waits="").select_related("supplier")
    ended = BidderKey.objects.exclude(ended_at=None).exclude(fingerprint="").exclude(standing__in=settled)
    for rows, act in ((waiting, certify_key), (ended.select_related("supplier"), revoke_key)):
        # By chance: what is refused again and again keeps no other from its turn.
        for key in rows.order_by("?")[:MOST]:
            served += act(key=key, now=now)
            if _are_silent():
                return served
    live = BidderKey.objects.filter(ended_at=None, certified_until__gt=now).exclude(standing=Unfit.REVOKED.value)
    due = live.filter(Q(standing_at=None) | Q(standing_at__lte=now - fresh(now=now) / 2))
    while keys := list(due.order_by(F("standing_at").asc(nulls_first=True), "pk")[:TOGETHER]):
        if not ask_standings(keys=keys, now=now):
            return served
        served += len(keys)
    return served


def _keep(keys: Sequence[BidderKey], told: Sequence[Standing], now: datetime) -> None:
    """What was said of each; who was left out is unknown."""
    said = {one.fingerprint: one for one in told}
    for key in keys:
        one = said.get(key.fingerprint)
        key.standing, key.standing_reason = (one.status[:12], one.reason[:32]) if one else ("unknown", "")
        key.standing_at = now
    BidderKey.objects.bulk_update(keys, ["standing", "standing_reason", "standing_at"], batch_size=TOGETHER)


def _asking(question: type, purpose: str, key: BidderKey, once: str) -> Asking:
    basis = legal_basis(asker=SYSTEM, question=question)
    subject = Party.business(key.supplier.number)
    return Asking(
        system=SYSTEM,
        actor=ITSELF,
        purpose=purpose,
        basis=basis,
        subject=subject,
        idempotency_key=once,
        timeout=TIMEOUT,
    )
