"""Files to and from the bank: valid against the published schemas, refused whole with every fault, acted on once."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from madang.framework.bulk.safe_xml import LARGEST, XmlRefused, read
from madang.framework.money import books
from madang.systems.treasury.formats import camt053, pain001, pain002, schemas
from madang.systems.treasury.models import BankEntry, BankStatement, BudgetLine, PaymentOrder, StatusReport
from madang.systems.treasury.tests.bank import ACCOUNT, claim, entry, released, statement, take
from madang.systems.treasury.tests.conftest import NOW, TREASURER
from madang.systems.treasury.usecases.book_entries import StatementRefused
from madang.systems.treasury.usecases.import_status import ReportRefused, import_status
from madang.systems.treasury.usecases.pay import payable, prepare, write_batch
from madang.systems.treasury.usecases.return_order import return_order

pytestmark = pytest.mark.usefixtures("classes")


@pytest.mark.parametrize("message", sorted(schemas.PLACES))
def test_the_published_schema_is_at_hand_and_is_of_its_message(message: str) -> None:
    schema = schemas.schema_of(message=message)
    assert schema is not None
    stranger = etree.fromstring(f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{message}"><x/></Document>')
    assert not schema.validate(stranger)


def valid(data: bytes) -> bool:
    root = read(data=data)
    name = (etree.QName(root).namespace or "").rpartition(":")[2]
    schema = schemas.schema_of(message=name)
    return schema is not None and schema.validate(root)


def test_what_goes_to_the_bank_is_valid_whatever_payees_are_called(line: BudgetLine) -> None:
    names = ["(주)한빛상사 & <아들들>", "Ünïcode \u200d Ltd", "x" * 140]
    batch = released(*(claim(line, payee=name, invoice=str(place)) for place, name in enumerate(names)))
    data = write_batch(batch=batch, debtor="Ministry", account=ACCOUNT, now=NOW)
    assert valid(data)
    assert data == write_batch(batch=batch, debtor="Ministry", account=ACCOUNT, now=NOW)
    told = [one.text for one in read(data=data).iter(f"{{{pain001.NAMESPACE}}}EndToEndId")]
    assert told == list(batch.orders.order_by("pk").values_list("number", flat=True))


def test_what_the_demonstrations_bank_sends_is_valid_too(line: BudgetLine) -> None:
    batch = released(claim(line))
    number = batch.orders.get().number
    refused = pain002.Told(end_to_end=number, status="RJCT", reason="AC04", text="closed")
    assert valid(report(batch.number, refused))
    assert valid(statement(entry("R1", -100, end_to_end=number, party="S"), entry("R2", 5, returned=True, text="x")))


def report(original: str, *told: pain002.Told, message: str = "ST-1", status: str = "", reason: str = "") -> bytes:
    one = pain002.Report(message=message, original=original, status=status, reason=reason, told=told)
    return pain002.write(report=one, created_at=NOW)


def hear(data: bytes) -> dict[str, int]:
    return import_status(data=data, actor=TREASURER, now=NOW)


def test_a_rejected_transfer_is_payable_again_and_the_others_stay_ordered(line: BudgetLine) -> None:
    batch = released(claim(line, invoice="1"), claim(line, invoice="2"))
    bad, good = batch.orders.order_by("pk")
    data = report(
        batch.number,
        pain002.Told(end_to_end=bad.number, status="RJCT", reason="AC01"),
        pain002.Told(end_to_end=good.number, status="ACSP"),
    )
    assert hear(data) == {"rejected": 1, "accepted": 1}
    assert hear(data) == {"known": 1}
    bad.refresh_from_db()
    line.refresh_from_db()
    assert (bad.state, bad.reason, line.ordered, line.obligated) == ("returned", "AC01", 100, 200)
    assert list(payable()) == [bad.obligation]
    prepare(obligations=[bad.obligation], actor=TREASURER, now=NOW)


def test_a_rejected_batch_comes_back_whole(line: BudgetLine) -> None:
    batch = released(claim(line, invoice="1"), claim(line, invoice="2"))
    assert hear(report(batch.number, status="RJCT", reason="AM04")) == {"rejected": 2}
    line.refresh_from_db()
    assert line.ordered == 0


def test_a_report_on_strangers_or_on_what_is_paid_is_refused_whole_with_every_fault(line: BudgetLine) -> None:
    batch = released(claim(line))
    order = batch.orders.get()
    strangers = [pain002.Told(end_to_end=name, status="RJCT") for name in ("P-X", "P-Y")]
    with pytest.raises(ReportRefused) as refused:
        hear(report(batch.number, *strangers))
    assert {fault.place for fault in refused.value.faults} == {"P-X", "P-Y"}
    with pytest.raises(ReportRefused):
        hear(report("B-nobody", status="RJCT"))
    take(statement(entry("R1", -100, end_to_end=order.number)))
    with pytest.raises(ReportRefused):
        hear(report(batch.number, status="RJCT"))
    assert not StatusReport.objects.exists()


def test_the_chain_of_statements_tells_a_gap(line: BudgetLine) -> None:
    take(statement(entry("R1", 100), number="S1", opening=1000))
    take(statement(entry("R2", 50), number="S2", opening=1100))
    take(statement(entry("R3", 5), number="S3", opening=1200))
    assert list(BankStatement.objects.order_by("pk").values_list("gap", flat=True)) == [None, 0, 50]


def test_entries_that_do_not_lead_to_the_closing_balance_are_refused(line: BudgetLine) -> None:
    data = statement(entry("R1", 100), opening=1000).replace(b">1100<", b">1101<")
    with pytest.raises(StatementRefused) as refused:
        take(data)
    assert [fault.place for fault in refused.value.faults] == ["Stmt[1]"]


def test_overlapping_files_and_files_of_several_statements_book_each_entry_once(line: BudgetLine) -> None:
    first = statement(entry("R1", 100), entry("R2", 50), number="S1")
    second = statement(entry("R2", 50), entry("R3", 7), number="S2", opening=100)
    part = second[second.index(b"<Stmt>") : second.index(b"</BkToCstmrStmt>")]
    both = first.replace(b"</BkToCstmrStmt>", part + b"</BkToCstmrStmt>")
    assert valid(both)
    assert take(both) == {"suspense": 3, "known": 1}
    assert take(second) == {"known": 2}
    assert books.trial_balance()["suspense", "KRW"] == -157


def test_a_lump_that_the_bank_booked_for_several_transfers_is_taken_apart(line: BudgetLine) -> None:
    batch = released(claim(line, invoice="1", minor=100), claim(line, invoice="2", minor=30))
    first, second = batch.orders.order_by("pk")
    details = "".join(
        f'<TxDtls><Refs><EndToEndId>{one.number}</EndToEndId></Refs><Amt Ccy="KRW">{one.minor}</Amt></TxDtls>'
        for one in (first, second)
    ).encode()
    lump = statement(entry("R1", -130)).replace(b"<TxDtls/>", details)
    assert valid(lump)
    assert take(lump) == {"paid": 2}
    assert sorted(BankEntry.objects.values_list("reference", flat=True)) == ["R1/1", "R1/2"]
    uneven = statement(entry("R9", -131)).replace(b"<TxDtls/>", details)
    with pytest.raises(StatementRefused):
        take(uneven)


def test_a_returned_payment_tells_the_banks_reason(line: BudgetLine) -> None:
    order = released(claim(line)).orders.get()
    take(statement(entry("R1", -100, end_to_end=order.number)))
    take(statement(entry("R2", 100, end_to_end=order.number, returned=True, reason="AC04"), number="S2", opening=-100))
    order.refresh_from_db()
    assert (order.state, order.reason) == ("returned", "AC04")


def test_a_breach_of_the_schema_is_named_with_its_line(line: BudgetLine) -> None:
    data = statement(entry("R1", 100)).replace(b"<MsgId>S1</MsgId>", b"<MsgId></MsgId><Extra/>")
    with pytest.raises(StatementRefused) as refused:
        take(data)
    assert all(fault.place.startswith("line ") for fault in refused.value.faults)
    assert len(refused.value.faults) == 2


DEEP = b"<a>" * 100_000 + b"</a>" * 100_000
BOMB = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><a x="&b;">&b;</a>'
HOSTILE = {
    "bomb": BOMB,
    "external": b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>',
    "file": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>',
    "parameter": b'<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]><a/>',
    "utf-16 bomb": BOMB.decode().encode("utf-16"),
    "utf-7": b'<?xml version="1.0" encoding="utf-7"?><a/>',
    "latin": "<a>\u00e9</a>".encode("latin-1"),
    "deep": DEEP,
    "cut off": statement(entry("R1", 100))[:-40],
    "empty": b"",
    "nothing but a comment": b"<!-- -->",
    "late document type": b"<a/><!DOCTYPE a>",
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_files_are_refused_by_every_parser(name: str) -> None:
    for parse in (read, pain002.parse, lambda data: camt053.parse(data=data, digits=0)):
        with pytest.raises(XmlRefused) as refused:
            parse(data=HOSTILE[name]) if parse in (read, pain002.parse) else parse(HOSTILE[name])
        assert refused.value.faults


def test_all_faults_that_forbid_parsing_are_told_together() -> None:
    with pytest.raises(XmlRefused) as refused:
        read(data=b'<?xml version="1.0" encoding="EUC-KR"?><!DOCTYPE a [<!ENTITY a "a">]><a>\xb1\xe8</a>')
    assert len(refused.value.faults) == 4


def test_a_huge_file_is_refused_before_it_is_read() -> None:
    with pytest.raises(XmlRefused):
        read(data=b"<" * (LARGEST + 1))


SOUND = pain002.write(
    report=pain002.Report(
        message="M", original="B", told=(pain002.Told(end_to_end="P", status="RJCT", reason="AC01"),)
    ),
    created_at=NOW,
)


@given(st.binary(max_size=40), st.integers(0, len(SOUND)), st.integers(0, 60))
def test_a_damaged_report_is_read_or_refused_never_a_crash(noise: bytes, place: int, cut: int) -> None:
    try:
        pain002.parse(data=SOUND[:place] + noise + SOUND[place + cut :])
    except (XmlRefused, pain002.ReportFaulty):
        return


@given(
    st.lists(st.integers(-(10**12), 10**12).filter(bool), max_size=12),
    st.integers(-(10**12), 10**12),
    st.sampled_from([0, 2, 3]),
)
def test_what_is_written_is_read_again(amounts: list[int], opening: int, digits: int) -> None:
    entries = tuple(entry(f"R{place}", minor) for place, minor in enumerate(amounts))
    told = camt053.Statement(number="S", account="1", entries=entries)
    data = camt053.write(statement=told, created_at=NOW, opening=opening, currency="KRW", iban=False, digits=digits)
    (back,) = camt053.parse(data=data, digits=digits)
    assert (back.entries, back.opening, back.closed_on) == (entries, opening, date(2026, 6, 8))


@pytest.mark.django_db
def test_an_order_that_is_returned_moves_its_line_back_once(line: BudgetLine) -> None:
    order = PaymentOrder.objects.get(pk=released(claim(line)).orders.get().pk)
    return_order(order=order, reason="AC01", actor=TREASURER, now=NOW)
    line.refresh_from_db()
    assert line.ordered == 0
