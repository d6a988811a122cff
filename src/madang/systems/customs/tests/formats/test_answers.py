"""Every kind of fault of an EDIFACT message gets its answer: syntax CONTRL with segment and element, content CUSRES with item.

The codes of CONTRL are those of data element 0085 (ISO 9735): 12 invalid value, 13 missing, 14 not supported in this position
(value), 15 not supported in this position, 16 too many constituents, 19 invalid decimal notation, 28 references do not match,
29 control count does not match, 35 too many repetitions, 39 too long, 2 syntax not supported, 21 invalid character.
"""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.framework.values import Fault, Money
from madang.systems.customs.domain.manifest import check_manifest, container_check_digit
from madang.systems.customs.formats.edifact import contrl, cuscar, cusdec, cusres
from madang.systems.customs.tests.declaration_example import example_declaration
from madang.systems.customs.usecases.messages.example import example_manifest

AT = datetime(2026, 11, 20, 9, 15)  # noqa: DTZ001
EDI = cusdec.write(declarations=[example_declaration()], sender="BROKER", recipient="KCS", reference="77", at=AT)
CARGO = cuscar.write(manifest=example_manifest(), sender="LINE", recipient="KCS", reference="78", at=AT)


def control_of(data: bytes) -> contrl.Control:
    """Our CONTRL on an interchange, as our reader reads it."""
    received = cusdec.read_all(data=data)
    return contrl.read(data=contrl.acknowledge(received=received, at=AT, reference="1"))


def test_a_right_interchange_is_acknowledged() -> None:
    said = control_of(EDI)
    assert (said.accepted, said.reference, said.sender) == (True, "77", "BROKER")
    assert said.messages == (contrl.MessageAnswer("1", accepted=True),)


@pytest.mark.parametrize(
    ("old", "new", "position", "code", "element"),
    [
        (b"MOA+39:", b"XYZ+1'MOA+39:", 28, 15, 0),
        (b"CST+1+0902100000:122", b"CST+1+0902100000:122:143:9", 32, 16, 3),
        (b"UNS+D'\n", b"", 31, 13, 0),
        (b"LOC+22+030'", b"BGM+929'LOC+22+030'", 3, 35, 0),
        (b"MEA+WT+AAE+KGM:420.5", b"MEA+WT+AAE+KGMS:420.5", 36, 39, 4),
        (b"PAC+40++CT'", b"PAC+forty++CT'", 39, 19, 2),
        (b"MOA+38:980000:JPY", b"MOA+:980000:JPY", 41, 13, 2),
    ],
)  # fmt: skip
def test_a_fault_of_syntax_is_answered_by_contrl(
    old: bytes, new: bytes, position: int, code: int, element: int
) -> None:
    assert old in EDI
    (answer,) = control_of(EDI.replace(old, new, 1)).messages
    assert not answer.accepted
    found = {
        (one.position, one.code or inner[0], inner[1])
        for one in answer.faults
        for inner in one.elements or ((0, 0, 0),)
    }
    assert (position, code, element) in found


@pytest.mark.parametrize(
    ("old", "new", "tag", "code"),
    [(b"UNT+63+1", b"UNT+62+1", "UNT", 29), (b"UNT+63+1", b"UNT+63+2", "UNT", 28)],
)
def test_a_wrong_trailer_refuses_the_message(old: bytes, new: bytes, tag: str, code: int) -> None:
    (answer,) = control_of(EDI.replace(old, new)).messages
    assert (answer.accepted, answer.code) == (False, code)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"UNZ+1+77", b"UNZ+2+77", 29),
        (b"UNZ+1+77", b"UNZ+1+78", 28),
        (b"UNOW:4", b"UNOX:4", 2),
        (b"UNOW:4", b"UNOW:9", 2),
        (b"Electric", b"Elec\x01ric", 21),
        (b"Electric", b"Elec\xffric", 21),
        (b"UNH+1+CUSDEC:D:96B:UN'\n", b"", 33),
    ],
)
def test_a_fault_of_the_interchange_refuses_it_whole(old: bytes, new: bytes, code: int) -> None:
    said = control_of(EDI.replace(old, new, 1))
    assert (said.accepted, said.code, said.messages) == (False, code, ())


@pytest.mark.parametrize(
    ("old", "new", "item", "segment", "element"),
    [
        (b"MOA+38:500000:JPY", b"MOA+38:500000.5:JPY", 2, "MOA", 1),
        (b"DTM+148:20261120:102", b"DTM+148:20261320:102", 0, "DTM", 1),
        (b"BGM+929", b"BGM+380", 0, "BGM", 1),
        (b"GIS+1:127:ZZZ'\nCST+2", b"GIS+9:127:ZZZ'\nCST+2", 1, "GIS", 1),
        (b"MEA+WT+AAF+KGM:380", b"MEA+WT+AAF+LBR:380", 1, "MEA", 3),
        (b"TDT+11++1", b"TDT+11++Z", 0, "TDT", 3),
    ],
)
def test_a_fault_of_content_is_answered_by_cusres(
    old: bytes, new: bytes, item: int, segment: str, element: int
) -> None:
    assert old in EDI
    received = cusdec.read_all(data=EDI.replace(old, new, 1))
    assert contrl.read(data=contrl.acknowledge(received=received, at=AT, reference="1")).messages[0].accepted
    answers = cusres.refusals(received=received, at=AT)
    (said,) = cusres.read_all(
        data=cusres.write(responses=answers, sender="K", recipient="B", reference="1", at=AT)
    ).results
    assert said.content is not None
    assert (said.content.outcome, said.content.reference) == (cusres.Outcome.REFUSED, "MADANG-2026-000001")
    (problem,) = said.content.problems
    assert (problem.item, problem.segment, problem.element, problem.code) == (item, segment, element, "E12")


def test_the_laws_faults_and_the_levies_come_back_in_cusres() -> None:
    law = Fault("items[2].origin", "No country.", "customs.declaration.no_origin")
    responses = (
        cusres.Response(
            outcome=cusres.Outcome.REFUSED, reference="R1", at=AT, problems=(cusres.problem_of(fault=law),)
        ),
        cusres.Response(
            outcome=cusres.Outcome.RELEASED,
            reference="R2",
            at=AT,
            number="26KR1",
            levies=(("VAT", Money(1_234_560, "KRW")),),
        ),
    )
    data = cusres.write(responses=responses, sender="KCS", recipient="BROKER", reference="5", at=AT)
    assert tuple(one.content for one in cusres.read_all(data=data).results) == responses
    assert b"ERP+10:3'" in data


def test_a_cargo_report_comes_back_and_its_contradictions_are_told() -> None:
    assert cuscar.read(data=CARGO) == example_manifest()
    for old, new, says in (
        (b"EQD+CN+CSQU3054383", b"EQD+CN+CSQU3054384", "check digit"),
        (b"RFF+BH:MDNGHB0002", b"RFF+BH:MDNGHB0001", "stands 2 times"),
        (b"LOC+60+KRPUS'\n", b"", "no place of arrival"),
        (b"SGP+CSQU3054383+10", b"SGP+CSQU3054383+11", "More packages"),
        (b"BGM+85+", b"BGM+86+", "no cargo report"),
        (b"RFF+MB:MDNGMB0002", b"RFF+AAA:MDNGMB0002", "one master bill"),
    ):
        assert old in CARGO
        data = CARGO.replace(old, new).replace(b"UNT+51", b"UNT+50") if not new else CARGO.replace(old, new)
        with pytest.raises(cuscar.MessageRefused) as refused:
            cuscar.read(data=data)
        assert says in str([one.says for one in refused.value.faults])


def test_the_check_digit_is_that_of_the_standards_example() -> None:
    """CSQU3054383 is the example of ISO 6346."""
    assert container_check_digit(number="CSQU305438") == 3
    assert check_manifest(manifest=example_manifest()) == ()


START = b"UNB+UNOC:3+A+B+261120:0915+1'UNH+1+CUSCAR:D:95B:UN'BGM+85"


@given(st.binary(max_size=120), st.integers(0, 900))
@settings(max_examples=40, deadline=None)
def test_arbitrary_bytes_never_break_a_reader(data: bytes, cut: int) -> None:
    for read in (cuscar.read_all, cusdec.read_all, cusres.read_all):
        for given_bytes in (START + data, CARGO[:cut] + data[:5] + CARGO[cut + 3 :]):
            received = read(data=given_bytes)  # type: ignore[operator]
            assert received.every_fault() or received.results[0].content is not None
