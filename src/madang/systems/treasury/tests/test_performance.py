"""Targets of programmes and what they reached, beside the money: National Finance Act (Korea) arts. 8, 85-2 and after."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from madang.framework.identity.may import Forbidden
from madang.systems.treasury.domain.performance import Direction, Reached, open_for_targets
from madang.systems.treasury.models import ProgrammeTarget, TargetResult
from madang.systems.treasury.tests.conftest import BUDGET, CODES, UNIT
from madang.systems.treasury.tests.test_authorisations import IN_2028, voted
from madang.systems.treasury.tests.test_formulation import EARLY, ask, budget
from madang.systems.treasury.tests.test_pages import official, post, text
from madang.systems.treasury.usecases import permissions
from madang.systems.treasury.usecases.set_target import (
    TargetsClosed,
    TargetUnfit,
    report_result,
    set_target,
    targets_of,
)

__all__ = ["budget"]
WANTED: dict[str, Any] = {
    "year": 2027,
    "office": CODES["office"],
    "programme": "1100",
    "indicator": "Buildings without steps",
    "unit": "%",
    "measured": "Survey of each autumn",
    "direction": Direction.UP,
    "target": Decimal(80),
    "actor": UNIT,
    "now": EARLY,
}


@pytest.mark.parametrize(
    ("direction", "result", "met", "beyond"),
    [
        ("up", 80, True, 0),
        ("up", 79, False, -1),
        ("down", 79, True, 1),
        ("down", 81, False, -1),
        ("up", None, None, None),
    ],
)
def test_when_a_target_is_met(direction: str, result: int | None, met: bool | None, beyond: int | None) -> None:
    came = None if result is None else Decimal(result)
    reached = Reached(target=Decimal(80), result=came, direction=Direction(direction))
    assert (reached.met, reached.beyond) == (met, beyond)


def test_targets_are_set_before_parliament_has_the_budget() -> None:
    assert open_for_targets(states={"requests"})
    assert open_for_targets(states={"review"})
    assert not any(open_for_targets(states=one) for one in (set(), {"proposed"}, {"enacted"}))


@pytest.mark.django_db
def test_a_target_stays_once_parliament_has_it_and_stands_beside_the_money(budget: Any) -> None:
    made = set_target(**WANTED)
    with pytest.raises(TargetUnfit) as refused:
        set_target(**(WANTED | {"programme": "x", "measured": " "}))
    assert [fault.place for fault in refused.value.faults] == ["programme", "measured"]
    for wrong, refusal in (({}, TargetUnfit), ({"actor": BUDGET}, Forbidden), ({"year": 2026}, TargetsClosed)):
        with pytest.raises(refusal):
            set_target(**(WANTED | wrong))
    ask(budget, 100)
    voted(budget)
    with pytest.raises(TargetsClosed):
        set_target(**(WANTED | {"indicator": "Fitting the result"}))
    for value, note in (("79.5", "Two were closed"), ("80.5", "One was counted twice")):
        report_result(target=made, value=Decimal(value), note=note, actor=UNIT, now=IN_2028)
    (told,) = targets_of(year=2027)
    assert (told.reached.met, told.reached.beyond, told.budget, told.paid) == (True, Decimal("0.5"), 100, 0)
    late = {name: WANTED[name] for name in ("year", "office", "programme", "unit", "measured", "target")}
    late |= {"indicator": "Late", "direction": "up", "set_at": EARLY, "set_by": "x"}
    for change in (
        lambda: ProgrammeTarget.objects.update(target=1),
        lambda: TargetResult.objects.update(value=99),
        lambda: ProgrammeTarget.objects.create(**late),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.django_db
def test_the_pages_of_targets(budget: Any, visitor: Client) -> None:
    unit = official("unit", permissions.UNIT)
    assert "No target is set yet" in text(visitor, "/treasury/performance/")
    assert "Set a target for 2027" in text(unit, "/treasury/targets/")
    given = {name: WANTED[name] for name in ("office", "programme", "indicator", "unit", "measured")}
    assert post(unit, "/treasury/targets/new/2027/", **given, direction="up", target="").status_code == 422
    assert post(unit, "/treasury/targets/new/2027/", **given, direction="up", target="80").status_code == 302
    made = ProgrammeTarget.objects.get()
    assert "not reported yet" in text(visitor, "/treasury/performance/")
    assert post(unit, f"/treasury/targets/{made.pk}/", value="75", note="Rain").status_code == 302
    shown = text(visitor, "/treasury/performance/?year=2027")
    assert all(one in shown for one in ("75 %", "80 %", "missed", "Rain"))
