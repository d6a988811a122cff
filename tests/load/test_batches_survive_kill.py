"""Processes killed with -9 while two of them answer the same file of declarations: each message is answered once, each accepted
one is there once with its levies, entries in the trail and jobs to come; nothing half is there, and the books balance."""

from datetime import datetime

import pytest

from madang.framework.audit import verify as verify_trail
from madang.framework.audit.models import Entry
from madang.framework.money import books
from madang.framework.money.models import Charge
from madang.framework.values import Money
from madang.systems.customs.formats.edifact import cusdec
from madang.systems.customs.models import CustomsDeclaration, Levied, LodgedBatch, MessageAnswer, Selected
from madang.systems.customs.tests.declarations_world import NOW, acting, declaration
from madang.systems.customs.usecases.batches import lodge_batch as door
from madang.systems.customs.usecases.batches.work_batch import work_batch
from tests.load.killing import KilledChildren

MESSAGES, KILLS, FAULTY = 240, 3, 6

# The worker itself, with so few messages together that a kill finds it between two lots as well as inside one.
WORK = """
from madang.systems.customs.usecases.batches import work_batch as worker
worker.TOGETHER = 8
answered = worker._answered
def told(*given):
    more = answered(*given)
    print("ready", flush=True)
    return more
worker._answered = told
worker.work_batch(number="{number}")
print("ready", flush=True)
"""


@pytest.mark.timeout(600)
class BatchesSurviveKill(KilledChildren):
    """Real processes, real commits, SIGKILL."""

    def sent(self) -> LodgedBatch:
        """A file that waits for a worker; every sixth declaration names an office that is not there."""
        lot = [declaration(f"K-{one}", office="" if one % FAULTY else "XYZ") for one in range(MESSAGES)]
        at = datetime(2026, 3, 9, 10, 0)  # noqa: DTZ001 - an interchange's own clock
        data = cusdec.write(declarations=lot, sender="SHOP", recipient="KCS", reference="K", at=at)
        before, door.AT_ONCE = door.AT_ONCE, 0
        try:
            return door.lodge_batch(data=data, name="k.edi", channel="api", actor=acting(), now=NOW)
        finally:
            door.AT_ONCE = before

    def test_each_message_is_answered_exactly_once(self) -> None:
        batch, places = self.sent(), []
        for _kill in range(KILLS):
            self.kill(*[WORK.format(number=batch.number)] * 2, after=0.02, within=0.25)
            batch.refresh_from_db()
            places.append(batch.answered)
            assert batch.answers.count() == batch.answered
            assert CustomsDeclaration.objects.count() == batch.accepted
        assert places == sorted(set(places))
        assert places[0] < MESSAGES
        work_batch(number=batch.number)
        batch.refresh_from_db()

        accepted = MESSAGES - MESSAGES // FAULTY
        assert (batch.answered, batch.accepted, batch.percent) == (MESSAGES, accepted, 100)
        rows = MessageAnswer.objects.filter(batch=batch).order_by("place")
        assert [row.reference for row in rows] == [f"K-{one}" for one in range(MESSAGES)]
        assert [row.outcome for row in rows] == ["accepted" if one % FAULTY else "refused" for one in range(MESSAGES)]
        numbers = [row.declaration for row in rows if row.declaration]
        assert sorted(numbers) == sorted(CustomsDeclaration.objects.values_list("number", flat=True))
        assert sorted(numbers) == sorted(Selected.objects.values_list("number", flat=True))
        self.levied_once(numbers)

    def levied_once(self, numbers: list[str]) -> None:
        """Each payable one is charged as it was assessed; whoever was drawn by chance is charged later."""
        rows = CustomsDeclaration.objects.exclude(state="under_control")
        owed = {row.number: Money(row.payable_minor, row.currency) for row in rows}
        levied: dict[str, int] = {}
        for number, minor in Levied.objects.values_list("declaration__number", "minor"):
            levied[number] = levied.get(number, 0) + minor
        assert levied == {number: payable.minor for number, payable in owed.items()}
        charges = Charge.objects.filter(reference__in=numbers)
        assert sum(charges.values_list("minor", flat=True)) == sum(levied.values())
        lodged = list(Entry.objects.filter(action="customs.lodged").values_list("target", flat=True))
        assert {f"declaration:{number}" for number in numbers} <= set(lodged)
        assert len(lodged) == len(set(lodged))
        assert sum(books.trial_balance().values()) == 0
        assert verify_trail().holds
