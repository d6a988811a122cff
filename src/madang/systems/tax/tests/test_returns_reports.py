"""Reports in bulk: every fault told, nothing counts before its reporter says so, corrections keep the history."""

import time
from importlib import import_module

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from madang.framework.bulk.models import Import, RefusedRow
from madang.framework.bulk.usecases import run_import
from madang.framework.identity.actor import system_actor
from madang.framework.identity.tests.browsers import company_mandate, new_account, signed_in
from madang.framework.ops.tests.once_a_file import once_a_file
from madang.framework.storage.storing import FileRefused
from madang.framework.values import clock
from madang.systems.tax.formats.reports_csv import NotReports, read_blocks
from madang.systems.tax.models import KnownNumber, Report, ReportUpload, Taxpayer
from madang.systems.tax.tests.returns_world import HANA, taxpayer
from madang.systems.tax.usecases.returns.keep_reports import UploadEnded, drop_upload, keep_upload
from madang.systems.tax.usecases.returns.send_reports import NoSuchYear, correct_report, send_reports

HEAD = "resident_number,kind,amount\n"
MACHINE = system_actor("test")


@once_a_file
def people() -> list[str]:
    """Resident numbers of the demo's people."""
    import_module("madang.systems.population.demo").load_demo(
        country="kr", population=12, now=clock.now(), progress=lambda *_told: None
    )
    numbers = import_module("madang.systems.population.usecases.numbers")
    person = import_module("madang.systems.population.models").Person
    return [numbers.number_of(person=person.objects.get(key=HANA))] + [
        numbers.number_of(person=one) for one in person.objects.exclude(key=HANA).order_by("pk")[:3]
    ]


@pytest.fixture
def bank(db: None) -> Taxpayer:
    return taxpayer("business", "1018100011", name="한강은행", roles=["reporter"])


def sent(bank: Taxpayer, lines: list[str], **values) -> ReportUpload:
    data = (HEAD + "\n".join(lines) + "\n").encode()
    given = {"year": 2025, "name": "reports.csv", "actor": MACHINE, "now": clock.now()} | values
    upload = send_reports(reporter=bank, data=data, **given)
    run_import(key=upload.key)
    upload.refresh_from_db()
    return upload


def test_a_file_without_a_fault_counts_and_no_number_is_kept(people, bank):
    upload = sent(bank, [f"{people[0][:6]}-{people[0][6:]},interest,900000", f"{people[1]},interest,0"])

    assert upload.state == "kept"
    assert set(Report.objects.filter(counts=True).values_list("minor", flat=True)) == {900_000, 0}
    assert Report.objects.get(minor=900_000).person == HANA
    known = KnownNumber.objects.get(person=HANA)
    assert people[0].encode() not in bytes(known.blind_index)


def test_ten_thousand_faulty_rows_are_answered_whole_and_the_rest_waits_for_a_word(people, bank):
    bad = [f"no number {row}!,gold,-{row}" for row in range(1, 10_001)]
    began = time.monotonic()
    upload = sent(bank, [*bad, f"{people[0]},interest,900000", f"{people[0]},interest,1"])

    imported = Import.objects.get(key=upload.key)
    assert (imported.accepted, imported.refused) == (1, 30_001)
    assert RefusedRow.objects.filter(imported=imported).values("line").distinct().count() == 10_001
    assert set(imported.refused_rows.filter(line=2).values_list("place", "code")) == {
        ("resident_number", "tax.report.number"),
        ("kind", "tax.report.kind"),
        ("amount", "tax.report.negative"),
    }
    assert imported.refused_rows.get(line=10_003).code == "tax.report.twice"
    assert (upload.state, Report.objects.filter(counts=True).count()) == ("waiting", 0)
    assert time.monotonic() - began < 60

    assert keep_upload(upload=upload, actor=MACHINE, now=clock.now()) == 1
    with pytest.raises(UploadEnded):
        keep_upload(upload=upload, actor=MACHINE, now=clock.now())


def test_a_later_round_takes_the_place_of_a_row_and_the_history_stays(people, bank):
    sent(bank, [f"{people[0]},interest,900000", f"{people[1]},interest,5"])
    second = sent(bank, [f"{people[0]},interest,800000"])
    third = correct_report(
        reporter=bank, number=second.reports.get().number, minor=700_000, actor=MACHINE, now=clock.now()
    )

    rows = Report.objects.filter(person=HANA).order_by("round")
    assert [(row.minor, row.round, row.counts) for row in rows] == [
        (900_000, 1, False),
        (800_000, 2, False),
        (700_000, 3, True),
    ]
    assert third.round == 3
    assert Report.objects.filter(counts=True).count() == 2

    dropped = sent(bank, [f"{people[0]},interest,1", "x,y,z"])
    drop_upload(upload=dropped, actor=MACHINE, now=clock.now())
    assert Report.objects.get(person=HANA, counts=True).minor == 700_000


def test_bombs_and_wrong_files_are_refused(people, bank):
    with pytest.raises(FileRefused):
        send_reports(reporter=bank, year=2025, data=b"PK\x03\x04" * 99, name="a.csv", actor=MACHINE, now=clock.now())
    with pytest.raises(FileRefused):
        send_reports(
            reporter=bank, year=2025, data=b"1" * (20 * 1024 * 1024 + 1), name="a.csv", actor=MACHINE, now=clock.now()
        )
    with pytest.raises(NoSuchYear):
        sent(bank, [], year=2999)
    upload = send_reports(reporter=bank, year=2025, data=b"a,b\n1,2\n", name="a.csv", actor=MACHINE, now=clock.now())
    assert run_import(key=upload.key).state == "failed"
    assert not Report.objects.exists()


def test_the_page_is_for_reporters_and_shows_their_own_files_alone(people, bank):
    account = new_account("banker", person=HANA)
    strange = taxpayer("business", "1018100012", name="남의 은행", roles=["reporter"])
    foreign = sent(strange, ["x,y,z"])
    assert signed_in(account).get("/tax/reports/").status_code == 403

    client = signed_in(account, mandate=company_mandate(bank.party_key, person=account.person or "", now=clock.now()))
    file = SimpleUploadedFile("r.csv", f"{HEAD}{people[0]},wages,5\nx,y,z\n".encode(), content_type="text/csv")
    answer = client.post("/tax/reports/", {"year": "2025", "file": file})
    key = ReportUpload.objects.get(reporter=bank).key
    assert answer["Location"] == f"/tax/reports/files/{key}/"
    run_import(key=key)
    page = client.get(answer["Location"]).content.decode()
    assert "Line 3" in page
    assert client.post(answer["Location"], {"do": "keep"}).status_code == 302
    number = Report.objects.get(counts=True).number
    assert client.post(f"/tax/reports/{number}/", {"minor": "6"}).status_code == 302
    assert Report.objects.get(counts=True).minor == 6
    assert client.get(f"/tax/reports/files/{foreign.key}/").status_code == 404
    assert client.get(f"/tax/reports/files/{key}/faults/?format=csv").status_code == 200


@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(data):
    try:
        blocks = list(
            read_blocks(
                HEAD.encode() + data, position=0, line=0, kinds=frozenset({"wages"}), digits=0, number_length=13
            )
        )
    except NotReports:
        pytest.fail("the heading is right")
    assert not blocks or blocks[-1].position == len(HEAD) + len(data)
    for block in blocks:
        assert all(row.amount >= 0 for row in block.rows)


def test_amounts_of_a_currency_with_digits_are_exact():
    rows = [
        row
        for block in read_blocks(
            HEAD.encode() + b"A1,wages,12.3\nA1,wages,12.345\nA1,wages,12",
            position=0,
            line=0,
            kinds=frozenset({"wages"}),
            digits=2,
            number_length=2,
        )
        for row in block.rows
    ]
    assert [row.amount for row in rows] == [1230, 1200]
