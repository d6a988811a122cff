"""Parliament's vote: enacted, a budget opens or changes its lines."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Fault, Refusal
from madang.systems.treasury.domain.classification import Dimension
from madang.systems.treasury.domain.control import Stage
from madang.systems.treasury.domain.formulation import State
from madang.systems.treasury.models import Budget, BudgetItem, BudgetLine, Movement
from madang.systems.treasury.usecases.change_item import codes_of
from madang.systems.treasury.usecases.classify import titles_of
from madang.systems.treasury.usecases.formulate import locked, step
from madang.systems.treasury.usecases.move import lock_all, move
from madang.systems.treasury.usecases.open_line import new_line

PROVISIONAL = "provisional"


class ActMissing(Refusal):
    """A vote without its record."""

    code = "treasury.act_missing"
    says = _("Name the vote by its bill number and day, so that everybody can find it.")
    status = 422


class NotYetProvisional(Refusal):
    """The old budget goes on only where the year has begun without a new one."""

    code = "treasury.not_provisional"
    says = _("The fiscal year {year} has not begun without a budget. The old one goes on only then.")


def enact(*, budget: Budget, act: str, actor: Actor, now: datetime) -> int:
    """Parliament voted the budget as it now stands; its lines are opened or changed by it, how many. What was spent under
    the old budget till then counts as spent under this one (in Korea National Finance Act art. 55 (2)).

    Raises ActMissing, NotInThisState, LimitExceeded where a cut goes below what is already let go.
    """
    require(actor, "treasury.vote")
    _require_act(act)
    with transaction.atomic():
        held = locked(budget=budget, state=State.PROPOSED)
        held.enacted_at, held.act = now, act.strip()[:200]
        done = step(budget=held, to=State.ENACTED, actor=actor, now=now)
        return _appropriate(done, actor=actor, now=now)


def reject(*, budget: Budget, act: str, actor: Actor, now: datetime) -> Budget:
    """Parliament voted the budget down. Raises ActMissing, NotInThisState."""
    require(actor, "treasury.vote")
    _require_act(act)
    with transaction.atomic():
        held = locked(budget=budget, state=State.PROPOSED)
        held.act = act.strip()[:200]
        return step(budget=held, to=State.REJECTED, actor=actor, now=now)


def is_without_budget(*, year: int, now: datetime) -> bool:
    """Whether the year has begun and parliament has enacted no budget for it."""
    begun = timezone.localdate(now) >= date(year, 1, 1)
    return begun and not Budget.objects.filter(year=year, state=State.ENACTED.value).exists()


def go_on_provisionally(*, year: int, activities: Iterable[str], actor: Actor, now: datetime) -> int:
    """Let last year's lines of these activities go on at last year's amounts, because the year began without a budget (in
    Korea Constitution art. 54 (3): standing institutions, legal duties, approved projects; the officer names which). How
    many lines.

    Raises NotYetProvisional, Forbidden.
    """
    require(actor, "treasury.appropriate")
    if not is_without_budget(year=year, now=now):
        raise NotYetProvisional(year=year)
    chosen = BudgetLine.objects.filter(year=year - 1, activity__in=set(activities), appropriated__gt=0)
    with transaction.atomic():
        count = 0
        for old in chosen.order_by("pk"):
            codes = {
                name: getattr(old, name) for name in ("office", "activity", "economic", "function", "fund", "region")
            }
            key = {name: code for name, code in codes.items() if name != "function"}
            if BudgetLine.objects.filter(year=year, **key).exists():
                continue
            made = new_line(year=year, codes=codes, titles=old.titles)
            document = f"{PROVISIONAL}:{year}"
            move(line=made, stage=Stage.APPROPRIATION, minor=old.appropriated, document=document, actor=actor, now=now)
            count += 1
        audit.record(
            actor=actor, action="treasury.provisional", target=f"year:{year}", detail={"lines": count}, now=now
        )
    return count


def _require_act(act: str) -> None:
    if not act.strip():
        raise ActMissing(faults=(Fault("act", str(ActMissing.says), ActMissing.code),))


def _appropriate(budget: Budget, *, actor: Actor, now: datetime) -> int:
    titles = titles_of(dimension=Dimension.PROGRAMME, year=budget.year)
    items = list(budget.items.exclude(voted=0).order_by("pk"))
    known = {_key(line): line.pk for line in BudgetLine.objects.filter(year=budget.year)}
    held = lock_all(lines=[known[_key(item)] for item in items if _key(item) in known])
    given = _given_provisionally(budget) if budget.serial == 0 else {}
    for item in items:
        pk = known.get(_key(item))
        codes = codes_of(item=item)
        line = held[pk] if pk else new_line(year=budget.year, codes=codes, titles=titles.get(item.activity, {}))
        minor = item.voted - given.pop(line.pk, 0)
        if minor:
            document = f"budget:{budget.year}" if budget.serial == 0 else f"budget:{budget.year}.{budget.serial}"
            move(line=line, stage=Stage.APPROPRIATION, minor=minor, document=document, actor=actor, now=now)
    for line in lock_all(lines=given).values():
        document = f"budget:{budget.year}"
        move(line=line, stage=Stage.APPROPRIATION, minor=-given[line.pk], document=document, actor=actor, now=now)
    return len(items)


def _given_provisionally(budget: Budget) -> dict[int, int]:
    rows = Movement.objects.filter(document=f"{PROVISIONAL}:{budget.year}", stage=Stage.APPROPRIATION.value)
    return dict(rows.values_list("line_id", "minor"))


def _key(one: BudgetLine | BudgetItem) -> tuple[str, ...]:
    return one.office, one.activity, one.economic, one.fund, one.region
