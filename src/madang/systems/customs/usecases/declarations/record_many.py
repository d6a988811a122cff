"""Store what many sound declarations bring, set by set: the declarations, their versions and history, lanes, permits, levies
and entries in the trail. What few have (a look, a quota, goods to let go) is done for them one by one."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as having
from datetime import datetime
from functools import cache
from typing import Any

from django.utils import timezone

from madang.framework import audit
from madang.framework.bulk.copying import copy_in, reserve_ids
from madang.framework.identity.actor import Actor
from madang.framework.identity.officers import officer
from madang.framework.money.models import Charge
from madang.framework.money.usecases import Owed, charge_many
from madang.framework.values import Money, Party
from madang.systems.customs.domain.procedures import ended_by
from madang.systems.customs.domain.progress import PermitState, Standing, control_of, state_of
from madang.systems.customs.domain.selectivity import Selection
from madang.systems.customs.domain.words import DeclarationState, Direction, Levy
from madang.systems.customs.models import (
    CustomsDeclaration,
    DeclarationEvent,
    DeclarationVersion,
    Levied,
    PermitNeed,
)
from madang.systems.customs.usecases.declarations import law, queue
from madang.systems.customs.usecases.declarations.advance_declaration import account_of, deferred_right, owed_by
from madang.systems.customs.usecases.declarations.let_goods_go import let_goods_go
from madang.systems.customs.usecases.declarations.lodge_declaration import (
    Judged,
    composed,
    permits_for,
    record_lodging,
    serials,
)
from madang.systems.customs.usecases.declarations.open_control import open_control
from madang.systems.customs.usecases.declarations.select_lane import trusted
from madang.systems.customs.usecases.declarations.words import levy_titles
from madang.systems.customs.usecases.selectivity.select_many import select_many

COLUMNS = tuple(field.attname for field in CustomsDeclaration._meta.concrete_fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Whose declarations they are, who lodged them and how they came."""

    party: Party
    party_name: str
    by: str
    by_name: str
    channel: str
    batch: str


@dataclass(slots=True, kw_only=True)
class Fresh:
    """A sound declaration that is not kept yet; grows as it is recorded."""

    judged: Judged
    content: dict[str, Any]
    number: str = ""
    row: CustomsDeclaration = having(default_factory=CustomsDeclaration)
    permits: list[PermitNeed] = having(default_factory=list)
    cleared: bool = False
    charges: list[tuple[Levy, Charge]] = having(default_factory=list)
    events: list[tuple[str, dict[str, Any], bool]] = having(default_factory=list)


def record_many(*, fresh: Sequence[Fresh], source: Source, actor: Actor, now: datetime) -> None:
    """Keep all of them, each as far as it goes. In the caller's transaction; nobody else knows their references."""
    if not fresh:
        return
    _number(fresh, source, now)
    # A quota is settled and a guarantee reserved under its own lock: such a declaration goes the way of a single one.
    for one in filter(_alone, fresh):
        record_lodging(one=one.row, judged=one.judged, actor=actor, now=now)
    rest = [one for one in fresh if not _alone(one)]
    if rest:
        _select(rest, source, now)
        _charge(rest, source, actor, now)
        _keep(rest, source, actor, now)
        _follow(rest, actor, now)


def _alone(one: Fresh) -> bool:
    made = one.judged.assessed
    return bool(made and made.procedure) or any(
        item.quota_order or ended_by(item=item) for item in one.judged.declaration.items
    )


def _number(fresh: Sequence[Fresh], source: Source, now: datetime) -> None:
    for one, serial in zip(fresh, serials(count=len(fresh)), strict=True):
        row = composed(judged=one.judged, content=one.content, serial=serial, now=now)
        row.channel, row.lodged_by, row.lodged_by_name = source.channel, source.by, source.by_name[:120]
        one.row, one.number = row, row.number


def _select(fresh: Sequence[Fresh], source: Source, now: datetime) -> None:
    """Lanes, permits, and where each stands before anything is charged."""
    known = trusted(party=source.party, now=now)
    numbered = [replace(one.judged.declaration, number=one.number) for one in fresh]
    asked = law.requirements()
    for one, made in zip(fresh, select_many(declarations=numbered, now=now, trusted=known), strict=True):
        one.row.lane, control = made.lane.value, control_of(lane=made.lane)
        one.row.control = control.value
        detail = {"channel": source.channel, "office": one.row.office_code, "batch": source.batch}
        one.events += [("lodged", detail, False), ("selected", _told(made), True)]
        one.permits = permits_for(one=one.row, declaration=one.judged.declaration, requirements=asked)
        reached = state_of(standing=Standing(control=control, permits=(PermitState.NEEDED,) * len(one.permits)))
        one.cleared = reached is DeclarationState.RELEASED
        one.row.state = reached.value


def _told(made: Selection) -> dict[str, Any]:
    reasons = [" ".join(filter(None, (reason.why.value, reason.code))) for reason in made.reasons]
    return {"lane": made.lane.value, "reasons": reasons, "score": made.score}


def _charge(fresh: Sequence[Fresh], source: Source, actor: Actor, now: datetime) -> None:
    """Charge what nothing else holds; payment waits for the end of the month as long as the guarantee covers it."""
    due = [one for one in fresh if one.cleared and one.judged.assessed and one.judged.assessed.payable]
    _defer(due, source, now)
    titles = cache(lambda levy: levy_titles(levy=levy, number="\0"))
    owed, whose = [], []
    for one in due:
        for levy, minor in one.judged.assessed.totals if one.judged.assessed else ():
            if minor > 0:
                owed.append(_owed(one, levy, minor, titles(levy)))
                whose.append((one, levy))
    for (one, levy), charge in zip(whose, charge_many(owed=owed, now=now, actor=actor) if owed else (), strict=True):
        one.charges.append((levy, charge))
    for one in due:
        detail = {"minor": one.row.payable_minor, "currency": one.row.currency, "deferred": one.row.deferred}
        one.events.append(("charged", detail, False))
        if not one.row.deferred:
            one.row.state = DeclarationState.AWAITING_PAYMENT.value
    for one in fresh:
        if one.row.state == DeclarationState.RELEASED.value:
            one.row.released_at = now
            one.events.append(("released", {"deferred": one.row.deferred}, False))


def _owed(one: Fresh, levy: Levy, minor: int, titles: dict[str, str]) -> Owed:
    return Owed(
        payer=one.row.party,
        amount=Money(minor, one.row.currency),
        purpose=f"customs.{levy.value}.v{one.row.version}",
        titles={language: title.replace("\0", one.number) for language, title in titles.items()},
        reference=one.number,
        account=account_of(levy=levy.value),
        service="customs.declare",
    )


def _defer(due: Sequence[Fresh], source: Source, now: datetime) -> None:
    """In their order, while the guarantee covers what is open with it."""
    rights = {right.currency: right for right in deferred_right(party=source.party, now=now).select_for_update()}
    if not rights:
        return
    open_now = owed_by(party=source.party)
    for one in due:
        right = rights.get(one.row.currency)
        if right is not None and open_now + one.row.payable_minor <= right.limit_minor:
            one.row.deferred = True
            open_now += one.row.payable_minor


def _keep(fresh: Sequence[Fresh], source: Source, actor: Actor, now: datetime) -> None:
    for one, pk in zip(fresh, reserve_ids(table=CustomsDeclaration, count=len(fresh)).to_list(), strict=True):
        one.row.pk = pk
        one.row._state.adding = False
    texts = [(json.dumps(one.row.content), json.dumps(one.row.assessed) if one.row.assessed else None) for one in fresh]
    kept = zip(fresh, texts, strict=True)
    copy_in(table=CustomsDeclaration, columns=COLUMNS, rows=(_row(one.row, *text) for one, text in kept))
    copy_in(
        table=DeclarationVersion,
        columns=["declaration_id", "version", "content", "assessed", "at", "by"],
        rows=((one.row.pk, 1, *text, now, source.by) for one, text in zip(fresh, texts, strict=True)),
    )
    _keep_events(fresh, source, actor, now)
    _keep_levies(fresh, now)


def _row(row: CustomsDeclaration, content: str, assessed: str | None) -> list[object]:
    texts = {"content": content, "assessed": assessed}
    return [texts[name] if name in texts else getattr(row, name) for name in COLUMNS]


def _keep_events(fresh: Sequence[Fresh], source: Source, actor: Actor, now: datetime) -> None:
    machine = officer(actor)
    copy_in(
        table=DeclarationEvent,
        columns=["declaration_id", "kind", "at", "by", "text", "detail", "hidden"],
        rows=(
            (one.row.pk, kind, now, source.by if kind == "lodged" else machine, "", json.dumps(detail), hidden)
            for one in fresh
            for kind, detail, hidden in one.events
        ),
    )
    audit.record_many(actor=actor, entries=_entries(fresh), now=now)


def _entries(fresh: Iterable[Fresh]) -> Iterable[tuple[str, str, dict[str, Any]]]:
    """In the trail stand codes and counts alone."""
    for one in fresh:
        for kind, detail, _hidden in one.events:
            plain = {name: value for name, value in detail.items() if isinstance(value, str | int | bool)}
            yield f"customs.{kind}", f"declaration:{one.number}", plain


def _keep_levies(fresh: Sequence[Fresh], now: datetime) -> None:
    today = timezone.localdate(now)
    due_on = cache(lambda deferred: law.pay_by(on=today, deferred=deferred))
    copy_in(
        table=Levied,
        columns=["declaration_id", "source", "levy", "minor", "currency", "charge", "due_on", "state"],
        rows=(
            (
                one.row.pk,
                "v1",
                levy.value,
                charge.minor,
                charge.currency,
                charge.number,
                due_on(one.row.deferred),
                "open",
            )
            for one in fresh
            for levy, charge in one.charges
        ),
    )
    needs = [need for one in fresh for need in one.permits]
    for one in fresh:
        for need in one.permits:
            need.declaration = one.row
    PermitNeed.objects.bulk_create(needs)


def _follow(fresh: Sequence[Fresh], actor: Actor, now: datetime) -> None:
    """What few of them have: another agency to ask, somebody to look, a certificate, goods that may leave."""
    for one in fresh:
        if one.permits:
            queue.ask_permits(number=one.number)
        open_control(one=one.row, actor=actor, now=now)
        if one.row.state == DeclarationState.RELEASED.value:
            queue.seal_certificate(number=one.number)
            if one.row.direction == Direction.IMPORT.value:
                let_goods_go(one=one.row, actor=actor, now=now)
