"""Two who act on the same goods at once: one wins, and nothing is at two places. Real connections, real locks."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from madang.framework.values import Refusal
from madang.systems.customs.domain.movement import Spot
from madang.systems.customs.models import BondedMovement, CargoAt, CargoBill
from madang.systems.customs.tests.cargo_world import (
    MACHINE,
    NOW,
    QUAY,
    STORE,
    WAREHOUSE,
    direct,
    lodged,
    manifest,
    stores,
)
from madang.systems.customs.usecases.cargo.find_bill import standing_bill
from madang.systems.customs.usecases.cargo.handle_goods import carry_in, carry_out, report_arrival, unload
from madang.systems.customs.usecases.cargo.move_under_bond import Sending, send_under_bond
from madang.systems.customs.usecases.cargo.record_steps import holdings_of
from madang.systems.customs.usecases.cargo.release_goods import release_goods

pytestmark = pytest.mark.django_db(transaction=True)


def stored() -> CargoBill:
    """Ten packages in a store."""
    stores()
    call = lodged(manifest(direct("B001")))
    report_arrival(call=call, actor=MACHINE, now=NOW)
    unload(call=call, quay=QUAY, counted={}, actor=MACHINE, now=NOW)
    bill = standing_bill(number="B001")
    carry_in(bill=bill, store=STORE, actor=MACHINE, now=NOW)
    return bill


def at_once(*acts: Callable[[], object]) -> list[bool]:
    """Which of the acts were done."""
    begin = Barrier(len(acts), timeout=60)

    def run(act: Callable[[], object]) -> bool:
        try:
            begin.wait()
            act()
        except Refusal:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_carry_outs_at_once_only_as_many_leave_as_were_released() -> None:
    bill = stored()
    release_goods(bill="B001", declaration="D1", packages=6, actor=MACHINE, now=NOW)

    def leave() -> int:
        return carry_out(bill=bill, store=STORE, packages=4, actor=MACHINE, now=NOW)

    assert sum(at_once(leave, leave, leave)) == 1
    assert holdings_of(bills=[bill.pk])[bill.pk].on(Spot.OUT) == 4


def test_of_a_release_and_a_movement_at_once_one_wins() -> None:
    bill = stored()
    sending = Sending(bill=bill, packages=10, origin=STORE, to=WAREHOUSE, guarantee="G1", secured_minor=1)
    done = at_once(
        lambda: release_goods(bill="B001", declaration="D1", packages=10, actor=MACHINE, now=NOW),
        lambda: send_under_bond(sending=sending, actor=MACHINE, now=NOW),
    )
    assert sorted(done) == [False, True]
    bill.refresh_from_db()
    assert (bill.released == 10) != BondedMovement.objects.exists()
    assert sum(CargoAt.objects.values_list("packages", flat=True)) == 10


def test_a_release_told_by_many_at_once_is_one() -> None:
    stored()

    def release() -> object:
        return release_goods(bill="B001", declaration="D1", packages=7, actor=MACHINE, now=NOW)

    assert all(at_once(release, release, release, release))
    assert CargoBill.objects.get().released == 7
