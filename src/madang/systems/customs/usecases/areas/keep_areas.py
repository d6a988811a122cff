"""Bonded areas: one cargo officer enters what the paper says, another one approves it (in Korea Customs Act arts. 166, 167,
174 to 182)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.notify import notify
from madang.framework.values import Party
from madang.framework.values.identifiers import random_symbols
from madang.systems.customs.domain.areas import FARTHEST, GROUNDS, KEPT, ActKind, AreaAct, wrongs_of
from madang.systems.customs.domain.cargo_terms import StoreKind
from madang.systems.customs.domain.lodging import Wrong
from madang.systems.customs.models import AreaDecision, BondedStore, CargoPort
from madang.systems.customs.usecases.areas.law import area_law
from madang.systems.customs.usecases.areas.refusals import AreaDecided, AreaFaulty, NoSuchArea, OwnDecision, faults
from madang.systems.customs.usecases.areas.standing import acts_of, standing_of

CODE = re.compile(r"[0-9A-Z]{1,8}")
COLUMNS = ("name", "name_en", "port", "keeper", "x", "y")
"""What a licence and the store that it makes both say."""
LICENSED_MESSAGE, DESIGNATED, SUSPENDED = "customs/area_licensed", "customs/area_designated", "customs/area_suspended"
ENDED, CLEARING = "customs/area_ended", "customs/area_clearing"
MESSAGES = {ActKind.SUSPENSION: SUSPENDED, ActKind.END: ENDED, ActKind.CLEARING: CLEARING}


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaFacts:
    """What a licence says of the area; `x` and `y` are hundredths of the drawing of its port."""

    store_kind: StoreKind
    name: str
    name_en: str
    port: str
    keeper: str = ""
    x: int = 0
    y: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What an officer reads off the paper; `facts` with a licence, the ground with a suspension or an end."""

    area: str
    act: AreaAct
    text: str
    ground: str = ""
    facts: AreaFacts | None = None


def propose(*, entered: Entered, actor: Actor, now: datetime) -> AreaDecision:
    """Enter it; it does nothing until a colleague approves it. Raises Forbidden, NoSuchArea, AreaFaulty."""
    facts = entered.facts or facts_of(area=entered.area)
    office = CargoPort.objects.filter(code=facts.port[:5]).values_list("office", flat=True).first() or ""
    require(actor, "customs.keep_areas", office)
    wrong = [*_wrong_facts(entered, facts, office), *_wrong_days(entered.area, entered.act, facts, now)]
    if wrong:
        raise AreaFaulty(faults=faults(found=wrong))
    try:
        with transaction.atomic():
            made = AreaDecision.objects.create(
                number=f"BA{timezone.localdate(now):%y}{random_symbols(count=7)}",
                area=entered.area,
                office=office,
                kind=entered.act.kind.value,
                begins_on=entered.act.begins_on,
                last_on=entered.act.last_on,
                ground=entered.ground,
                text=entered.text.strip(),
                **_licence(entered.facts),
                proposed_by=officer(actor),
                proposed_at=now,
            )
            _note(made, "propose_area", actor, now)
    except IntegrityError:
        raise AreaFaulty(faults=faults(found=[Wrong("area", "waits")])) from None
    return made


@transaction.atomic
def decide(*, number: str, approve: bool, actor: Actor, now: datetime) -> AreaDecision:
    """Approve or refuse what a colleague entered; a new area is there with its approval. Raises NoSuchArea, Forbidden,
    AreaDecided, OwnDecision, AreaFaulty."""
    rows = AreaDecision.objects.select_for_update()
    held = rows.filter(number=number[:20]).first() if number.isprintable() else None
    if held is None:
        raise NoSuchArea(area=number[:20])
    require(actor, "customs.keep_areas", held.office)
    if held.state != "proposed":
        raise AreaDecided
    if approve and held.proposed_by == officer(actor):
        raise OwnDecision
    facts = facts_told(row=held) if held.store_kind else facts_of(area=held.area)
    if approve:
        act = AreaAct(kind=ActKind(held.kind), begins_on=held.begins_on, last_on=held.last_on)
        # The day of entering counts: what was in time then is not late because a colleague took a week.
        wrong = _wrong_days(held.area, act, facts, held.proposed_at)
        if wrong:
            raise AreaFaulty(faults=faults(found=wrong))
    held.state = "approved" if approve else "refused"
    held.decided_by, held.decided_at = officer(actor), now
    held.save(update_fields=["state", "decided_by", "decided_at"])
    _note(held, "approve_area" if approve else "refuse_area", actor, now)
    if approve and held.store_kind:
        stored = _columns(facts) | {"kind": facts.store_kind.value, "office": held.office}
        BondedStore.objects.update_or_create(code=held.area, defaults=stored)
    if approve:
        _tell(held, facts.keeper, now)
    return held


def facts_told(*, row: AreaDecision) -> AreaFacts:
    """What a licence says of its area."""
    return _facts(row, row.store_kind)


def facts_of(*, area: str) -> AreaFacts:
    """What an area is that is there. Raises NoSuchArea."""
    row = BondedStore.objects.filter(code=area[:8]).first()
    if row is None:
        raise NoSuchArea(area=area[:8])
    return _facts(row, row.kind)


def _facts(row: AreaDecision | BondedStore, kind: str) -> AreaFacts:
    return AreaFacts(store_kind=StoreKind(kind), **{name: getattr(row, name) for name in COLUMNS})


def _licence(facts: AreaFacts | None) -> dict[str, object]:
    return {} if facts is None else _columns(facts) | {"store_kind": facts.store_kind.value}


def _columns(facts: AreaFacts) -> dict[str, object]:
    return {name: getattr(facts, name) for name in COLUMNS}


def _wrong_days(area: str, act: AreaAct, facts: AreaFacts, now: datetime) -> list[Wrong]:
    today = timezone.localdate(now)
    before = acts_of(areas=[area]).get(area, [])
    return wrongs_of(
        act=act, store_kind=facts.store_kind, before=before, today=today, law=area_law(on=max(act.begins_on, today))
    )


def _wrong_facts(entered: Entered, facts: AreaFacts, office: str) -> Iterator[Wrong]:
    if not 0 < len(entered.text.strip()) <= 1_000:
        yield Wrong("text", "text")
    if entered.ground not in (GROUNDS.get(entered.act.kind) or ("",)):
        yield Wrong("ground", "ground")
    if entered.facts is None:
        return
    if not CODE.fullmatch(entered.area):
        yield Wrong("area", "code", entered.area[:20])
    if not office:
        yield Wrong("port", "port", facts.port[:20])
    if not (facts.name.strip() and facts.name_en.strip()):
        yield Wrong("name", "name")
    if facts.store_kind in KEPT and not facts.keeper:
        yield Wrong("keeper", "keeper")
    if not (0 <= facts.x <= FARTHEST and 0 <= facts.y <= FARTHEST):
        yield Wrong("x", "spot", str(FARTHEST))
    yield from _wrong_renewal(entered.area, facts, entered.act.begins_on)


def _wrong_renewal(area: str, facts: AreaFacts, begins_on: date) -> Iterator[Wrong]:
    """Goods lie there as they do in an area of its kind, and its keeper answers for them."""
    row = BondedStore.objects.filter(code=area[:8]).first()
    if row is None:
        return
    if (row.kind, row.port) != (facts.store_kind.value, facts.port):
        yield Wrong("area", "kind_stays", area[:8])
    was = standing_of(area=area, on=begins_on)
    if row.keeper and row.keeper != facts.keeper and was.takes_in:
        yield Wrong("keeper", "keeper_stays", row.keeper)


def _tell(row: AreaDecision, keeper: str, now: datetime) -> None:
    if not keeper:
        return
    licence = DESIGNATED if row.last_on is None else LICENSED_MESSAGE
    values = {"area": row.area, "day": row.begins_on} | ({"last": row.last_on} if row.last_on else {})
    template = MESSAGES.get(ActKind(row.kind), licence)
    notify(party=Party.business(keeper), template=template, values=values, link=area_link(area=row.area), now=now)


def area_link(*, area: str) -> str:
    """The page of an area."""
    return reverse("customs:area", args=[area])


def _note(row: AreaDecision, action: str, actor: Actor, now: datetime) -> None:
    detail = {"decision": row.number, "kind": row.kind, "from": row.begins_on.isoformat()}
    record(actor=actor, action=f"customs.{action}", target=f"area:{row.area}", detail=detail, now=now)
