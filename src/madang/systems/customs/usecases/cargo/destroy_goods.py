"""Goods in a store that are spoilt or no longer wanted: destroyed with approval (in Korea Customs Act art. 160 (1)), so that no
duty is due on them (art. 160 (2))."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.framework import audit
from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case, Decision
from madang.framework.cases.procedures import Procedure
from madang.framework.cases.usecases import open_case
from madang.framework.identity.actor import Actor
from madang.framework.identity.officers import officer
from madang.framework.ui import written
from madang.framework.values import Party
from madang.systems.customs.domain.cargo_terms import INLAND
from madang.systems.customs.domain.lodging import Wrong
from madang.systems.customs.domain.movement import DESTROYED, IllegalMove, Kind, Place, Spot, Step
from madang.systems.customs.models import CargoBill, Destruction
from madang.systems.customs.usecases.cargo.find_bill import business_of, visible_bill
from madang.systems.customs.usecases.cargo.handle_goods import store_named
from madang.systems.customs.usecases.cargo.record_steps import Happened, holdings_of, lock_bills, record_steps
from madang.systems.customs.usecases.cargo.refusals import AmendmentRefused, faults, refused
from madang.systems.customs.usecases.cargo.who import require_reporter
from madang.systems.customs.usecases.permissions import CARGO

PROCEDURE = "customs.destruction"
DAYS = "customs.cargo.destruction_days"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is to be destroyed, where and why."""

    bill: CargoBill
    store: str
    packages: int
    reason: str


def ask_destruction(*, asked: Asked, actor: Actor, now: datetime) -> Destruction:
    """A business that has to do with the goods asks to destroy packages in a store. Raises NoBusiness, Forbidden, NoSuchBill,
    MoveRefused, AmendmentRefused."""
    business = business_of(actor=actor)
    bill = visible_bill(number=asked.bill.number, actor=actor)
    store = store_named(code=asked.store, kinds=INLAND)
    if not 0 < len(asked.reason.strip()) <= 1_000:
        raise AmendmentRefused(faults=faults(found=[Wrong("reason", "text", "1000")]))
    with transaction.atomic():
        lock_bills(bills=[bill.pk])
        _require_there(bill, store.code, asked.packages)
        made = Destruction.objects.create(
            bill=bill,
            store=store.code,
            packages=asked.packages,
            reason=asked.reason.strip(),
            asked_at=now,
            asked_by=officer(actor),
        )
        party = Party.business(business)
        case = open_case(
            procedure=PROCEDURE,
            applicant=party,
            subject=party,
            office=store.office,
            data={"destruction": made.pk, "bill": bill.number},
            actor=actor,
            now=now,
            application=f"{PROCEDURE}:{made.pk}",
            applicant_name=actor.acting_for.name if actor.acting_for else "",
        )
        made.case = case.number
        made.save(update_fields=["case"])
        _audit(actor, "ask_destruction", made, now)
    return made


def _require_there(bill: CargoBill, store: str, packages: int) -> None:
    """As many lie there, under bond, and are not asked for already. Raises MoveRefused."""
    holding = holdings_of(bills=[bill.pk])[bill.pk]
    open_ones = Destruction.objects.filter(bill=bill, store=store, state__in=("asked", "approved"))
    taken = sum(open_ones.values_list("packages", flat=True))
    free = min(holding.at(Place(Spot.STORED, store)), holding.bound) - taken
    if packages < 1:
        raise refused(move=IllegalMove("nothing"))
    if packages > free:
        raise refused(move=IllegalMove("more_than_there", str(max(free, 0))))


def destroy_goods(*, destruction: Destruction, actor: Actor, now: datetime) -> None:
    """The packages are destroyed, as it was approved: told by the store's keeper or an officer. Raises Forbidden,
    MoveRefused."""
    store = store_named(code=destruction.store, kinds=INLAND)
    require_reporter(actor=actor, business=store.keeper)
    with transaction.atomic():
        row = Destruction.objects.select_for_update().get(pk=destruction.pk)
        if row.state != "approved":
            raise refused(move=IllegalMove("not_approved"), place="destruction")
        step = Step(kind=Kind.DESTROYED, packages=row.packages, origin=Place(Spot.STORED, row.store), to=DESTROYED)
        record_steps(happened=[Happened(bill=row.bill_id, step=step, note=row.case)], actor=actor, now=now)
        row.state, row.done_at, row.done_by = "done", now, officer(actor)
        row.save(update_fields=["state", "done_at", "done_by"])
        _audit(actor, "destroy_goods", row, now)


def procedure() -> Procedure:
    """Decided by a cargo officer of the store's office."""
    return Procedure(
        code=PROCEDURE,
        title=_("Destruction of goods in a store"),
        decided_by=CARGO,
        days=DAYS,
        supplement_days="customs.declarations.supplement_days",
        describe=_facts,
        on_decision=_decide,
        may_withdraw=False,
    )


def _facts(case: Case) -> list[tuple[object, object]]:
    made = Destruction.objects.select_related("bill").get(pk=case.data["destruction"])
    return [
        (pgettext_lazy("cargo", "Bill"), made.bill.number),
        (pgettext_lazy("cargo", "Goods"), made.bill.description),
        (_("Bonded area"), made.store),
        (pgettext_lazy("cargo", "Packages"), written.number(made.packages)),
        (pgettext_lazy("cargo", "Reason"), made.reason),
    ]


def _decide(*, case: Case, decision: Decision, actor: Actor, now: datetime) -> None:
    row = Destruction.objects.select_for_update().get(pk=case.data["destruction"])
    if row.state != "asked":
        return
    row.state = "approved" if decision.outcome == Outcome.GRANTED.value else "refused"
    row.save(update_fields=["state"])


def _audit(actor: Actor, action: str, row: Destruction, now: datetime) -> None:
    detail = {"store": row.store, "packages": row.packages, "case": row.case}
    audit.record(actor=actor, action=f"customs.{action}", target=f"bill:{row.bill.number}", detail=detail, now=now)
