"""Processes killed with -9 while they file returns: each acknowledged return is there, once, with its due, charge, entry in the
trail and receipt to come; nothing half is there, and the books balance."""

from datetime import date

import pytest
from django.db import connection

from madang.framework.audit import verify as verify_trail
from madang.framework.audit.models import Entry
from madang.framework.money import books
from madang.framework.money.models import Charge
from madang.systems.tax.models import Due, Return, Taxpayer
from tests.load.killing import KilledChildren

ROUNDS, CHILDREN, TAXPAYERS = 2, 2, 150

# Both meet at the same taxpayers: a return that is sent again gives the one that stands.
FILE = """
import itertools
from madang.systems.tax.domain.words import Tax
from madang.systems.tax.models import Taxpayer
from madang.systems.tax.tests.returns_world import NOW, resident
from madang.systems.tax.usecases.returns.file_return import file_return
for turn in itertools.count({first}):
    payer = Taxpayer.objects.get(party_key=f"{{turn % {taxpayers}:032x}}")
    facts = {{"wages": 60_000_000 + 1_000 * (turn % {taxpayers}), "wages_withheld": 1_000_000}}
    made = file_return(taxpayer=payer, tax=Tax.INCOME, period="2025", facts=facts, sources={{}},
                       actor=resident(payer.party_key), now=NOW)
    print("done", made.number, flush=True)
    if turn == {first}:
        print("ready", flush=True)
"""


@pytest.mark.timeout(900)
class FilingSurvivesKill(KilledChildren):
    """Real processes, real commits, SIGKILL."""

    def setUp(self) -> None:
        """Taxpayers who have not filed."""
        super().setUp()
        self.before = set(self.filed())
        Taxpayer.objects.bulk_create(
            Taxpayer(
                party_kind="person",
                party_key=f"{number:032x}",
                name=str(number),
                roles=["income"],
                office_code="NTS-101",
                registered_on=date(2020, 1, 1),
            )
            for number in range(TAXPAYERS)
        )

    def filed(self) -> list[str]:
        """What the trail says was filed: it is append-only, and other tests may have written to it."""
        return list(Entry.objects.filter(action="tax.file_return").values_list("target", flat=True))

    def test_every_acknowledged_return_is_there_once_and_whole(self) -> None:
        for turn in range(ROUNDS):
            firsts = (turn * 40, turn * 40 + 1)
            self.kill(
                *(FILE.format(first=first, taxpayers=TAXPAYERS) for first in firsts[:CHILDREN]), after=0.1, within=0.6
            )
        numbers = set(Return.objects.values_list("number", flat=True))
        assert self.acknowledged
        assert set(self.acknowledged) <= numbers
        assert Return.objects.values("taxpayer").distinct().count() == len(numbers)
        owed = {one.number: one.payable_minor for one in Return.objects.all() if one.payable_minor > 0}
        dues = {one.source: one for one in Due.objects.all()}
        assert {source: due.minor for source, due in dues.items()} == owed
        charges = dict(Charge.objects.values_list("number", "minor"))
        assert {due.charge: due.minor for due in dues.values()} == charges
        trail = set(self.filed()) - self.before
        assert len(self.filed()) == len(set(self.filed()))
        assert sorted(trail) == sorted(f"return:{number}" for number in numbers)
        with connection.cursor() as cursor:
            cursor.execute("SELECT args->>'number' FROM procrastinate_jobs WHERE task_name LIKE '%seal_receipt%'")
            waiting = [number for (number,) in cursor.fetchall()]
        assert sorted(number for number in waiting if f"return:{number}" not in self.before) == sorted(numbers)
        assert sum(books.trial_balance().values()) == 0
        assert verify_trail().holds
