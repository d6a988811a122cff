"""Publish an authority's revocation list, whole or delta."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from madang.systems.signatures.domain.status import Reason, Status
from madang.systems.signatures.formats.revocation_lists import Entry, Head, write_list
from madang.systems.signatures.gateways.keys import Key
from madang.systems.signatures.models import Authority, Certificate, RevocationList, StatusChange
from madang.systems.signatures.usecases.issue_certificate import authority_key
from madang.systems.signatures.usecases.lifetimes import hours_of


def publish_crl(*, authority: Authority, now: datetime, key: Key | None = None, delta: bool = False) -> RevocationList:
    """A new list under the authority's key, or under `key` in a root's ceremony. Without a whole list before it, a delta
    becomes a whole one. Raises AuthorityExpired."""
    key = key or authority_key(authority=authority, now=now)

    with transaction.atomic():
        # Numbers only grow (RFC 5280, 5.2.3): one publisher at a time.
        locked = Authority.objects.select_for_update().get(pk=authority.pk)
        base = latest_list(authority=locked) if delta else None
        entries = list(_changed_since(locked, base) if base else _revoked(locked, now))
        head = Head(
            number=locked.last_list + 1,
            this_update=now,
            next_update=min(now + hours_of(what=_freshness(locked, base), now=now), locked.valid_until),
            base=base.number if base else None,
            delta_address=locked.addresses.delta_list,
        )
        published = RevocationList(
            authority=locked,
            number=head.number,
            base=head.base,
            der=write_list(head=head, entries=entries, issuer=bytes(locked.certificate), signer=key),
            entries=len(entries),
            this_update=now,
            next_update=head.next_update,
        )
        published.save(force_insert=True)
        locked.last_list = head.number
        locked.save(update_fields=["last_list"])
    return published


def latest_list(*, authority: Authority, delta: bool = False) -> RevocationList | None:
    """The latest whole list, or the latest delta to it; None where there is none."""
    whole = RevocationList.objects.filter(authority=authority, base=None).order_by("-number").first()
    if not delta or whole is None:
        return whole
    return RevocationList.objects.filter(authority=authority, base=whole.number).order_by("-number").first()


def _freshness(authority: Authority, base: RevocationList | None) -> str:
    if authority.kind == "root":
        return "root_list"
    return "delta_list" if base else "list"


def _revoked(authority: Authority, now: datetime) -> Iterator[Entry]:
    """All that are revoked or suspended; one that ended stays until one list after its end has named it (RFC 5280, 3.3)."""
    last = latest_list(authority=authority)
    ended_after = last.this_update if last else now
    rows = Certificate.objects.filter(authority=authority, valid_until__gte=ended_after).exclude(status=Status.GOOD)
    for row in rows.only("serial", "changed_at", "reason", "status").order_by("id").iterator(chunk_size=5000):
        yield Entry(serial=int(row.serial, 16), revoked_at=row.changed_at or now, reason=reason_of(row=row))


def _changed_since(authority: Authority, base: RevocationList) -> Iterator[Entry]:
    """All whose status changed after the whole list; a hold that ended is taken off it (RFC 5280, 5.2.4)."""
    ids = StatusChange.objects.filter(certificate__authority=authority, changed_at__gt=base.this_update)
    rows = Certificate.objects.filter(pk__in=ids.values("certificate")).exclude(changed_at=None).order_by("id")
    for row in rows:
        since = row.changed_at or base.this_update
        yield Entry(serial=int(row.serial, 16), revoked_at=since, reason=reason_of(row=row))


def reason_of(*, row: Certificate) -> Reason:
    """What a list says of a certificate whose status changed."""
    if row.status == Status.GOOD:
        return Reason.REMOVE_FROM_CRL
    return Reason.CERTIFICATE_HOLD if row.status == Status.SUSPENDED else Reason(row.reason or Reason.UNSPECIFIED)
