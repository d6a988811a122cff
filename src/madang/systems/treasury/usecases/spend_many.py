"""Commit and verify a list at once: a spending unit's contracts, a month's claims. The rules, and what is recorded of each row,
are those of `spend`; what differs is that a list is one call of the database.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Protocol, TypeVar

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.money import books
from madang.framework.values import Fault, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.treasury.domain.control import Stage
from madang.systems.treasury.models import BudgetLine, Commitment, Obligation
from madang.systems.treasury.usecases.book import drafts_of
from madang.systems.treasury.usecases.move import COLUMNS, lock_all, require_amount, require_limits
from madang.systems.treasury.usecases.one_call import call_all, recorded
from madang.systems.treasury.usecases.spend import (
    InvoiceClaimed,
    OwnCommitment,
    owed,
    require_account,
    require_left,
)


class ListRefused(Refusal):
    """Rows of a list have faults; nothing of it was recorded."""

    code = "treasury.list_refused"
    says = _("Nothing was recorded: the list has {count} faults. Correct them, or ask to keep the rows without faults.")
    status = 422


class ListEmpty(Refusal):
    """Nothing is in it."""

    code = "treasury.list_empty"
    says = _("The list has no rows. Give at least one.")
    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What is to be promised to a payee. `place` says where it stands in what was sent."""

    place: str
    line: BudgetLine
    payee: str
    account: str
    purpose: str
    minor: int
    holder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim on a commitment, which comes with its line. `place` says where it stands in what was sent."""

    place: str
    commitment: Commitment
    invoice: str
    minor: int
    due_on: date | None = None


class _Placed(Protocol):
    @property
    def place(self) -> str: ...


Row = TypeVar("Row", bound=_Placed)
Made = TypeVar("Made")
_Rule = Callable[[], None]


@dataclass(slots=True)
class _Faults:
    """What is wrong with rows."""

    told: list[Fault] = field(default_factory=list)

    def none(self, place: str, *rules: _Rule) -> bool:
        """Whether every rule lets the row pass; each one that does not is a fault of this place."""
        before = len(self.told)
        for rule in rules:
            try:
                rule()
            except Refusal as refused:
                self.told.append(Fault(place, str(refused), refused.code))
        return len(self.told) == before

    def refuse(self) -> None:
        """Raises ListRefused where there is one."""
        if self.told:
            raise ListRefused(count=len(self.told), faults=tuple(self.told))


def commit_all(
    *,
    promises: Sequence[Promise],
    actor: Actor,
    now: datetime,
    keep_fitting: bool = False,
    known: Sequence[Fault] = (),
) -> tuple[list[Commitment], tuple[Fault, ...]]:
    """Promise all of it or nothing; with `keep_fitting` the rows that fit beside those before them. What was made, and the
    faults of the rows that were left out. `known` are faults of rows that could not even be read.

    Raises ListEmpty, and ListRefused with every fault: amounts, accounts, whose line it is, and which limit is exceeded by how
    much.
    """
    faults = _Faults(list(known))

    def rules(one: Promise) -> tuple[_Rule, ...]:
        return (
            lambda: require(actor, "treasury.spend", one.line.office),
            lambda: require_amount(minor=one.minor),
            lambda: require_account(account=one.account, payee=one.payee, holder=one.holder),
        )

    def weigh(rows: Sequence[Promise]) -> list[Promise]:
        lines = lock_all(lines={one.line.pk for one in rows})
        return [one for one in rows if faults.none(one.place, partial(_take_room, lines[one.line.pk], one.minor))]

    def record(rows: Sequence[Promise]) -> list[Commitment]:
        return _commit([_commitment(one, actor, now) for one in rows], actor, now)

    made = _list(promises, rules, weigh, record, faults, actor=actor, keep_fitting=keep_fitting)
    return made, tuple(faults.told)


def verify_all(
    *,
    claims: Sequence[Claim],
    actor: Actor,
    now: datetime,
    keep_fitting: bool = False,
    known: Sequence[Fault] = (),
) -> tuple[list[Obligation], tuple[Fault, ...]]:
    """Claims agree with what was delivered: all of them or nothing, or with `keep_fitting` the rows that fit. What was made,
    and the faults of the rows that were left out. `known` are faults of rows that could not even be read.

    Raises ListEmpty, and ListRefused with every fault: whose commitment it is and who made it, amounts, invoices claimed
    before, and by how much a commitment is exceeded.
    """
    faults = _Faults(list(known))

    def rules(one: Claim) -> tuple[_Rule, ...]:
        return (
            lambda: require(actor, "treasury.spend", one.commitment.line.office),
            lambda: require_amount(minor=one.minor),
            lambda: _require_other(one.commitment, actor),
        )

    def weigh(rows: Sequence[Claim]) -> list[Claim]:
        return _within_commitments(rows, actor, now, faults)

    def record(rows: Sequence[Claim]) -> list[Obligation]:
        return _verify(rows, actor, now)

    made = _list(claims, rules, weigh, record, faults, actor=actor, keep_fitting=keep_fitting)
    return made, tuple(faults.told)


def _list(
    rows: Sequence[Row],
    rules: Callable[[Row], tuple[_Rule, ...]],
    weigh: Callable[[Sequence[Row]], list[Row]],
    record: Callable[[Sequence[Row]], list[Made]],
    faults: _Faults,
    *,
    actor: Actor,
    keep_fitting: bool,
) -> list[Made]:
    """Judge each row by its own rules, then record; where the database refuses, or a fault is known already, hold what is
    concerned and weigh the rows against the limits, so that every fault is named."""
    if not rows and not faults.told:
        raise ListEmpty
    fitting = [one for one in rows if faults.none(one.place, *rules(one))]

    def refuse() -> None:
        nonlocal fitting
        fitting = weigh(fitting)
        if not keep_fitting:
            faults.refuse()

    if faults.told and not keep_fitting:
        with transaction.atomic():
            refuse()
    return recorded(record=lambda: record(fitting) if fitting else [], refuse=refuse, actor=actor)


def _take_room(line: BudgetLine, minor: int) -> None:
    """Of a line that is held: the rows after this one have so much less. Raises LimitExceeded."""
    require_limits(line=line, stage=Stage.COMMITMENT, minor=minor)
    setattr(line, COLUMNS[Stage.COMMITMENT], getattr(line, COLUMNS[Stage.COMMITMENT]) + minor)


def _commitment(one: Promise, actor: Actor, now: datetime) -> Commitment:
    return Commitment(
        number=f"C{one.line.year}-{random_symbols(count=10)}",
        line=one.line,
        payee=one.payee[:140],
        account=one.account,
        purpose=one.purpose[:140],
        minor=one.minor,
        committed_at=now,
        committed_by=officer(actor),
    )


def _commit(made: list[Commitment], actor: Actor, now: datetime) -> list[Commitment]:
    keys = call_all(
        "treasury_commit_all",
        [one.number for one in made],
        [one.line_id for one in made],
        [one.payee for one in made],
        [one.account for one in made],
        [one.purpose for one in made],
        [one.minor for one in made],
        now,
        officer(actor),
        [_said("commit", f"commitment:{one.number}", {"minor": one.minor}, actor, now) for one in made],
    )
    return _keyed(made, keys)


def _verify(rows: Sequence[Claim], actor: Actor, now: datetime) -> list[Obligation]:
    made, on = _obligations(rows, actor, now), timezone.localdate(now)
    drafts: list[books.Draft] = []
    for row, one in zip(rows, made, strict=True):
        event = owed(line=row.commitment.line, minor=one.minor)
        drafts += drafts_of(event=event, reference=one.number, on=on, memo=row.commitment.purpose)
    keys = call_all(
        "treasury_verify_all",
        [one.number for one in made],
        [one.commitment_id for one in made],
        [one.commitment.line_id for one in made],
        [one.invoice for one in made],
        [one.minor for one in made],
        [one.due_on for one in made],
        now,
        officer(actor),
        [_said("verify", f"obligation:{one.number}", {}, actor, now) for one in made],
        *books.columns(drafts=drafts),
    )
    return _keyed(made, keys)


def _obligations(rows: Sequence[Claim], actor: Actor, now: datetime) -> list[Obligation]:
    """Numbered in the list's order, after those that their commitments have."""
    asked = {one.commitment.pk for one in rows}
    known = Obligation.objects.filter(commitment__in=asked).values_list("commitment").annotate(count=Count("pk"))
    serials: dict[int, int] = dict(known)
    made = []
    for one in rows:
        serials[one.commitment.pk] = serial = serials.get(one.commitment.pk, 0) + 1
        claim = Obligation(commitment=one.commitment, invoice=one.invoice[:64], minor=one.minor, due_on=one.due_on)
        claim.number, claim.verified_at, claim.verified_by = f"{one.commitment.number}-{serial}", now, officer(actor)
        made.append(claim)
    return made


def _within_commitments(rows: Sequence[Claim], actor: Actor, now: datetime, faults: _Faults) -> list[Claim]:
    """Those that fit on their commitments beside those before them; the lines, then the commitments, are held."""
    lock_all(lines={one.commitment.line_id for one in rows})
    asked = {one.commitment.pk for one in rows}
    held = {one.pk: one for one in Commitment.objects.select_for_update().filter(pk__in=asked).order_by("pk")}
    taken = set(Obligation.objects.filter(commitment__in=asked).values_list("commitment", "invoice"))

    def fits(one: Claim) -> None:
        promised, invoice = held[one.commitment.pk], one.invoice[:64]
        _require_other(promised, actor)
        if (promised.pk, invoice) in taken:
            raise InvoiceClaimed(invoice=invoice, number=promised.number)
        left = promised.minor - promised.obligated - promised.released
        require_left(number=promised.number, left=left, minor=one.minor, currency=one.commitment.line.currency)
        taken.add((promised.pk, invoice))
        promised.obligated += one.minor

    on = timezone.localdate(now)
    kept = [one for one in rows if faults.none(one.place, partial(fits, one))]
    drafts = [
        draft
        for one in kept
        for draft in drafts_of(event=owed(line=one.commitment.line, minor=one.minor), reference="", on=on)
    ]
    books.make_ready(days={on}, codes={posting.account for draft in drafts for posting in draft.postings})
    return kept


def _require_other(commitment: Commitment, actor: Actor) -> None:
    if commitment.committed_by == officer(actor):
        raise OwnCommitment(number=commitment.number)


def _said(act: str, target: str, detail: dict[str, object], actor: Actor, now: datetime) -> str:
    return audit.content_of(actor=actor, action=f"treasury.{act}", target=target, detail=detail, now=now)


Kept = TypeVar("Kept", Commitment, Obligation)


def _keyed(made: list[Kept], keys: list[int]) -> list[Kept]:
    for one, key in zip(made, keys, strict=True):
        one.pk, one._state.adding = key, False
    return made
