"""What auditors see: every look is recorded; the trail of a document; samples."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.audit.models import Entry as Recorded
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.money.models import Entry
from madang.framework.values import Fault, Refusal
from madang.systems.treasury.domain.sampling import Item, Method, digest, draw
from madang.systems.treasury.models import AuditSample, BankEntry, Commitment, Obligation, SuspenseReturn
from madang.systems.treasury.usecases.accounting_rules import year_days

MOST_ITEMS = 1000


class SampleUnfit(Refusal):
    """The sample cannot be drawn so."""

    code = "treasury.sample_unfit"
    says = _("The sample cannot be drawn as asked. Correct what is listed.")
    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happened to a document or to one that hangs on it."""

    at: datetime
    what: str
    document: str
    by: str
    minor: int | None = None
    says: str = ""


def look(*, target: str, actor: Actor, now: datetime) -> None:
    """Record that somebody looked."""
    audit.record(actor=actor, action="treasury.look", target=target[:200], detail={}, now=now)


def trail(*, number: str, actor: Actor, now: datetime) -> tuple[Step, ...]:
    """All that happened to the document of this number, to what it came from and to what came of it, in time's order: claims,
    orders, batches, bank entries, journal entries, and who recorded what. Raises Forbidden."""
    require(actor, "treasury.inspect")
    look(target=f"trail:{number}", actor=actor, now=now)
    commitments = Commitment.objects.filter(
        Q(number=number)
        | Q(obligations__number=number)
        | Q(obligations__orders__number=number)
        | Q(obligations__orders__batch__number=number)
        | Q(obligations__asset__number=number)
    ).distinct()
    found: list[Step] = []
    names = {number}
    for one in commitments:
        found += _of_commitment(one, names)
    for back in SuspenseReturn.objects.filter(
        Q(number=number)
        | Q(entry__reference=number)
        | Q(batch__number=number)
        | Q(number__in=BankEntry.objects.filter(reference=number).values("end_to_end"))
    ).select_related("entry", "batch"):
        found += _of_return(back, names)
    orders = {name for name in names if name.startswith(("P", "R"))}
    for entry in BankEntry.objects.filter(Q(end_to_end__in=orders) | Q(reference__in=names)).select_related(
        "statement"
    ):
        names.add(entry.reference)
        found.append(
            Step(at=entry.statement.imported_at, what="bank", document=entry.reference, by=entry.statement.imported_by,
                 minor=entry.minor, says=entry.effect)
        )  # fmt: skip
    found += _journal(names)
    found += _recorded(names)
    return tuple(sorted(found, key=lambda step: (step.at, step.what)))


def _of_commitment(one: Commitment, names: set[str]) -> Iterable[Step]:
    names.add(one.number)
    yield Step(
        at=one.committed_at, what="commitment", document=one.number, by=one.committed_by, minor=one.minor,
        says=f"{one.payee}: {one.purpose}",
    )  # fmt: skip
    for owed in one.obligations.all():
        names.add(owed.number)
        yield Step(
            at=owed.verified_at, what="obligation", document=owed.number, by=owed.verified_by, minor=owed.minor,
            says=owed.invoice,
        )  # fmt: skip
        for order in owed.orders.select_related("batch"):
            names |= {order.number, order.batch.number}
            yield Step(
                at=order.batch.prepared_at, what="order", document=order.number, by=order.batch.prepared_by,
                minor=order.minor, says=order.state,
            )  # fmt: skip
            if order.batch.released_at is not None:
                both = f"{order.batch.first_approver}, {order.batch.second_approver}"
                yield Step(at=order.batch.released_at, what="batch", document=order.batch.number, by=both)


def _of_return(back: SuspenseReturn, names: set[str]) -> Iterable[Step]:
    names |= {back.number, back.entry.reference}
    yield Step(
        at=back.proposed_at, what="return", document=back.number, by=back.proposed_by, minor=back.minor,
        says=f"{back.payee}: {back.why}",
    )  # fmt: skip
    if back.approved_at is not None:
        yield Step(at=back.approved_at, what="return", document=back.number, by=back.approved_by, minor=back.minor)
    if back.batch is not None:
        names.add(back.batch.number)
        if back.batch.released_at is not None:
            both = f"{back.batch.first_approver}, {back.batch.second_approver}"
            yield Step(at=back.batch.released_at, what="batch", document=back.batch.number, by=both)


def _journal(names: set[str]) -> Iterable[Step]:
    for entry in Entry.objects.filter(reference__in=names).prefetch_related("lines"):
        lines = "; ".join(f"{line.account_id} {line.minor:+d} {line.currency}" for line in entry.lines.all())
        yield Step(at=entry.at, what=f"journal ({entry.book})", document=entry.reference, by=entry.kind, says=lines)


def _recorded(names: set[str]) -> Iterable[Step]:
    kinds = ("commitment", "obligation", "batch", "asset", "entry", "return")
    targets = [f"{kind}:{name}" for kind in kinds for name in names]
    for one in Recorded.objects.filter(target__in=targets).order_by("at")[:MOST_ITEMS]:
        yield Step(
            at=one.at, what="audit trail", document=one.target.partition(":")[2], by=one.actor_name, says=one.action
        )


def draw_sample(*, year: int, method: Method, size: int, seed: str, actor: Actor, now: datetime) -> AuditSample:
    """Draw and keep a sample of the year's verified claims. Raises Forbidden, SampleUnfit."""
    require(actor, "treasury.inspect")
    items = _population(year, now)
    faults = []
    if not 0 < size <= MOST_ITEMS:
        faults.append(Fault("size", str(_("A sample has between 1 and 1000 items."))))
    if not 0 < len(seed) <= 64 or not seed.isprintable():
        faults.append(
            Fault("seed", str(_("The seed is a text of up to 64 characters, such as a number thrown by dice.")))
        )
    if not items:
        faults.append(Fault("year", str(_("No claim was verified in this year."))))
    if faults:
        raise SampleUnfit(faults=tuple(faults))
    chosen = draw(method=method, items=items, size=size, seed=seed)
    with transaction.atomic():
        sample = AuditSample.objects.create(
            year=year,
            method=method.value,
            size=size,
            seed=seed,
            count=len(items),
            minor=sum(item.minor for item in items),
            digest=digest(items=items),
            chosen=[[item.key, item.minor] for item in chosen],
            drawn_at=now,
            drawn_by=officer(actor),
        )
        detail = {"method": method.value, "seed": seed, "size": size}
        audit.record(actor=actor, action="treasury.sample", target=f"sample:{sample.pk}", detail=detail, now=now)
    return sample


def recomputed(*, sample: AuditSample) -> bool:
    """Whether the same population and the same seed give the same sample again."""
    items = _population(sample.year, sample.drawn_at)
    if digest(items=items) != sample.digest:
        return False
    again = draw(method=Method(sample.method), items=items, size=sample.size, seed=sample.seed)
    return bool([[item.key, item.minor] for item in again] == sample.chosen)


def _population(year: int, until: datetime) -> list[Item]:
    first, last = year_days(year=year)
    rows = Obligation.objects.filter(
        verified_at__date__range=(first, last), verified_at__lte=until, commitment__line__year=year
    )
    return [Item(number, minor) for number, minor in rows.order_by("pk").values_list("number", "minor")]
