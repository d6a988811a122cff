"""Statements and the auditor's desk: figures, pages, and the way down to documents."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from pysdmx.errors import Invalid
from pysdmx.io.xml.doc_validation import validate_doc

from madang.framework.audit.models import Entry as Recorded
from madang.framework.values import Refusal
from madang.systems.treasury.domain import benford, sampling
from madang.systems.treasury.domain.assets import depreciated
from madang.systems.treasury.domain.debt import DayCount, accrued, interest, schedule, year_fraction
from madang.systems.treasury.domain.sampling import Item, Method
from madang.systems.treasury.models import BudgetLine, DebtService, Obligation
from madang.systems.treasury.tests.conftest import (
    ACCOUNTANT,
    AUDITOR,
    BUDGET,
    CHECKER,
    CLERK,
    CODES,
    FIRST,
    NOW,
    SECOND,
    TREASURER,
    open_demo_line,
)
from madang.systems.treasury.usecases import borrow, depreciate
from madang.systems.treasury.usecases.draw_statements import compare_budget, draw
from madang.systems.treasury.usecases.export_gfs import export_gfs
from madang.systems.treasury.usecases.find_anomalies import acts_of_officers, find_anomalies
from madang.systems.treasury.usecases.inspect import SampleUnfit, draw_sample, recomputed, trail
from madang.systems.treasury.usecases.open_line import allot, open_line
from madang.systems.treasury.usecases.pay import approve, prepare
from madang.systems.treasury.usecases.spend import commit, verify

GENERIC = "{http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/generic}"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("classes")]


def bought(
    line: BudgetLine, minor: int, *, payee: str = "12345678", invoice: str = "1", paid: bool = False
) -> Obligation:
    promise = commit(line=line, payee="S", account=payee, purpose="x", minor=minor, actor=CLERK, now=NOW)
    claim = verify(commitment=promise, invoice=invoice, minor=minor, actor=CHECKER, now=NOW)
    if paid:
        batch = prepare(obligations=[claim], actor=TREASURER, now=NOW)
        approve(batch=approve(batch=batch, actor=FIRST, now=NOW), actor=SECOND, now=NOW)
    return claim


def test_the_pages_lead_from_a_figure_to_its_document(
    line: BudgetLine, browser: Callable[..., Client], visitor: Client
) -> None:
    claim = bought(line, 300)
    page = visitor.get("/treasury/statements/performance/?year=2026").content.decode()
    assert "₩300" in page
    assert "/performance/goods/" not in page
    auditor = browser("treasury.auditor")
    assert "/treasury/statements/performance/goods/?year=2026" in text(
        auditor, "/treasury/statements/performance/?year=2026"
    )
    assert "/treasury/accounts/expense.goods/?year=2026" in text(
        auditor, "/treasury/statements/performance/goods/?year=2026"
    )
    entries = text(auditor, "/treasury/accounts/expense.goods/?year=2026")
    assert f"/treasury/audit/trail/?number={claim.number}" in entries
    found = text(auditor, f"/treasury/audit/trail/?number={claim.number}")
    assert claim.commitment.number in found
    assert "expense.goods +300 KRW" in found
    assert ">account:" not in found
    looks = list(Recorded.objects.filter(action="treasury.look").order_by("pk").values_list("target", flat=True))
    assert looks[-3:] == ["line:performance/goods/2026", "account:expense.goods/2026", f"trail:{claim.number}"]


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_every_statement_comes_as_page_table_and_paper(line: BudgetLine, visitor: Client) -> None:
    bought(line, 300)
    for name in ("position", "performance", "changes", "cash_flow", "budget"):
        text(visitor, f"/treasury/statements/{name}/?year=2026")
        text(visitor, f"/treasury/statements/{name}/?year=2026&view=funds")
        for form in ("csv", "xlsx"):
            answer = visitor.get(f"/treasury/statements/{name}/?year=2026&format={form}")
            assert answer.getvalue()
    assert visitor.get("/treasury/statements/secrets/").status_code == 404
    assert visitor.get("/treasury/statements/all.pdf?year=2026").content.startswith(b"%PDF-1.7")
    row = compare_budget(year=2026)[-1]
    assert (row.original, row.final, row.actual, row.difference) == (1000, 1000, 0, 1000)


def test_the_desk_tells_what_is_odd_and_why(line: BudgetLine, browser: Callable[..., Client]) -> None:
    first = bought(line, 100, invoice="A")
    second = bought(line, 100, invoice="B")
    found = find_anomalies(year=2026)
    assert [(one.kind, one.document) for one in found] == [("duplicate", second.number)]
    assert first.number in found[0].reason
    auditor = browser("treasury.auditor")
    assert second.number in text(auditor, "/treasury/audit/?year=2026")
    text(auditor, "/treasury/audit/duties/?year=2026")
    assert acts_of_officers(year=2026) == [("checker", 0, 2, 0, 0), ("clerk", 2, 0, 0, 0)]


def test_contracts_split_below_the_limit_and_odd_hours_are_found(db: None) -> None:

    wide = open_demo_line(appropriated=10**9, allotted=10**9)
    for invoice in ("A", "B"):
        bought(wide, 15_000_001 + len(invoice) * ord(invoice), invoice=invoice)
    night = NOW.replace(hour=14)  # 23:00 in Seoul
    promise = commit(line=wide, payee="N", account="87654321", purpose="x", minor=9_000_000, actor=CLERK, now=night)
    verify(commitment=promise, invoice="N", minor=9_000_000, actor=CHECKER, now=night)
    kinds = [one.kind for one in find_anomalies(year=2026)]
    assert kinds == ["split", "split", "round", "hours"]


def test_a_sample_can_be_drawn_again_until_the_claims_change(line: BudgetLine, browser: Callable[..., Client]) -> None:
    for index in range(6):
        bought(line, 10 + index, invoice=str(index), payee=f"1234567{index}")
    with pytest.raises(SampleUnfit) as refused:
        draw_sample(year=2026, method=Method.RANDOM, size=0, seed="", actor=AUDITOR, now=NOW)
    assert [fault.place for fault in refused.value.faults] == ["size", "seed"]
    sample = draw_sample(year=2026, method=Method.MONETARY, size=3, seed="20260608", actor=AUDITOR, now=NOW)
    assert recomputed(sample=sample)
    auditor = browser("treasury.auditor")
    assert "gives the same claims" in text(auditor, f"/treasury/audit/samples/{sample.pk}/")
    answer = auditor.post("/treasury/audit/samples/", {"year": 2026, "method": "random", "size": 2, "seed": "dice 4"})
    assert answer.status_code == 302
    assert auditor.post("/treasury/audit/samples/", {"year": 1, "size": "x"}).status_code == 422
    bought(line, 99, payee="99999999")
    assert not recomputed(sample=sample)
    with pytest.raises(Refusal):
        trail(number="x", actor=ACCOUNTANT, now=NOW)


def test_monetary_units_are_chosen_at_even_intervals() -> None:
    """ISA 530 appendix 4: with an interval of 25, an item of 25 or more is always chosen."""
    items = [Item("small", 10), Item("large", 60), Item("other", 10), Item("last", 20)]
    for seed in map(str, range(40)):
        chosen = [item.key for item in sampling.draw(method=Method.MONETARY, items=items * 1, size=3, seed=seed)]
        assert "large" in chosen
        assert len(chosen) <= 3
    assert sampling.draw(method=Method.RANDOM, items=items, size=9, seed="x") == tuple(items)


def test_powers_of_two_follow_benford_and_numbers_of_one_size_do_not() -> None:
    """First digits of 2^0 to 2^999: 301, 176, 125, 97, 79, 69, 56, 52, 45 (OEIS A008952 counted)."""
    judged = benford.judge(amounts=[2**power for power in range(1000)])
    assert list(judged.observed.values()) == [301, 176, 125, 97, 79, 69, 56, 52, 45]
    assert not judged.unlike
    assert benford.judge(amounts=range(1, 1000)).unlike
    assert not benford.judge(amounts=[5] * 50).enough


def test_actual_actual_as_isda_works_it() -> None:
    """ISDA, EMU and market conventions (1998), section 4: 1 November 2003 to 1 May 2004 is 61/365 + 121/366."""
    days = {"since": date(2003, 11, 1), "until": date(2004, 5, 1)}
    assert round(float(year_fraction(**days, count=DayCount.ACTUAL_ACTUAL)), 11) == 0.49772438057
    assert year_fraction(**days, count=DayCount.THIRTY_360) == Decimal("0.5")
    assert interest(principal=365, rate=Decimal("0.1"), **days, count=DayCount.ACTUAL_365) == 18


def test_a_schedule_repays_all_and_accrues_what_it_pays() -> None:
    terms: dict[str, Any] = {"principal": 1000, "rate": Decimal("0.06"), "count": DayCount.THIRTY_360}
    terms["issued_on"] = date(2026, 1, 31)
    services = schedule(**terms, every=6, times=3, bullet=False)
    assert [(one.due_on, one.principal, one.interest) for one in services] == [
        (date(2026, 7, 31), 333, 30),
        (date(2027, 1, 31), 333, 20),
        (date(2027, 7, 31), 334, 10),
    ]
    assert accrued(**terms, services=services, until=date(2026, 4, 30)) == 15
    assert accrued(**terms, services=services, until=date(2030, 1, 1)) == 60


def test_an_asset_wears_out_in_equal_parts_and_no_unit_is_lost() -> None:
    life: dict[str, Any] = {"cost": 1000, "residual": 100, "months": 7, "used_from": date(2026, 1, 31)}
    worn = [
        depreciated(**life, until=day)
        for day in (date(2026, 1, 31), date(2026, 2, 28), date(2026, 8, 31), date(2030, 1, 1))
    ]
    assert worn == [0, 128, 900, 900]


def server_bought() -> Obligation:
    line = open_line(
        year=2026, codes={**CODES, "economic": "311"}, titles={"en": "Server"}, minor=1200, actor=BUDGET, now=NOW
    )
    allot(line=line, minor=1200, actor=BUDGET, now=NOW)
    return bought(line, 1200)


def server_kept_and_sold() -> None:
    """Bought for 1,200 to last a year; sold after four months for 850, 50 more than it stood for."""
    given: dict[str, Any] = {"obligation": server_bought(), "name": "Server", "used_from": date(2026, 6, 1)}
    given |= {"actor": ACCOUNTANT, "now": NOW}
    with pytest.raises(depreciate.NotCapital) as refused:
        depreciate.capitalise(**given, months=0, residual=1200)
    assert len(refused.value.faults) == 2
    asset = depreciate.capitalise(**given, months=12, residual=0)
    assert depreciate.depreciate(until=date(2026, 8, 31), actor=ACCOUNTANT, now=NOW) == 1
    assert depreciate.depreciate(until=date(2026, 8, 31), actor=ACCOUNTANT, now=NOW) == 0
    assert draw(name="position", year=2026).figure(code="property") == 900
    depreciate.dispose(asset=asset, proceeds=850, on=date(2026, 9, 30), actor=ACCOUNTANT, now=NOW)
    with pytest.raises(depreciate.DisposedAlready):
        depreciate.dispose(asset=asset, proceeds=1, on=date(2026, 9, 30), actor=ACCOUNTANT, now=NOW)


def loan_served_once() -> None:
    """10,000 at four in a hundred, half a year's interest paid."""
    terms: dict[str, Any] = {"lender": "Bank", "count": DayCount.THIRTY_360, "issued_on": date(2026, 1, 1)}
    terms |= {"bullet": True, "every": 6, "times": 2, "actor": ACCOUNTANT, "now": NOW}
    with pytest.raises(borrow.TermsUnfit) as unfit:
        borrow.borrow(**{**terms, "every": 0}, minor=0, rate=Decimal("NaN"))
    assert len(unfit.value.faults) == 3
    borrow.borrow(**terms, minor=10_000, rate=Decimal("0.04"))
    borrow.accrue(until=date(2026, 3, 31), actor=ACCOUNTANT, now=NOW)
    first = DebtService.objects.earliest("due_on")
    borrow.serve(service=first, on=date(2026, 7, 1), actor=ACCOUNTANT, now=NOW)
    with pytest.raises(borrow.ServedAlready):
        borrow.serve(service=first, on=date(2026, 7, 1), actor=ACCOUNTANT, now=NOW)


def test_kept_assets_and_debt_reach_the_statements(db: None) -> None:
    server_kept_and_sold()
    statement = draw(name="performance", year=2026)
    assert (statement.figure(code="depreciation"), statement.figure(code="other_revenue")) == (400, 50)
    loan_served_once()
    position, flow = draw(name="position", year=2026), draw(name="cash_flow", year=2026)
    assert (position.figure(code="borrowings"), position.figure(code="payables")) == (10_000, 1200)
    assert (flow.figure(code="financing"), flow.figure(code="investing")) == (10_000, 850)
    assert flow.figure(code="cash_closing") == position.figure(code="cash") == 10_650


def test_gfs_tables_are_sdmx_and_agree_above_and_below_the_line(db: None, visitor: Client) -> None:
    """Worn 400 (class 23), interest 200 (24); bought 1,200, sold for 850, worn 400: class 31 is -50. All of it was owed."""
    server_kept_and_sold()
    loan_served_once()
    data = export_gfs(year=2026, years=2, now=NOW)
    validate_doc(data.decode())
    observed = {
        (series.find(f".//{GENERIC}Value[@id='INDICATOR']").get("value"), one[0].get("value")): one[1].get("value")  # type: ignore[union-attr]
        for series in ElementTree.fromstring(data).iter(f"{GENERIC}Series")
        for one in series.iter(f"{GENERIC}Obs")
    }
    expected = {"2": "600", "23": "400", "24": "200", "31": "-50", "33": "11200"}
    expected |= {"GOB": "-600", "NLB": "-550", "NFB": "-550"}
    assert {code: observed[code, "2026"] for code in expected} == expected
    with pytest.raises(Invalid):
        validate_doc(data.decode().replace("ObsValue", "Value"))
    validate_doc(visitor.get("/treasury/statements/gfs.xml?year=2026").content.decode())
