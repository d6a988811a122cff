"""Goods whose term of storage is over: a notice to their owner, and after a month the decision to sell them (in Korea
Customs Act arts. 208 (1), 209)."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import parameter
from madang.framework.notify import notify
from madang.framework.ui import written
from madang.framework.values import Party
from madang.framework.values.months import add_months
from madang.systems.customs.domain.lodging import Wrong
from madang.systems.customs.domain.movement import IllegalMove
from madang.systems.customs.models import BondedStore, CargoAt, CargoBill, SaleNotice
from madang.systems.customs.usecases.cargo.record_steps import holdings_of, lock_bills
from madang.systems.customs.usecases.cargo.refusals import AmendmentRefused, faults, refused

NOTICE, DECIDED = "customs/sale_notice", "customs/sale_decided"


def for_sale(*, bill: CargoBill, store: str, on: date) -> int:
    """Packages at that place whose term is over and which nobody released."""
    there = CargoAt.objects.filter(bill=bill, place=store, spot__in=("landed", "stored"), due_on__lt=on)
    lies = sum(there.values_list("packages", flat=True))
    return max(min(lies, holdings_of(bills=[bill.pk])[bill.pk].bound), 0)


def give_notice(*, bill: CargoBill, store: str, actor: Actor, now: datetime) -> SaleNotice:
    """A cargo officer tells the owner and the keeper. Raises Forbidden, MoveRefused."""
    require(actor, "customs.watch_cargo")
    today = timezone.localdate(now)
    with transaction.atomic():
        lock_bills(bills=[bill.pk])
        packages = for_sale(bill=bill, store=store, on=today)
        if not packages or SaleNotice.objects.filter(bill=bill, store=store, decided_at=None).exists():
            raise refused(move=IllegalMove("not_overdue"), place="store")
        months = int(parameter("customs.cargo.sale_notice_months", on=today))
        made = SaleNotice.objects.create(
            bill=bill,
            store=store,
            packages=packages,
            given_at=now,
            given_by=officer(actor),
            respond_by=add_months(day=today, months=months),
        )
        _tell(made, NOTICE, {"day": made.respond_by}, now)
        _audit(actor, "give_sale_notice", made, now)
    return made


def decide_sale(*, notice: SaleNotice, sell: bool, reasons: str, actor: Actor, now: datetime) -> SaleNotice:
    """Another officer decides when the month is over: sell what still lies there, or wait. Raises Forbidden, MoveRefused,
    AmendmentRefused."""
    require(actor, "customs.watch_cargo")
    if not 0 < len(reasons.strip()) <= 1_000:
        raise AmendmentRefused(faults=faults(found=[Wrong("reasons", "text", "1000")]))
    with transaction.atomic():
        lock_bills(bills=[notice.bill_id])
        row = SaleNotice.objects.select_for_update().get(pk=notice.pk)
        today = timezone.localdate(now)
        if row.decided_at is not None or row.given_by == officer(actor):
            raise refused(move=IllegalMove("another_decides"), place="sell")
        if today <= row.respond_by:
            raise refused(move=IllegalMove("owner_may_act", written.day(row.respond_by)), place="sell")
        if sell and not for_sale(bill=row.bill, store=row.store, on=today):
            raise refused(move=IllegalMove("not_overdue"), place="sell")
        row.sell, row.reasons, row.decided_at, row.decided_by = sell, reasons.strip(), now, officer(actor)
        row.save(update_fields=["sell", "reasons", "decided_at", "decided_by"])
        if sell:
            _tell(row, DECIDED, {}, now)
        _audit(actor, "decide_sale", row, now)
    return row


def _tell(row: SaleNotice, template: str, values: dict[str, object], now: datetime) -> None:
    keepers = BondedStore.objects.filter(code=row.store).values_list("keeper", flat=True)
    link = reverse("customs:cargo_bill", args=[row.bill.number])
    told = {"bill": row.bill.number, "count": row.packages, "place": row.store} | values
    for number in sorted({row.bill.consignee, *keepers} - {""}):
        notify(party=Party.business(number), template=template, values=told, link=link, now=now)


def _audit(actor: Actor, action: str, row: SaleNotice, now: datetime) -> None:
    detail = {"store": row.store, "packages": row.packages, "sell": bool(row.sell)}
    audit.record(actor=actor, action=f"customs.{action}", target=f"bill:{row.bill.number}", detail=detail, now=now)
