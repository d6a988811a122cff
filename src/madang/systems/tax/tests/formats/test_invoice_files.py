"""Tax invoices and tables of them as files: what is written is read, and what hostile people send is refused with its place."""

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from madang.framework.bulk import safe_xml
from madang.framework.bulk.sheets import LARGEST, UNPACKED, NotATable
from madang.systems.tax.domain.einvoicing import Draft, DraftLine, invoice_of, line_taxes
from madang.systems.tax.domain.invoice import Invoice, Trader, VatCategory
from madang.systems.tax.domain.invoice_rows import COLUMNS, Row, judge
from madang.systems.tax.formats import enveloped_signature as signature
from madang.systems.tax.formats import invoice_table, korean_tax_invoice

TODAY = date(2026, 3, 9)
SELLER = Trader(name="도현상회", legal_number="1010100014", country="KR", representative="박도현", street="대학로 116")
BUYER = Trader(name='A & B <"가나">', legal_number="1010100028", country="KR", representative="이민수")
KEY = ec.generate_private_key(ec.SECP256R1())
ECDSA = ec.ECDSA(hashes.SHA256())

amounts = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(9_999_999), places=2)
drafts = st.builds(
    Draft,
    written_on=st.dates(min_value=date(2022, 1, 1), max_value=TODAY),
    buyer=st.just("1010100028"),
    category=st.sampled_from([VatCategory.STANDARD, VatCategory.ZERO_RATED, VatCategory.EXEMPT]),
    lines=st.lists(st.builds(DraftLine, name=st.sampled_from(["용지", "Paper & <pens>"]), quantity=amounts, price=amounts),
                   min_size=1, max_size=20).map(tuple),
)  # fmt: skip


def made(draft: Draft) -> Invoice:
    """The invoice of a draft."""
    return invoice_of(draft=draft, seller=SELLER, buyer=BUYER, rate=Decimal(10), currency="KRW", digits=0)


def signed(invoice: Invoice) -> bytes:
    """Its file, signed by a key of this test."""
    file = korean_tax_invoice.TaxInvoiceFile(invoice=invoice, exchanged_at=datetime(2026, 3, 9, 10, 0, 0))  # noqa: DTZ001
    return signature.sign(root=korean_tax_invoice.write(file=file), sign_raw=raw, certificate=b"certificate")


def raw(data: bytes) -> bytes:
    r, s = decode_dss_signature(KEY.sign(data, ECDSA))
    return r.to_bytes(32) + s.to_bytes(32)


def check(given: bytes, data: bytes) -> None:
    try:
        KEY.public_key().verify(
            encode_dss_signature(int.from_bytes(given[:32]), int.from_bytes(given[32:])), data, ECDSA
        )
    except Exception as fault:
        raise ValueError from fault


NUMBERED = {"number": "202603091000000000000001"}


@given(draft=drafts)
def test_what_is_written_is_read_and_every_sum_holds(draft: Draft) -> None:
    invoice = made(draft)
    assert sum(line_taxes(invoice=invoice), Decimal(0)) == invoice.tax()
    file = korean_tax_invoice.TaxInvoiceFile(
        invoice=Invoice(**(vars(invoice) | NUMBERED)),
        exchanged_at=datetime(2026, 3, 9, 10, 0, 0),  # noqa: DTZ001
    )
    told = korean_tax_invoice.read(data=etree.tostring(korean_tax_invoice.write(file=file)))
    assert told.adds_up()
    assert (told.net, told.tax, told.written_on) == (invoice.net(), invoice.tax(), draft.written_on)
    assert (told.buyer_name, told.lines[0][0]) == (BUYER.name, draft.lines[0].name)


SOUND = Draft(written_on=TODAY, buyer="1010100028", lines=(DraftLine(name="용지", price=Decimal(1000)),))


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><TaxInvoice>&b;</TaxInvoice>',
        b'<?xml version="1.0" encoding="UTF-16"?><TaxInvoice/>',
        b"<TaxInvoice/>",
        b"<a>" * 5000,
        b"",
        b"\xff\xfe<\x00",
        b"<TaxInvoice" + b" " * korean_tax_invoice.LARGEST + b"/>",
    ],
)
def test_hostile_xml_is_refused(data: bytes) -> None:
    with pytest.raises((safe_xml.XmlRefused, korean_tax_invoice.NotATaxInvoice)) as refused:
        korean_tax_invoice.read(data=data)
    assert refused.value.faults


@given(place=st.integers(0, 4000), put=st.binary(max_size=12))
def test_a_changed_file_is_refused_or_its_signature_fails(place: int, put: bytes) -> None:
    whole = signed(Invoice(**(vars(made(SOUND)) | NUMBERED)))
    at = place % len(whole)
    changed = whole[:at] + put + whole[at + len(put) :]
    try:
        root = safe_xml.read(data=changed)
        told = korean_tax_invoice.read(data=changed)
        signature.verify(root=root, verify_raw=check)
    except (safe_xml.XmlRefused, korean_tax_invoice.NotATaxInvoice, signature.NotSigned):
        return
    # What still verifies says the same: only what canonical XML leaves out was touched, or the certificate, which nobody
    # believes.
    assert told == korean_tax_invoice.read(data=whole)


def test_a_wrapped_signature_is_refused() -> None:
    whole = signed(Invoice(**(vars(made(SOUND)) | NUMBERED)))
    root = etree.fromstring(whole)
    signature.verify(root=root, verify_raw=check)
    outer = etree.Element(root.tag, nsmap=root.nsmap)
    outer.append(root)
    twice = etree.fromstring(whole)
    twice.append(etree.fromstring(whole).find(f"{{{signature.DS}}}Signature"))
    moved = etree.fromstring(whole)
    reference = moved.find(f".//{{{signature.DS}}}Reference")
    assert reference is not None
    reference.set("URI", "#TaxInvoiceDocument")
    for forged in (outer, twice, moved, etree.fromstring(b"<TaxInvoice/>")):
        with pytest.raises(signature.NotSigned):
            signature.verify(root=forged, verify_raw=check)


HEAD = ("ref", "written_on", "buyer", "item", "quantity", "price", "tax")
CELLS = (
    ("A-1", "2026-03-02", "101-01-00028", "용지", "2", "1,000", "200"),
    ("A-1", "2026-03-02", "101-01-00028", "펜", "1", "500", "50"),
)


def workbook(rows: tuple[tuple[str, ...], ...], *, day: date | None = None) -> bytes:
    """A workbook as xlsxwriter writes it; the day as a day of its calendar."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(line, column, cell)
            if day and line:
                sheet.write_datetime(line, 1, datetime(day.year, day.month, day.day))  # noqa: DTZ001
    return buffer.getvalue()


def test_csv_and_workbook_say_the_same() -> None:
    text = "\ufeff" + "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in (HEAD, *CELLS))
    korean = text.replace(",".join(f'"{name}"' for name in HEAD), "번호,작성일자,공급받는자,품목,수량,단가,세액")
    files = (text.encode(), korean.encode(), workbook((HEAD, *CELLS)), workbook((HEAD, *CELLS), day=date(2026, 3, 2)))
    told = [
        judge(rows=invoice_table.read(data=one), seller="1", rate=Decimal(10), digits=0, today=TODAY) for one in files
    ]
    assert told[0].faults == ()
    assert [one.draft.lines[0].price for one in told[0].sound] == [1000]
    assert all(one == told[0] for one in told)


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b"<a>" + b"0" * (UNPACKED + 1))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"ref,written_on\n1,2", "header"),
        (b"ref,ref,written_on,buyer,item,quantity,price\n1", "header"),
        (b"ref,written_on,buyer,item,quantity,price\n\n , ,\n", "empty"),
        (b'ref,written_on,buyer,item,quantity,price\n"1', "not_table"),
        (b"\xff\xfea", "not_table"),
        (b"PK\x03\x04nothing", "not_table"),
        (bomb(), "not_table"),
        (b"0" * (LARGEST + 1), "not_table"),
        (b"ref,written_on,buyer,item,quantity,price\n" + b"1\n" * (invoice_table.MOST_ROWS + 1), "too_many_rows"),
    ],
    ids=range(10),
)
def test_what_is_no_table_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(NotATable) as refused:
        invoice_table.read(data=data)
    assert refused.value.code == code


STRANGE = ["1e999999", "-0", "NaN", "2026-02-30", "９", "٣", "1_000", "0x1", "A-1"]
cells = st.one_of(st.text(max_size=12), st.sampled_from(STRANGE))


@given(rows=st.lists(st.lists(cells, min_size=len(COLUMNS), max_size=len(COLUMNS)), min_size=1, max_size=5))
def test_no_row_breaks_the_judge(rows: list[list[str]]) -> None:
    told = [Row(number=place, cells=dict(zip(COLUMNS, row, strict=True))) for place, row in enumerate(rows, 2)]
    judged = judge(rows=told, seller="1", rate=Decimal(10), digits=0, today=TODAY)
    assert judged.wrong_rows + sum(one.rows for one in judged.sound) == len(rows)
    assert bool(judged.faults) == bool(judged.wrong_rows)


@given(
    data=st.one_of(
        st.binary(max_size=300), st.binary(max_size=100).map(lambda rest: workbook((HEAD, *CELLS))[:-60] + rest)
    )
)
def test_no_bytes_break_the_reader(data: bytes) -> None:
    with suppress(NotATable):
        assert invoice_table.read(data=data)
