"""A spending unit's file of contracts or of claims, recorded as one list."""

from collections.abc import Callable, Iterable, Mapping, Sized
from datetime import datetime
from functools import partial
from hashlib import sha256

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.audit.models import Entry as Trail
from madang.framework.identity.actor import Actor
from madang.framework.law import pack
from madang.framework.ui import written
from madang.framework.values import Fault, Refusal
from madang.systems.treasury.domain.classification import Problem
from madang.systems.treasury.formats.spending_lists import read_claims, read_promises
from madang.systems.treasury.models import Commitment
from madang.systems.treasury.usecases.classify import TABLE_SAYS
from madang.systems.treasury.usecases.find_lines import lines_by_code
from madang.systems.treasury.usecases.spend_many import Claim, ListRefused, Promise, commit_all, verify_all

LARGEST = 2 * 1024 * 1024
SAYS = {
    **TABLE_SAYS,
    "cell_missing": _("The column {column} is empty."),
    "amount_unfit": _("'{amount}' is no amount above nothing with at most {digits} decimals."),
    "day_unfit": _("'{day}' is no day. Write it like 2026-06-30, or leave it empty."),
    "line_unknown": _("There is no budget line {line}. Its code stands on its page."),
    "commitment_unknown": _("There is no commitment {number}."),
}


class ListKnown(Refusal):
    """The very same file was recorded before."""

    code = "treasury.list_known"
    says = _("This very file was recorded on {day}. Send only what is new, in a file of its own.")


def take_promises(
    *, data: bytes, actor: Actor, now: datetime, keep_fitting: bool = False
) -> tuple[int, tuple[Fault, ...]]:
    """Commit what a file lists; how many rows, and the faults of those left out. Raises ListKnown, and as `commit_all`."""
    rows, problems = read_promises(data=data, digits=pack().currency_digits)
    lines = lines_by_code(codes=[row.line for row in rows])
    promises = [
        Promise(
            place=row.place,
            line=lines[row.line],
            payee=row.payee,
            account=row.account,
            holder=row.holder,
            purpose=row.purpose,
            minor=row.minor,
        )
        for row in rows
        if row.line in lines
    ]
    problems += [Problem("line_unknown", row.place, {"line": row.line[:64]}) for row in rows if row.line not in lines]
    known = _faults(problems)
    record = partial(commit_all, promises=promises, actor=actor, now=now, keep_fitting=keep_fitting, known=known)
    return _once(data, "contracts", record, actor, now)


def take_claims(
    *, data: bytes, actor: Actor, now: datetime, keep_fitting: bool = False
) -> tuple[int, tuple[Fault, ...]]:
    """Verify what a file lists; how many rows, and the faults of those left out. Raises ListKnown, and as `verify_all`."""
    rows, problems = read_claims(data=data, digits=pack().currency_digits)
    asked = Commitment.objects.select_related("line").filter(number__in={row.commitment for row in rows})
    promised: Mapping[str, Commitment] = {one.number: one for one in asked}
    claims = [
        Claim(
            place=row.place,
            commitment=promised[row.commitment],
            invoice=row.invoice,
            minor=row.minor,
            due_on=row.due_on,
        )
        for row in rows
        if row.commitment in promised
    ]
    problems += [
        Problem("commitment_unknown", row.place, {"number": row.commitment[:32]})
        for row in rows
        if row.commitment not in promised
    ]
    known = _faults(problems)
    record = partial(verify_all, claims=claims, actor=actor, now=now, keep_fitting=keep_fitting, known=known)
    return _once(data, "claims", record, actor, now)


def _once(
    data: bytes, kind: str, record: Callable[[], tuple[Sized, tuple[Fault, ...]]], actor: Actor, now: datetime
) -> tuple[int, tuple[Fault, ...]]:
    """Record the file and note it in the trail. Sent twice, also at the same moment, it is recorded once."""
    target = f"list:{kind}:{sha256(data).hexdigest()}"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [target])
        before = Trail.objects.filter(target=target).first()
        if before is not None:
            raise ListKnown(day=written.day(timezone.localdate(before.at)))
        made, faults = record()
        if made:
            detail = {"rows": len(made), "left_out": len(faults)}
            audit.record(actor=actor, action="treasury.take_list", target=target, detail=detail, now=now)
    return len(made), faults


def _faults(problems: Iterable[Problem]) -> tuple[Fault, ...]:
    return tuple(
        Fault(one.place, str(SAYS[one.what]).format(**one.values), f"{ListRefused.code}.{one.what}") for one in problems
    )
