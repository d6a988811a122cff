"""Explain what stands in suspense: suggested by rule, said by an officer, accepted by a second one where the sum is large."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.contracts.money_v1 import TransferReceived
from madang.exchange import announce
from madang.framework import audit
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import pack
from madang.framework.values import Fault, Money, Refusal
from madang.systems.treasury.domain.control import Stage
from madang.systems.treasury.domain.posting import Event
from madang.systems.treasury.domain.revenue import matched
from madang.systems.treasury.domain.suggestions import Candidate, Suggestion, Unknown, suggest
from madang.systems.treasury.domain.suspense_return import OVER
from madang.systems.treasury.formats import camt053
from madang.systems.treasury.models import BankEntry, Clearing, PaymentOrder, ReportedCharge, SuspenseReturn
from madang.systems.treasury.usecases.book import book
from madang.systems.treasury.usecases.hear_charge import open_day, post
from madang.systems.treasury.usecases.move import lock, move

SYSTEM = "treasury.reconciliation"
MOST_CANDIDATES = 500
MOST_WORDS = 5000


class NotInSuspense(Refusal):
    """It is explained already."""

    code = "treasury.not_in_suspense"
    says = _(
        "Entry {reference} is explained already, a colleague's explanation waits, or its money is on its way back."
    )


class Unexplained(Refusal):
    """What it is said to be does not fit it."""

    code = "treasury.unexplained"
    says = _("{target} does not explain this entry: it has another amount, or waits for no money any more.")
    status = 422


class NeedsSecond(Refusal):
    """The officer who said it does not accept it."""

    code = "treasury.needs_second"
    says = _("You explained this entry yourself. Because of its amount another officer accepts or refuses it.")


def suggestions(*, entry: BankEntry) -> tuple[Suggestion, ...]:
    """What the entry may be, the likeliest first."""
    unknown = Unknown(
        minor=entry.minor, text=f"{entry.text} {entry.end_to_end}", party=entry.party, booked_on=entry.booked_on
    )
    return suggest(entry=unknown, candidates=_charges(entry) if entry.minor > 0 else _orders(entry))


def _charges(entry: BankEntry) -> list[Candidate]:
    found = ReportedCharge.objects.filter(state="open", minor=entry.minor, currency=entry.currency).order_by("-id")
    return [
        Candidate(
            kind="charge",
            target=one.number,
            minor=one.minor,
            on=timezone.localdate(one.charged_at),
            references=(one.number, one.reference),
        )
        for one in found[:MOST_CANDIDATES]
    ]


def _orders(entry: BankEntry) -> list[Candidate]:
    found = PaymentOrder.objects.filter(state="ordered", minor=-entry.minor, batch__released_on__isnull=False)
    return [
        Candidate(
            kind="order",
            target=one.number,
            minor=one.minor,
            on=one.batch.released_on or entry.booked_on,
            references=(one.number, one.obligation.invoice, one.obligation.number),
            party=one.obligation.commitment.payee,
        )
        for one in found.select_related("batch", "obligation__commitment").order_by("-id")[:MOST_CANDIDATES]
    ]


def unexplained(*, entry: BankEntry) -> bool:
    """Whether it stands in suspense with no explanation and no way back, so that an officer may still say what it is."""
    returns = SuspenseReturn.objects.filter(entry=entry).exclude(state__in=OVER)
    return entry.effect == "suspense" and not Clearing.objects.filter(entry=entry).exists() and not returns.exists()


def explain(*, entry: BankEntry, kind: str, target: str, why: str, actor: Actor, now: datetime) -> Clearing:
    """An officer says what the entry is; at once posted, or from the country's limit on when a second officer accepts it.

    Raises Forbidden, NotInSuspense, Unexplained.
    """
    require(actor, "treasury.pay")
    with transaction.atomic():
        held = BankEntry.objects.select_for_update().get(pk=entry.pk)
        if not unexplained(entry=held):
            raise NotInSuspense(reference=held.reference)
        large = abs(held.minor) >= int(pack().data("treasury/revenue")["four_eyes_from"])
        _require_fit(held, kind, target)
        made = Clearing.objects.create(
            entry=held,
            kind=kind,
            target=target,
            why=why[:200],
            proposed_at=now,
            proposed_by=officer(actor),
            four_eyes=large,
        )
        detail = {"kind": kind, "target": target, "four_eyes": large}
        audit.record(actor=actor, action="treasury.explain", target=f"entry:{held.reference}", detail=detail, now=now)
        if not large:
            _clear(made, actor, now)
    return made


def accept(*, clearing: Clearing, actor: Actor, now: datetime) -> Clearing:
    """The second officer agrees: it is posted. Raises Forbidden, NeedsSecond, NotInSuspense, Unexplained."""
    require(actor, "treasury.pay")
    with transaction.atomic():
        held = _waiting(clearing, actor)
        _require_fit(held.entry, held.kind, held.target, but=held)
        _clear(held, actor, now)
        target = f"entry:{held.entry.reference}"
        audit.record(actor=actor, action="treasury.accept_clearing", target=target, detail={}, now=now)
    return held


def refuse(*, clearing: Clearing, actor: Actor, now: datetime) -> None:
    """The second officer does not agree: the entry stays in suspense. Raises Forbidden, NeedsSecond, NotInSuspense."""
    require(actor, "treasury.pay")
    with transaction.atomic():
        held = _waiting(clearing, actor)
        detail = {"kind": held.kind, "target": held.target, "by": held.proposed_by}
        target = f"entry:{held.entry.reference}"
        held.delete()
        audit.record(actor=actor, action="treasury.refuse_clearing", target=target, detail=detail, now=now)


def _waiting(clearing: Clearing, actor: Actor) -> Clearing:
    held = Clearing.objects.select_for_update().select_related("entry").filter(pk=clearing.pk).first()
    if held is None or held.accepted_at is not None:
        raise NotInSuspense(reference=clearing.entry.reference)
    if held.proposed_by == officer(actor):
        raise NeedsSecond
    return held


def _require_fit(entry: BankEntry, kind: str, target: str, *, but: Clearing | None = None) -> None:
    taken = Clearing.objects.filter(kind=kind, target=target).exclude(kind="revenue")
    taken = taken.exclude(pk=but.pk) if but else taken
    fits = {
        "charge": lambda: ReportedCharge.objects.filter(
            number=target, state="open", minor=entry.minor, currency=entry.currency
        ).exists(),
        "order": lambda: PaymentOrder.objects.filter(
            number=target, state="ordered", minor=-entry.minor, batch__released_on__isnull=False
        ).exists(),
        "revenue": lambda: entry.minor > 0 and target in pack().data("treasury/revenue")["receipts"],
    }
    if taken.exists() or kind not in fits or not fits[kind]():
        says = str(Unexplained.says).format(target=target[:64])
        raise Unexplained(target=target[:64], faults=(Fault("target", says, Unexplained.code),))


def _clear(clearing: Clearing, actor: Actor, now: datetime) -> None:
    entry = clearing.entry
    {"charge": _clear_charge, "order": _clear_order, "revenue": _clear_revenue}[clearing.kind](clearing, actor, now)
    entry.effect = "cleared"
    entry.save(update_fields=["effect"])
    clearing.accepted_at, clearing.accepted_by = now, officer(actor)
    clearing.save(update_fields=["accepted_at", "accepted_by"])


def _clear_charge(clearing: Clearing, actor: Actor, now: datetime) -> None:
    entry = clearing.entry
    charge = ReportedCharge.objects.select_for_update().get(number=clearing.target)
    if charge.state != "open":
        raise Unexplained(target=charge.number)
    name = matched(account=charge.account)
    name = f"{name}_here" if charge.at_home else name
    post(charge=charge, name=name, on=open_day(wanted=entry.booked_on, now=now), now=now)
    charge.state, charge.paid_at = "paid", now
    charge.save(update_fields=["state", "paid_at"])
    told = TransferReceived(
        number=charge.number,
        system=charge.system,
        amount=charge.amount,
        reference=entry.reference,
        booked_on=entry.booked_on,
    )
    announce(told, now=now)


def _clear_order(clearing: Clearing, actor: Actor, now: datetime) -> None:
    entry = clearing.entry
    found = PaymentOrder.objects.select_for_update(of=("self",)).select_related("obligation__commitment")
    order = found.get(number=clearing.target)
    if order.state != "ordered":
        raise Unexplained(target=order.number)
    line = lock(line=order.obligation.commitment.line_id)
    move(line=line, stage=Stage.PAYMENT, minor=order.minor, document=order.number, actor=actor, now=now)
    order.state, order.paid_on = "paid", entry.booked_on
    order.save(update_fields=["state", "paid_on"])
    amount = Money(order.minor, entry.currency)
    event = Event(name="payment_matched", amount=amount, fund=line.fund, coding=line.code, economic=line.economic)
    book(event=event, reference=order.number, on=open_day(wanted=entry.booked_on, now=now), now=now, memo=entry.text)


def _clear_revenue(clearing: Clearing, actor: Actor, now: datetime) -> None:
    entry = clearing.entry
    amount = Money(entry.minor, entry.currency)
    event = Event(name="receipt_cleared", amount=amount, economic=clearing.target, coding=f"revenue/{clearing.target}")
    book(
        event=event, reference=entry.reference, on=open_day(wanted=entry.booked_on, now=now), now=now, memo=clearing.why
    )


def words_of(*, entry: BankEntry | camt053.Entry) -> frozenset[str]:
    """The words of a transfer, of which one may be a charge's number."""
    return frozenset(word.strip(".,;:()[]") for word in f"{entry.text} {entry.end_to_end}".split())


def charges_named(*, entries: Sequence[camt053.Entry]) -> set[str]:
    """The numbers of charges that stand anywhere in these transfers' words."""
    asked = sorted({word for entry in entries for word in words_of(entry=entry)})
    found: set[str] = set()
    for start in range(0, len(asked), MOST_WORDS):
        numbers = ReportedCharge.objects.filter(number__in=asked[start : start + MOST_WORDS])
        found.update(numbers.values_list("number", flat=True))
    return found


def named_charge(*, entry: BankEntry) -> ReportedCharge | None:
    """The charge whose whole number stands in the transfer's words, of the very amount, that no other entry has paid."""
    if entry.minor <= 0:
        return None
    words = words_of(entry=entry)
    found = ReportedCharge.objects.select_for_update().filter(
        number__in=words, minor=entry.minor, currency=entry.currency, state__in=("open", "paid")
    )
    taken = set(Clearing.objects.filter(kind="charge", target__in=words).values_list("target", flat=True))
    return next((one for one in found.order_by("pk") if one.number not in taken), None)


def note_confirmed(*, entry: BankEntry, charge: ReportedCharge, now: datetime) -> None:
    """The statement confirms a payment that is booked already."""
    _by_rule(entry, charge, now)


def clear_named(*, entry: BankEntry, charge: ReportedCharge, now: datetime) -> None:
    """An open charge was paid by a transfer that names it: no officer is needed."""
    _clear(_by_rule(entry, charge, now), system_actor(SYSTEM), now)


def _by_rule(entry: BankEntry, charge: ReportedCharge, now: datetime) -> Clearing:
    return Clearing.objects.create(
        entry=entry,
        kind="charge",
        target=charge.number,
        why="its number and amount",
        proposed_at=now,
        proposed_by=SYSTEM,
        accepted_at=now,
        accepted_by=SYSTEM,
    )
