"""Many documents under an agency's seal at once: everything that repeats is done once a batch.

Prepared once: the CMS but for digest and value, the keys, the status of all certificates. For each document: a digest, one
signature and, from B-T on, one timestamp of its own: ETSI EN 319 142-1 (5.3) wants the token over that signature's value, and a
hash tree over many values (RFC 4998) is nothing that PAdES readers know.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from madang.framework import audit
from madang.framework.documents.seal.cms import PreparedCms
from madang.framework.documents.seal.pades import ROOM, ROOM_WITH_TIMESTAMP, Inscription, NotSealable, Store, seal
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.systems.signatures.domain.status import Status
from madang.systems.signatures.domain.validation.evidence import Material
from madang.systems.signatures.formats.cms import NotReadable
from madang.systems.signatures.formats.sources import SourceOutage
from madang.systems.signatures.formats.timestamps import Imprint, NotStamped, Request
from madang.systems.signatures.gateways.keys import KeyUnavailable, open_key
from madang.systems.signatures.models import Certificate
from madang.systems.signatures.usecases.collect_material import collect_material
from madang.systems.signatures.usecases.own_services import OwnKey, OwnServices, own_anchors
from madang.systems.signatures.usecases.sign_content import Level, NotSignable, ServiceSilent, sign_content
from madang.systems.signatures.usecases.signing_refusals import NoKey
from madang.systems.signatures.usecases.timestamp import current_stamper

# Status that was asked at the start of a batch must not grow old within it.
FRESH = timedelta(minutes=5)


def seal_batch(
    *,
    documents: Iterable[bytes],
    certificate: Certificate,
    level: Level,
    reason: str,
    actor: Actor,
    clock: Callable[[], datetime],
) -> Iterator[bytes]:
    """Each PDF sealed, in order, at B-B, B-T or B-LT. What is not laid out as our renderer's is signed one by one by pyHanko.

    Raises Forbidden, NoKey, NotSignable, ServiceSilent; what was handed out before stays good.
    """
    require(actor, "signatures.seal_batch", certificate)
    now, count = clock(), 0
    if (
        certificate.status != Status.GOOD
        or not certificate.key_label
        or not certificate.valid_from <= now < certificate.valid_until
    ):
        raise NoKey
    try:
        batch = _Batch(certificate, level, reason, now)
        for document in documents:
            now, count = clock(), count + 1
            if now - batch.begun_at > FRESH:
                batch = _Batch(certificate, level, reason, now)
            yield batch.seal(document, now)
    except (KeyUnavailable, NotStamped, SourceOutage):
        raise ServiceSilent from None
    finally:
        detail = {"count": count, "level": level.value}
        target = f"certificate:{certificate.serial}"
        audit.record(actor=actor, action="signatures.seal_batch", target=target, detail=detail, now=now)


class _Batch:
    """What stays the same for some minutes."""

    def __init__(self, certificate: Certificate, level: Level, reason: str, now: datetime) -> None:
        self.begun_at = now
        self._certificate, self._level, self._reason = certificate, level, reason
        self._key = open_key(label=certificate.key_label)
        self._prepared = PreparedCms(certificate=bytes(certificate.der), chain=certificate.chain[1:-1])
        self._stamper = current_stamper(now=now) if level is not Level.B else None
        self._store: Store | None = None

    def seal(self, pdf: bytes, now: datetime) -> bytes:
        """One document."""
        try:
            if self._level in (Level.LT, Level.LTA) and self._store is None:
                self._store = self._collected(self._sealed(pdf, now, None), now)
            return self._sealed(pdf, now, self._store)
        except NotSealable:
            return self._one_by_one(pdf, now)
        except NotReadable as fault:
            raise NotSignable(why=str(fault)) from None

    def _sealed(self, pdf: bytes, now: datetime, store: Store | None) -> bytes:
        def sign(digest: bytes) -> bytes:
            return self._prepared.sign(
                digest=digest,
                sign_der=lambda data: self._key.sign(data=data),
                timestamp=(lambda imprint: self._stamp(imprint, now)) if self._stamper else None,
            )

        said = Inscription(name=self._certificate.name, reason=self._reason, location="", sealed_at=now)
        room = ROOM_WITH_TIMESTAMP if self._stamper else ROOM
        return seal(pdf=pdf, inscription=said, sign=sign, room=room, store=store)

    def _stamp(self, imprint: bytes, now: datetime) -> bytes:
        if self._stamper is None:
            raise SourceOutage
        hashed = Imprint(algorithm="sha256", digest=imprint)
        return self._stamper.stamp(request=Request(imprint=hashed, wants_certificate=True), now=now)

    def _collected(self, sealed: bytes, now: datetime) -> Store:
        """The status of every certificate that the first sealed document carries; all others carry the same."""
        from madang.systems.signatures.formats import pades_reading

        evidences = pades_reading.read(signed=sealed)
        found, whole = collect_material(evidences=evidences, anchors=own_anchors(), sources=OwnServices(now=now))
        if not whole:
            raise SourceOutage
        kept = Material(certificates=(*self._certificate.chain, *found.certificates)) + found
        return Store(certificates=kept.certificates, crls=kept.crls, ocsps=kept.ocsps)

    def _one_by_one(self, pdf: bytes, now: datetime) -> bytes:
        from madang.systems.signatures.formats.pades import Pades

        own = OwnServices(now=now)
        return sign_content(
            form=Pades(name=self._certificate.name, reason=self._reason),
            data=pdf,
            key=OwnKey(certificate=self._certificate),
            level=self._level,
            stamps=own,
            sources=own,
            anchors=own_anchors(),
            now=now,
        )
