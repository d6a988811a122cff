"""The demonstration's year as everybody sees it: pages, and a data package that Frictionless reads."""

import csv
import html
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Sum
from django.test import Client
from django.urls import reverse

from madang.framework.identity.tests.browsers import give_duty, new_account, signed_in
from madang.framework.money import books
from madang.framework.ops.tests.once_a_file import once_a_file
from madang.systems.treasury.domain.formulation import Version
from madang.systems.treasury.models import (
    BankEntry,
    BankStatement,
    Budget,
    BudgetLine,
    Commitment,
    Obligation,
    PaymentOrder,
)
from madang.systems.treasury.tests.conftest import NOW
from madang.systems.treasury.usecases.compare import compare
from madang.systems.treasury.usecases.export_package import public_payee, write_package
from madang.systems.treasury.usecases.find_anomalies import ROLES, find_anomalies
from madang.systems.treasury.usecases.load_demo import load_demo
from madang.systems.treasury.usecases.permissions import AUDITOR

pytestmark = pytest.mark.django_db


@once_a_file
def demo() -> None:
    """Three years, next year's proposal and a supplementary budget."""
    load_demo(now=NOW, progress=lambda *told: None)


def test_the_demonstration_is_a_state_of_law(demo: None) -> None:
    states = dict(Budget.objects.values_list("year", "state").filter(serial=0))
    assert states == {2024: "enacted", 2025: "enacted", 2026: "enacted", 2027: "proposed"}
    assert BudgetLine.objects.filter(year=2026).count() > 100
    assert not BudgetLine.objects.filter(year=2026, activity="1100-1131-303").exists()
    for line in BudgetLine.objects.all():
        assert line.paid <= line.committed <= line.allotted <= line.budget
    # Running again changes nothing.
    assert load_demo(now=NOW, progress=lambda *told: None) == 0


def test_a_year_compares_with_the_next_across_the_re_organisation(demo: None) -> None:
    first, second = Budget.objects.get(year=2025, serial=0), Budget.objects.get(year=2026, serial=0)
    rows = compare(first=(first, Version.VOTED), second=(second, Version.VOTED))
    assert "1100-1131-303" not in {row.activity for row in rows}
    assert sum(row.before for row in rows) == sum(first.items.values_list("voted", flat=True))
    assert sum(row.after for row in rows) == sum(second.items.values_list("voted", flat=True))


def test_frictionless_finds_the_package_valid(demo: None, tmp_path: Path) -> None:
    files = write_package(folder=tmp_path)
    assert files[0] == "datapackage.json"
    told = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout[-2000:] + told.stderr[-2000:]
    with (tmp_path / "lines.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert sum(int(row["approved"]) for row in rows) == sum(BudgetLine.objects.values_list("appropriated", flat=True))


def test_what_is_drawn_is_what_the_package_says(demo: None, tmp_path: Path) -> None:
    """Each area of the treemap and each bar over the years is in proportion to the package's own figures."""
    write_package(folder=tmp_path)
    with (tmp_path / "lines.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    divisions: dict[str, int] = {}
    years: dict[str, list[int]] = {}
    for row in rows:
        sums = years.setdefault(row["year"], [0, 0])
        sums[0] += int(row["adjusted"])
        sums[1] += int(row["executed"])
        if row["year"] == "2026":
            divisions[row["function"][:2]] = divisions.get(row["function"][:2], 0) + int(row["adjusted"])
    page = Client().get(reverse("treasury:spending") + "?year=2026").content.decode()
    drawn, series = re.findall(r'<svg class="m-chart[^>]*>.*?</svg>', page, re.DOTALL)[:2]
    sides = re.findall(r'is-cell" x="[^"]+" y="[^"]+" width="([^"]+)" height="([^"]+)"', drawn)
    areas = [float(width) * float(height) for width, height in sides]
    whole = sum(divisions.values())
    assert [area / (720 * 400) for area in areas] == pytest.approx(
        sorted((one / whole for one in divisions.values()), reverse=True), abs=0.002
    )
    heights = [float(one) for one in re.findall(r'<rect class="m-s[^>]* height="([^"]+)"', series)]
    told = [sums[place] for place in (0, 1) for _year, sums in sorted(years.items())]
    assert sorted(one / max(heights) for one in heights) == pytest.approx(
        sorted(one / max(told) for one in told), abs=0.01
    )
    table = re.findall(
        r'<th scope="row">(20\d\d)</th><td class="is-number">([^<]+)</td><td class="is-number">([^<]+)<', page
    )
    shown = {year: [float(one.replace(",", "")) for one in amounts] for year, *amounts in table}
    assert shown == {year: pytest.approx([one / 10**9 for one in sums], abs=0.051) for year, sums in years.items()}


@pytest.mark.parametrize(
    ("name", "shown"), [("(주)백두건설", "(주)백두건설"), ("홍길동", "홍*동"), ("Kim Younghee", None)]
)
def test_a_persons_name_is_masked_and_a_companys_is_not(name: str, shown: str | None) -> None:
    assert (public_payee(name=name) == shown) if shown else (public_payee(name=name) != name)


def test_public_pages_are_small_and_name_no_person(demo: None) -> None:
    client = Client()
    line = Commitment.objects.filter(payee="홍길동").select_related("line").first()
    assert line is not None
    pages = [
        reverse("treasury:spending"),
        reverse("treasury:spending") + "?year=2025&in=10",
        reverse("treasury:spending") + "?by=office&in=MOLIT&programme=2200",
        reverse("treasury:spending") + "?year=abc&in=%27&programme=x&sort=paid&q=%25%5C",
        reverse("treasury:line", args=[line.line_id]),
        reverse("treasury:contracts"),
        reverse("treasury:data"),
    ]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert len(answer.content) < 100_000
        assert "홍길동" not in answer.content.decode()
    told = b"".join(client.get(reverse("treasury:file", args=["commitments.csv"])).streaming_content).decode()
    assert "홍길동" not in told
    assert client.get(reverse("treasury:file", args=["none.csv"])).status_code == 404


def test_every_figure_of_the_demonstration_is_made_of_documents(demo: None) -> None:
    """What lines say was spent, what claims and orders say, what the bank booked and what both books hold is one sum."""
    connection.check_constraints()
    lines = BudgetLine.objects.aggregate(owed=Sum("obligated"), paid=Sum("paid"), promised=Sum("committed"))
    assert Commitment.objects.aggregate(total=Sum("minor"))["total"] == lines["promised"]
    assert Obligation.objects.aggregate(total=Sum("minor"))["total"] == lines["owed"]
    paid = PaymentOrder.objects.filter(state="paid").aggregate(total=Sum("minor"))["total"]
    assert paid == lines["paid"] > 0
    booked = dict(BankEntry.objects.values_list("effect").annotate(total=Sum("minor")))
    assert booked["paid"] == -paid
    assert booked["suspense"] == 1_234_500
    balances = {account: minor for (account, _currency), minor in books.trial_balance().items()}
    bank = BankStatement.objects.order_by("-closed_on").first()
    assert bank is not None
    assert balances["bank"] == balances["cash.bank"] == bank.closing == sum(booked.values())
    assert balances["payables"] == lines["paid"] - lines["owed"]
    assert balances["suspense"] == -1_234_500
    for before, after in pairwise(BankStatement.objects.order_by("closed_on")):
        assert (after.opening, before.closing >= 0) == (before.closing, True)


def test_a_figure_of_the_statements_leads_to_the_contract_behind_it(demo: None) -> None:
    account = new_account("auditor")
    give_duty(account, AUDITOR)
    auditor = signed_in(account)
    lines = auditor.get("/treasury/statements/performance/goods/?year=2026").content.decode()
    assert "/treasury/accounts/expense.goods/?year=2026" in lines
    entries = auditor.get("/treasury/accounts/expense.goods/?year=2026").content.decode()
    numbers = re.findall(r"/treasury/audit/trail/\?number=(C2026-DEMO\w+-1)", entries)
    owed = Obligation.objects.filter(number__in=numbers, orders__state="paid").order_by("pk").first()
    assert owed is not None
    number = owed.number
    trail = auditor.get(f"/treasury/audit/trail/?number={number}").content.decode()
    for told in (
        owed.commitment.number,
        owed.commitment.payee,
        owed.orders.get().number,
        owed.orders.get().batch.number,
    ):
        assert html.escape(told) in trail, told
    # Nobody acts in two roles.
    assert not [one for one in find_anomalies(year=2026) if one.kind == ROLES]
