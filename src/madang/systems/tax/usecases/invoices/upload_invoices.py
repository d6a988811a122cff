"""Many invoices in one file: taken whole, or refused with every fault; the sound ones alone only where the issuer says so."""

from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from madang.framework import audit
from madang.framework.bulk.sheets import NotATable
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import pack
from madang.framework.values import Party
from madang.framework.values.identifiers import random_symbols
from madang.systems.tax.domain.einvoicing import Wrong, invoice_of
from madang.systems.tax.domain.invoice import Trader
from madang.systems.tax.domain.invoice_rows import Grouped, Judged, RowFault, judge
from madang.systems.tax.formats import invoice_table
from madang.systems.tax.models import InvoiceUpload, TaxInvoice
from madang.systems.tax.usecases import permissions
from madang.systems.tax.usecases.invoices import law
from madang.systems.tax.usecases.invoices.find_party import find_trader
from madang.systems.tax.usecases.invoices.lock_seller import lock_seller
from madang.systems.tax.usecases.invoices.record_invoices import Ready, record_invoices
from madang.systems.tax.usecases.invoices.refusals import InvoiceRefused, UploadTakenBefore, faults

MOST_FAULTS = 500
"""So many are kept and shown; how many rows are wrong is always told."""
MOST_BUYERS = 500


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A file as it came. `keep_rest`: issue the sound invoices even where others have faults."""

    name: str
    data: bytes
    keep_rest: bool = False


def upload_invoices(*, seller: str, sent: Sent, actor: Actor, now: datetime) -> InvoiceUpload:
    """What became of the file; it is kept whether or not invoices were issued from it.

    Raises Forbidden, InvoiceRefused where it is no table at all, UploadTakenBefore.
    """
    require(actor, "tax.invoice", permissions.of(Party.business(seller)))
    law.rules()
    digest = sha256(sent.data).hexdigest()
    _refuse_replay(seller, digest)
    try:
        rows = invoice_table.read(data=sent.data)
    except NotATable as fault:
        raise InvoiceRefused(faults=faults(found=[Wrong(place="file", code=fault.code, value=fault.value)])) from None
    today = timezone.localdate(now)
    rate = law.numbering(on=today).rate
    judged = judge(rows=rows, seller=seller, rate=rate, digits=pack().currency_digits, today=today)
    judged = _known_refs(seller, judged)
    wanted = judged.sound if sent.keep_rest or not judged.faults else ()
    traders, judged = _with_buyers(wanted, judged, actor)
    keeping = judged.sound if sent.keep_rest or not judged.faults else ()
    own = find_trader(number=seller, actor=actor, place="file") if keeping else None
    if isinstance(own, Wrong):
        raise InvoiceRefused(faults=faults(found=[own]))

    with transaction.atomic():
        lock_seller(seller=seller)
        _refuse_replay(seller, digest)
        upload = _note(seller, sent, digest, judged, len(keeping), len(rows), actor, now)
        if own and keeping:
            ready = [_ready(one, own, traders[one.draft.buyer], upload) for one in keeping]
            record_invoices(ready=ready, actor=actor, now=now)
    return upload


def _refuse_replay(seller: str, digest: str) -> None:
    before = InvoiceUpload.objects.filter(seller=seller, sha256=digest, kept__gt=0).first()
    if before is not None:
        raise UploadTakenBefore(number=before.number)


def _known_refs(seller: str, judged: Judged) -> Judged:
    """Numbers that were used before are faults of their rows."""
    keys = {_key(one): one for one in judged.sound}
    used = TaxInvoice.objects.filter(seller=seller, key__in=keys).values_list("key", flat=True)
    return _without(judged, {key: Wrong(place="ref", code="repeated", value=keys[key].ref) for key in used})


def _with_buyers(wanted: tuple[Grouped, ...], judged: Judged, actor: Actor) -> tuple[dict[str, Trader], Judged]:
    """Each buyer as the register knows it, asked once; invoices to others are faulty."""
    numbers = {one.draft.buyer for one in wanted}
    if len(numbers) > MOST_BUYERS:
        raise InvoiceRefused(faults=faults(found=[Wrong(place="file", code="too_many_buyers", value=str(MOST_BUYERS))]))
    found = {number: find_trader(number=number, actor=actor) for number in sorted(numbers)}
    wrong = {number: one for number, one in found.items() if isinstance(one, Wrong)}
    known = {number: one for number, one in found.items() if isinstance(one, Trader)}
    return known, _without(
        judged, {_key(one): wrong[one.draft.buyer] for one in judged.sound if one.draft.buyer in wrong}
    )


def _without(judged: Judged, wrong: dict[str, Wrong]) -> Judged:
    out = [one for one in judged.sound if _key(one) in wrong]
    added = [
        RowFault(row=one.row, field=wrong[_key(one)].place, code=wrong[_key(one)].code, value=wrong[_key(one)].value)
        for one in out
    ]
    return Judged(
        sound=tuple(one for one in judged.sound if _key(one) not in wrong),
        faults=tuple(sorted((*judged.faults, *added), key=lambda one: one.row)),
        wrong_rows=judged.wrong_rows + sum(one.rows for one in out),
    )


def _key(one: Grouped) -> str:
    return f"ref:{one.ref}"


def _note(
    seller: str, sent: Sent, digest: str, judged: Judged, kept: int, rows: int, actor: Actor, now: datetime
) -> InvoiceUpload:
    upload = InvoiceUpload.objects.create(
        number=f"U{timezone.localdate(now):%Y}-{random_symbols(count=8)}",
        seller=seller,
        name=sent.name[:200],
        sha256=digest,
        uploaded_at=now,
        uploaded_by=officer(actor),
        rows=rows,
        wrong_rows=judged.wrong_rows,
        kept=kept,
        keep_rest=sent.keep_rest,
        faults=[asdict(one) for one in judged.faults[:MOST_FAULTS]],
    )
    detail = {"seller": seller, "rows": rows, "wrong": judged.wrong_rows, "issued": kept}
    audit.record(actor=actor, action="tax.upload_invoices", target=f"upload:{upload.number}", detail=detail, now=now)
    return upload


def _ready(one: Grouped, own: Trader, buyer: Trader, upload: InvoiceUpload) -> Ready:
    invoice = invoice_of(
        draft=one.draft,
        seller=own,
        buyer=buyer,
        rate=law.numbering(on=one.draft.written_on).rate,
        currency=pack().currency,
        digits=pack().currency_digits,
    )
    return Ready(invoice=invoice, key=_key(one), settled=one.draft.settled, upload=upload)
