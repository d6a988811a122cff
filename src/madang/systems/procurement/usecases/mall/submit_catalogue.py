"""A supplier sends a catalogue as UBL 2.1 or CSV; it is taken whole or refused with every fault."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.bulk.safe_xml import XmlRefused
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law import pack
from madang.framework.values import Fault, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.procurement.domain.catalogue import Entry, Raw, entries_of
from madang.systems.procurement.formats import catalogue_csv, ubl_catalogue
from madang.systems.procurement.formats.catalogue_file import NotACatalogue
from madang.systems.procurement.models import Catalogue, CatalogueItem, Supplier
from madang.systems.procurement.usecases.mall.fault_words import faults_of
from madang.systems.procurement.usecases.supply.standing import require_standing

LONGEST_DAYS = 3 * 366


class CatalogueRefused(Refusal):
    """The file is not taken; the faults say why."""

    code = "procurement.mall.catalogue_refused"
    says = _("Nothing was taken from the file. Correct every fault and send it again.")
    status = 422


class NoAccount(Refusal):
    """Nobody could be paid for what is sold."""

    code = "procurement.mall.no_account"
    says = _("Say first, on your company's page, to which account you are paid. Then send the catalogue.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What the supplier typed beside the file; what a UBL file says itself counts before it."""

    title: str = ""
    from_on: date | None = None
    until_on: date | None = None


def submit_catalogue(*, supplier: Supplier, data: bytes, sent: Sent, actor: Actor, now: datetime) -> Catalogue:
    """The catalogue, waiting to be published. Raises Forbidden, MayNotSupply, NoAccount, CatalogueRefused."""
    require(actor, "procurement.supply", supplier.number)
    today = timezone.localdate(now)
    require_standing(supplier=supplier, on=today)
    if not supplier.account:
        raise NoAccount
    head, rows = _read(data, sent, supplier)
    entries, wrong = entries_of(rows=rows, digits=pack().currency_digits)
    faults = (
        *_head_faults(head, today),
        *faults_of(found=((f"{one.place} {one.field}".strip(), one.code) for one in wrong)),
    )
    if faults or head.from_on is None or head.until_on is None:
        raise CatalogueRefused(faults=faults)

    with transaction.atomic():
        made = Catalogue.objects.create(
            number=f"K{today:%Y}-{random_symbols(count=8)}",
            supplier=supplier,
            title=head.title,
            currency=pack().currency,
            from_on=head.from_on,
            until_on=head.until_on,
            submitted_at=now,
        )
        CatalogueItem.objects.bulk_create((item_of(catalogue=made, entry=one) for one in entries), batch_size=1000)
        audit.record(
            actor=actor,
            action="procurement.submit_catalogue",
            target=f"business:{supplier.number}",
            detail={"catalogue": made.number, "items": len(entries)},
            now=now,
        )
    return made


def item_of(*, catalogue: Catalogue, entry: Entry) -> CatalogueItem:
    """The row of an entry, not yet saved."""
    return CatalogueItem(
        catalogue=catalogue,
        code=entry.code,
        title=entry.title,
        unspsc=entry.unspsc,
        class_title=entry.class_title,
        unit=entry.unit,
        minor=entry.minor,
        minimum=entry.minimum,
        maximum=entry.maximum,
        delivery_days=entry.delivery_days,
    )


def _read(data: bytes, sent: Sent, supplier: Supplier) -> tuple[Sent, tuple[Raw, ...]]:
    """What begins with a tag is XML, all else CSV. Raises CatalogueRefused."""
    try:
        if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            return sent, catalogue_csv.read(data=data)
        found = ubl_catalogue.read(data=data, currency=pack().currency)
    except (NotACatalogue, XmlRefused) as refused:
        raise CatalogueRefused(faults=faults_of(found=refused.faults)) from None
    if found.provider and found.provider.replace("-", "") != supplier.number:
        says = str(_("The file names {number} as its provider, and you act for another business."))
        raise CatalogueRefused(faults=(Fault("file", says.format(number=found.provider[:40]), "provider"),))
    head = Sent(
        title=found.title or sent.title,
        from_on=found.from_on or sent.from_on,
        until_on=found.until_on or sent.until_on,
    )
    return head, found.rows


def _head_faults(head: Sent, today: date) -> tuple[Fault, ...]:
    begins, ends = head.from_on, head.until_on
    days = (ends - begins).days if begins and ends else 0
    checks = (
        ("title", bool(head.title.strip()) and len(head.title) <= 200, _("Write a title of at most 200 signs.")),
        ("from_on", begins is not None, _("Say from when the prices hold.")),
        ("until_on", ends is not None, _("Say until when the prices hold.")),
        ("until_on", not ends or (days >= 0 and ends >= today), _("The prices end too soon.")),
        ("until_on", days <= LONGEST_DAYS, _("Prices hold for three years at most.")),
    )
    return tuple(Fault(place, str(says), place) for place, good, says in checks if not good)
