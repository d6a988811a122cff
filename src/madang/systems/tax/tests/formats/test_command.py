"""`./madang tax validate-invoice`."""

from dataclasses import replace

import pytest
from click.testing import CliRunner

from madang.systems.tax.commands import command
from madang.systems.tax.formats.ubl import write_ubl
from madang.systems.tax.tests.formats.invoices import sound


@pytest.fixture
def run(tmp_path):
    def call(data: bytes, *options: str):
        path = tmp_path / "invoice.xml"
        path.write_bytes(data)
        return CliRunner().invoke(command, ["validate-invoice", str(path), *options])

    return call


def test_a_sound_invoice_prints_nothing(run):
    outcome = run(write_ubl(invoice=sound()))
    assert (outcome.exit_code, outcome.output) == (0, "")


def test_what_fires_is_printed_in_the_order_of_the_standard(run):
    data = write_ubl(invoice=replace(sound(), currency="XXL", number="")).replace(
        b">KR1234567890</cbc:C", b">1234567890</cbc:C"
    )
    outcome = run(data)
    assert outcome.exit_code == 1
    assert outcome.stdout.split() == ["BR-02", "BR-CO-09", "BR-CL-03", "BR-CL-04"]
    told = run(data, "--say").stdout
    assert "BR-02 fatal: The invoice has a number.\n  /Invoice (line 2)" in told
    assert "/Invoice/InvoiceLine[2]/Price/PriceAmount (line " in told


def test_a_warning_alone_is_no_failure(run):
    card = (
        b"<cac:CardAccount><cbc:PrimaryAccountNumberID>5105105105105100</cbc:PrimaryAccountNumberID></cac:CardAccount>"
    )
    data = write_ubl(invoice=replace(sound(), payment_means="48")).replace(
        b"</cac:PaymentMeans>", card + b"</cac:PaymentMeans>"
    )
    outcome = run(data)
    assert (outcome.exit_code, outcome.stdout) == (0, "BR-51\n")


BOMB = b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><Invoice>&b;</Invoice>'
STRANGE = {
    "not a UBL invoice": b"<Order/>",
    "a bomb": BOMB,
    "a file outside": b'<!DOCTYPE i [<!ENTITY x SYSTEM "file:///etc/passwd">]><i>&x;</i>',
    "too deep": write_ubl(invoice=sound()).replace(b"<cbc:Note>", b"<cbc:Note>" + b"<a>" * 60 + b"</a>" * 60),
    "cut off": write_ubl(invoice=sound())[:900],
    "nothing": b"",
}


@pytest.mark.parametrize("data", STRANGE.values(), ids=STRANGE)
def test_what_is_no_invoice_is_said_in_one_sentence(run, data):
    outcome = run(data)
    assert (outcome.exit_code, outcome.stdout) == (2, "")
    assert outcome.stderr.count("\n") == 1
    assert "Traceback" not in outcome.output


@pytest.mark.parametrize("number", ["1e999999", "9" * 400, "NaN", "Infinity", "-", "1,5", "٣"])
def test_absurd_numbers_break_the_sums_and_nothing_else(run, number):
    data = write_ubl(invoice=sound()).replace(b">44.98<", f">{number}<".encode())
    outcome = run(data)
    assert outcome.exit_code == 1
    assert {"BR-CO-10", "BR-CO-13", "BR-CO-15"} <= set(outcome.stdout.split())
