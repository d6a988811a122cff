"""The framework's slot for a trust service, filled over the exchange: `signatures` answers, here or in another member."""

import hashlib
from datetime import datetime
from typing import TypeVar

from madang.contracts.message import Query
from madang.contracts.signatures_v1 import CertifySeal, GetTimestamp
from madang.exchange import members
from madang.exchange.asking import Asking, ask, in_open_transaction
from madang.exchange.grants import legal_basis
from madang.framework.documents.seal.trust import Untrusted, use
from madang.framework.identity.actor import system_actor
from madang.framework.values import Party, Refusal

ASKER = "documents"
TIMEOUT = 3.0
Reply = TypeVar("Reply")
SEALING = "Certifying an agency's seal"
STAMPING = "Timestamping a document"


class ExchangeTrust:
    """Asks `signatures`; what is refused or not answered is Untrusted."""

    def certify(self, *, office: str, request: bytes, now: datetime) -> tuple[bytes, ...]:
        """The chain for an office's key."""
        key = f"seal:{office}:{hashlib.sha256(request).hexdigest()}"
        query = CertifySeal(office=office, request=request)
        return _asked(query, SEALING, subject=Party.office(office), key=key).chain

    def stamp(self, *, imprint: bytes, now: datetime) -> bytes:
        """A token over a SHA-256."""
        token = _asked(GetTimestamp(imprint=imprint), STAMPING).token
        if not token:
            raise Untrusted("The trust service gave no timestamp.")
        return token


def _asked(query: Query[Reply], purpose: str, subject: Party | None = None, key: str = "") -> Reply:
    if in_open_transaction():
        raise Untrusted("Nobody is asked while a transaction is open.")
    asking = Asking(
        system=ASKER,
        actor=system_actor(ASKER),
        purpose=purpose,
        basis=legal_basis(asker=ASKER, question=type(query)),
        subject=subject,
        idempotency_key=key,
        timeout=TIMEOUT,
    )
    try:
        return ask(query, asking)
    except Refusal as refusal:
        raise Untrusted(str(refusal)) from refusal


def fill() -> None:
    """Where `signatures` runs here or stands on a road, it certifies what the framework seals."""
    if "signatures" in members.systems():
        use(service=ExchangeTrust())
