"""What a supplier says of itself: what it supplies, and which certificates it holds."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law import pack
from madang.framework.notify import notify
from madang.framework.values import Fault, Party, Refusal
from madang.systems.procurement.models import Supplier, SupplierCategory, SupplierCertificate
from madang.systems.procurement.usecases.supply import law

FAMILY = re.compile(r"[0-9]{4}")
MOST_FAMILIES = 30
KINDS = {
    "quality": _("Quality of goods (excellent product)"),
    "small_business": _("Small or medium-sized business"),
    "women_owned": _("Owned by a woman"),
    "disabled_owned": _("Owned by a person with a disability"),
    "social_enterprise": _("Social enterprise"),
    "green": _("Environmental mark"),
    "management": _("Management system (ISO 9001, ISO 14001)"),
    "licence": _("Licence of a trade"),
}
TEMPLATE = "procurement/certificate_ends"


class DeclarationRefused(Refusal):
    """Something of it can not be; the faults say what."""

    code = "procurement.supplier.declaration"
    says = _("Nothing was changed. Correct what is marked and send it again.")
    status = 422


class CertificateKnown(Refusal):
    """The same one stands."""

    code = "procurement.supplier.certificate_known"
    says = _("A certificate of this kind with the number {number} is noted already.")


def declare_categories(*, supplier: Supplier, families: Iterable[str], actor: Actor, now: datetime) -> None:
    """Supply these UNSPSC families from now on and no others. Raises Forbidden, DeclarationRefused."""
    require(actor, "procurement.supply", supplier.number)
    wanted = sorted(set(families))
    faults = [
        Fault("families", str(_("{code} is no UNSPSC family: four digits.")).format(code=one[:20]), "unspsc")
        for one in wanted
        if not FAMILY.fullmatch(one)
    ]
    if len(wanted) > MOST_FAMILIES:
        faults.append(Fault("families", str(_("At most {most} families.")).format(most=MOST_FAMILIES), "most"))
    if faults:
        raise DeclarationRefused(faults=tuple(faults))

    with transaction.atomic():
        Supplier.objects.select_for_update().get(pk=supplier.pk)
        held = SupplierCategory.objects.filter(supplier=supplier, ended_at=None)
        had = set(held.values_list("family", flat=True))
        held.exclude(family__in=wanted).update(ended_at=now)
        SupplierCategory.objects.bulk_create(
            SupplierCategory(supplier=supplier, family=one, declared_at=now) for one in wanted if one not in had
        )
        _record(actor, "declare_categories", supplier, {"families": ",".join(wanted)}, now)


def note_certificate(
    *,
    supplier: Supplier,
    kind: str,
    number: str,
    issuer: str,
    from_on: date,
    until_on: date,
    actor: Actor,
    now: datetime,
) -> SupplierCertificate:
    """Note a certificate. Raises Forbidden, DeclarationRefused, CertificateKnown."""
    require(actor, "procurement.supply", supplier.number)
    number, issuer, today = number.strip(), issuer.strip(), timezone.localdate(now)
    checks = (
        ("kind", kind in KINDS, _("Choose a kind from the list.")),
        ("number", 0 < len(number) <= 64, _("Write its number, at most 64 signs.")),
        ("issuer", 0 < len(issuer) <= 140, _("Write who issued it, at most 140 signs.")),
        ("until_on", until_on >= from_on, _("It ends before it begins.")),
        ("until_on", until_on >= today, _("It has ended. Note only one that holds.")),
    )
    faults = tuple(Fault(place, str(says), place) for place, good, says in checks if not good)
    if faults:
        raise DeclarationRefused(faults=faults)

    with transaction.atomic():
        held, made = SupplierCertificate.objects.get_or_create(
            supplier=supplier,
            kind=kind,
            number=number,
            ended_at=None,
            defaults={"issuer": issuer, "from_on": from_on, "until_on": until_on, "noted_at": now},
        )
        if not made:
            raise CertificateKnown(number=number)
        _record(actor, "note_certificate", supplier, {"kind": kind, "until": until_on.isoformat()}, now)
    return held


def end_certificate(*, supplier: Supplier, key: int, actor: Actor, now: datetime) -> None:
    """Take a certificate away from the page. Raises Forbidden; one that is not there changes nothing."""
    require(actor, "procurement.supply", supplier.number)
    with transaction.atomic():
        if SupplierCertificate.objects.filter(supplier=supplier, pk=key, ended_at=None).update(ended_at=now):
            _record(actor, "end_certificate", supplier, {"certificate": key}, now)


def remind_of_certificates(*, now: datetime) -> int:
    """Tell each supplier once of a certificate that ends soon; how many were told."""
    today = timezone.localdate(now)
    last = today + timedelta(days=law.reminder_days(on=today))
    ending = SupplierCertificate.objects.filter(
        ended_at=None, reminded_at=None, until_on__gte=today, until_on__lte=last
    ).select_related("supplier")
    told = 0
    for key in list(ending.values_list("pk", flat=True)):
        with transaction.atomic():
            one = ending.select_for_update(of=("self",)).filter(pk=key).first()
            if one is None:
                continue
            one.reminded_at = now
            one.save(update_fields=["reminded_at"])
            notify(
                party=Party.business(one.supplier.number),
                template=TEMPLATE,
                values={"kind": KINDS[one.kind], "number": one.number, "until_on": one.until_on},
                link=reverse("procurement:company"),
                now=now,
            )
            told += 1
    return told


def family_titles() -> dict[str, dict[str, str]]:
    """The UNSPSC families that suppliers choose from, by code and language."""
    found: dict[str, dict[str, str]] = pack().data("procurement/families") or {}
    return found


def _record(actor: Actor, verb: str, supplier: Supplier, detail: dict[str, object], now: datetime) -> None:
    audit.record(
        actor=actor, action=f"procurement.{verb}", target=f"business:{supplier.number}", detail=detail, now=now
    )
