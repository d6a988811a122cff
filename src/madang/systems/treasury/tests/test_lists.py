"""Lists of commitments and of claims: whole or not at all, or what fits; the limits hold whoever sends them."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from madang.framework import audit
from madang.framework.money.models import Entry, Line
from madang.systems.treasury.models import BudgetLine, Commitment, Movement, Obligation
from madang.systems.treasury.tests.conftest import CHECKER, CLERK, FIRST, NOW
from madang.systems.treasury.usecases.permissions import UNIT
from madang.systems.treasury.usecases.spend import BeyondCommitment, InvoiceClaimed, commit, verify
from madang.systems.treasury.usecases.spend_many import (
    Claim,
    ListEmpty,
    ListRefused,
    Promise,
    commit_all,
    verify_all,
)
from madang.systems.treasury.usecases.take_list import ListKnown, take_claims, take_promises

pytestmark = pytest.mark.usefixtures("classes")
HEAD = "line,payee,account,holder,purpose,amount\n"


def promise(line: BudgetLine, minor: int, place: int = 1, **other: str) -> Promise:
    given = {"payee": "Supplier", "account": "12345678901234", "purpose": "Chairs"} | other
    return Promise(place=str(place), line=line, minor=minor, **given)


def promises(line: BudgetLine, *minors: int) -> list[Promise]:
    return [promise(line, minor, place) for place, minor in enumerate(minors, start=1)]


def claim(commitment: Commitment, minor: int, invoice: str, place: int = 1) -> Claim:
    return Claim(place=str(place), commitment=commitment, invoice=invoice, minor=minor)


def test_a_list_records_of_each_row_what_a_single_call_records(line: BudgetLine) -> None:
    made, _faults = commit_all(promises=promises(line, 100, 200), actor=CLERK, now=NOW)
    claims = [claim(made[0], 60, "1"), claim(made[0], 40, "2"), claim(made[1], 200, "1")]
    owed, _faults = verify_all(claims=claims, actor=CHECKER, now=NOW)
    alone = verify(
        commitment=commit(line=line, payee="S", account="12345678", purpose="x", minor=5, actor=CLERK, now=NOW),
        invoice="1",
        minor=5,
        actor=CHECKER,
        now=NOW,
    )
    line.refresh_from_db()
    assert (line.committed, line.obligated) == (305, 305)
    assert [one.number for one in owed] == [f"{made[0].number}-1", f"{made[0].number}-2", f"{made[1].number}-1"]
    assert [Obligation.objects.get(pk=one.pk).number for one in owed] == [one.number for one in owed]
    assert {one.obligated for one in Commitment.objects.filter(pk__in=[one.pk for one in made])} == {100, 200}
    assert _posted(owed[0]) == [(account, minor * 12) for account, minor in _posted(alone)]
    assert Movement.objects.filter(document=owed[2].number, stage="obligation").count() == 1
    assert audit.verify().holds


def _posted(owed: Obligation) -> list[tuple[str, int]]:
    entry = Entry.objects.get(reference=owed.number)
    return list(Line.objects.filter(entry=entry).order_by("account_id").values_list("account_id", "minor"))


def test_a_list_is_refused_whole_with_every_fault(line: BudgetLine) -> None:
    rows = [*promises(line, 400, 201, 0), promise(line, 1, 4, account="12"), promise(line, 1, 5, holder="Nobody")]
    with translation.override("en"), pytest.raises(ListRefused) as refused:
        commit_all(promises=rows, actor=CLERK, now=NOW)
    told = {fault.place: (fault.code, fault.says) for fault in refused.value.faults}
    assert {place: code for place, (code, _says) in told.items()} == {
        "2": "treasury.limit_exceeded",
        "3": "treasury.amount_unfit",
        "4": "treasury.account_unfit",
        "5": "treasury.holder_differs",
    }
    # 400 before it are taken of 600 allotted.
    assert "₩601" in told["2"][1]
    assert "₩1 too much" in told["2"][1]
    assert not Commitment.objects.exists()
    assert not Movement.objects.filter(stage="commitment").exists()


def test_of_a_list_that_breaks_nothing_but_a_limit_the_rows_beyond_it_are_named(line: BudgetLine) -> None:
    with pytest.raises(ListRefused) as refused:
        commit_all(promises=promises(line, 500, 150, 100), actor=CLERK, now=NOW)
    assert [fault.place for fault in refused.value.faults] == ["2"]
    assert not Commitment.objects.exists()


def test_rows_that_fit_are_kept_where_that_is_asked(line: BudgetLine) -> None:
    rows = [*promises(line, 500, 150, 100), promise(line, 1, 4, account="12")]
    made, faults = commit_all(promises=rows, actor=CLERK, now=NOW, keep_fitting=True)
    assert [one.minor for one in made] == [500, 100]
    assert [fault.place for fault in faults] == ["4", "2"]
    line.refresh_from_db()
    assert line.committed == 600
    with pytest.raises(ListEmpty):
        commit_all(promises=[], actor=CLERK, now=NOW)


def test_claims_of_a_list_stay_within_their_commitments(line: BudgetLine) -> None:
    (first, second), _faults = commit_all(promises=promises(line, 100, 50), actor=CLERK, now=NOW)
    rows = [claim(first, 80, "1", 1), claim(first, 21, "2", 2), claim(second, 50, "1", 3), claim(second, 1, "1", 4)]
    with translation.override("en"), pytest.raises(ListRefused) as refused:
        verify_all(claims=rows, actor=CHECKER, now=NOW)
    told = {fault.place: fault for fault in refused.value.faults}
    assert {place: fault.code for place, fault in told.items()} == {
        "2": BeyondCommitment.code,
        "4": InvoiceClaimed.code,
    }
    assert "₩20" in told["2"].says
    assert not Obligation.objects.exists()
    made, _faults = verify_all(claims=rows, actor=CHECKER, now=NOW, keep_fitting=True)
    assert [one.minor for one in made] == [80, 50]


def test_nobody_verifies_own_promises_nor_those_of_another_office(line: BudgetLine) -> None:
    (made,), _faults = commit_all(promises=promises(line, 100), actor=CLERK, now=NOW)
    for actor, code in ((CLERK, "treasury.own_commitment"), (FIRST, "identity.forbidden")):
        with pytest.raises(ListRefused) as refused:
            verify_all(claims=[claim(made, 1, "1")], actor=actor, now=NOW)
        assert [fault.code for fault in refused.value.faults] == [code]


def test_an_invoice_is_claimed_once_also_alone(line: BudgetLine) -> None:
    (made,), _faults = commit_all(promises=promises(line, 100), actor=CLERK, now=NOW)
    verify(commitment=made, invoice="1", minor=10, actor=CHECKER, now=NOW)
    with pytest.raises(InvoiceClaimed):
        verify(commitment=made, invoice="1", minor=10, actor=CHECKER, now=NOW)


def test_a_file_of_contracts_and_one_of_claims_are_recorded_each_once(line: BudgetLine) -> None:
    file = f"{HEAD}{line.code},Supplier,12345678,,Chairs,300\n{line.code},Other,12345678,Other,Desks,300\n".encode()
    assert take_promises(data=file, actor=CLERK, now=NOW) == (2, ())
    with pytest.raises(ListKnown):
        take_promises(data=file, actor=CLERK, now=NOW)
    chairs, desks = Commitment.objects.order_by("pk")
    claims = f"commitment,invoice,amount,due_on\n{chairs.number},A1,300,2026-06-30\n{desks.number},B1,100,\n".encode()
    assert take_claims(data=claims, actor=CHECKER, now=NOW) == (2, ())
    line.refresh_from_db()
    assert (line.committed, line.obligated) == (600, 400)


def test_a_file_is_refused_with_the_faults_of_reading_and_of_the_limits(line: BudgetLine) -> None:
    rows = (",Supplier,12345678,,Chairs,1", "2026/x/22/999999,S,12345678,,x,1", f"{line.code},S,12345678,,x,601")
    file = (HEAD + "\n".join((*rows, f"{line.code},S,12345678,,x,1.5"))).encode()
    with pytest.raises(ListRefused) as refused:
        take_promises(data=file, actor=CLERK, now=NOW)
    assert {fault.place: fault.code.removeprefix("treasury.") for fault in refused.value.faults} == {
        "2": "list_refused.cell_missing",
        "3": "list_refused.line_unknown",
        "4": "limit_exceeded",
        "5": "list_refused.amount_unfit",
    }
    assert not Commitment.objects.exists()


ROW = b"2026/x/22/1,S,12345678,,x,1\n"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (HEAD.encode() + ROW.replace(b"S", "가".encode("cp949")), "unreadable"),
        (HEAD.encode() + ROW.replace(b"S", b"\0"), "unreadable"),
        (HEAD.encode() + ROW.replace(b"S", b"s" * 200_000), "unreadable"),
        (HEAD.encode() + ROW * 5001, "too_many"),
        (b"\n" * 2_000_000, "columns_missing"),
        (b"," * 2_000_000, "columns_missing"),
    ],
)
def test_a_hostile_file_is_refused_with_one_fault(data: bytes, fault: str) -> None:
    with pytest.raises(ListRefused) as refused:
        take_promises(data=data, actor=CLERK, now=NOW)
    assert [one.code for one in refused.value.faults] == [f"treasury.list_refused.{fault}"]


def test_a_file_over_two_megabytes_is_not_read(line: BudgetLine, browser: Callable[..., Client]) -> None:
    answer = send(browser(UNIT), HEAD + "x" * 2 * 1024 * 1024)
    assert answer.status_code == 422
    assert "2 MB are allowed" in answer.content.decode()


def test_the_page_records_a_file_and_tells_each_fault_with_its_line(
    line: BudgetLine, browser: Callable[..., Client]
) -> None:
    clerk = browser(UNIT)
    file = f"{HEAD}{line.code},Supplier,12345678,,Chairs,300\n{line.code},Supplier,12345678,,Chairs,301\n"
    refused = send(clerk, file)
    assert refused.status_code == 422
    assert "Line 3: Budget line" in refused.content.decode()
    kept = send(clerk, file, keep_fitting="on")
    assert "1 row is recorded." in kept.content.decode()
    assert "Line 3: Budget line" in kept.content.decode()
    assert Commitment.objects.count() == 1


def send(browser: Client, file: str, **other: str) -> HttpResponse:
    given = {"kind": "contracts", "file": SimpleUploadedFile("list.csv", file.encode(), "text/csv"), **other}
    return browser.post(reverse("treasury:list"), given, headers={"accept-language": "en"})  # type: ignore[return-value]
