"""Amendments and withdrawals by message: CUSDEC with BGM function 5, 4 and 1 (code list 1225), answered by CUSRES (7365: 15
correction approved, 16 not approved, 1 accepted, 2 refused), each once."""

from dataclasses import replace

import pytest

from madang.framework.values import Money
from madang.systems.customs.domain.declaration import Statement
from madang.systems.customs.domain.words import Function, Lane
from madang.systems.customs.formats import wco
from madang.systems.customs.formats.edifact import cusdec, cusres
from madang.systems.customs.models import CustomsDeclaration, MessageAnswer
from madang.systems.customs.tests.declarations_world import BISCUITS, NOW, acting, approved_rule, declaration
from madang.systems.customs.usecases.batches.answers import responses
from madang.systems.customs.usecases.batches.lodge_batch import lodge_batch
from madang.systems.customs.usecases.declarations.lodge_declaration import lodge_declaration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_chance")]

WHY = (Statement(type="", text="The price was wrong"),)


def change(reference: str, function: Function, *, price: int = 400_000, why: tuple[Statement, ...] = WHY, **other: str):
    one = declaration(reference, **other)
    item = replace(one.items[0], price=Money(price, "KRW"))
    return replace(one, function=function, items=(item,), statements=why)


def sent(*declarations, reference="I1"):
    data = cusdec.write(
        declarations=declarations, sender="SHOP", recipient="KCS", reference=reference, at=NOW.replace(tzinfo=None)
    )
    return lodge_batch(data=data, name="changes.edi", channel="api", actor=acting(), now=NOW, language="en")


def outcomes(batch):
    return [one.content.outcome for one in cusres.read_all(data=responses(batch=batch)[0]).results]


def lodged(reference: str = "A-1", commodity: str = "6109101000") -> CustomsDeclaration:
    return lodge_declaration(declaration=declaration(reference, commodity), channel="api", actor=acting(), now=NOW)


@pytest.mark.parametrize("function", [Function.REPLACEMENT, Function.AMENDMENT])
def test_an_amendment_by_message_is_assessed_anew_and_answered_once(function: Function):
    one = lodged()
    batch = sent(change("A-1", function))
    one.refresh_from_db()
    # 13 % of 400,000 are 52,000, and 10 % of 452,000 are 45,200.
    assert (one.version, one.payable_minor) == (2, 97_200)
    assert outcomes(batch) == [cusres.Outcome.CORRECTION_APPROVED]
    assert (
        sum(amount.minor for _code, amount in cusres.read_all(data=responses(batch=batch)[0]).results[0].content.levies)
        == 97_200
    )
    again = sent(change("A-1", function), reference="I2")
    one.refresh_from_db()
    assert (one.version, outcomes(again)) == (2, [cusres.Outcome.CORRECTION_APPROVED])
    assert one.events.get(kind="amended").text == "The price was wrong"


def test_a_withdrawal_by_message_ends_what_was_charged_and_once():
    one = lodged()
    assert outcomes(sent(change("A-1", Function.CANCELLATION))) == [cusres.Outcome.ACCEPTED]
    one.refresh_from_db()
    assert (one.state, one.levies.filter(state="open").exists()) == ("cancelled", False)
    assert outcomes(sent(change("A-1", Function.CANCELLATION), reference="I2")) == [cusres.Outcome.ACCEPTED]
    assert one.events.filter(kind="withdrawn").count() == 1


def test_every_reason_why_a_change_is_not_taken_is_told_and_changes_nothing():
    lodged("A-1")
    asked = lodged("A-2", BISCUITS)
    batch = sent(
        change("A-9", Function.REPLACEMENT),
        change("A-1", Function.REPLACEMENT, why=()),
        change("A-1", Function.REPLACEMENT, commodity="0000000000"),
        change("A-2", Function.REPLACEMENT, commodity="6109101000"),
        change("A-9", Function.CANCELLATION),
    )
    told = list(MessageAnswer.objects.order_by("place").values_list("faults", flat=True))
    assert [faults[0]["code"] for faults in told] == [
        "customs.no_such_declaration",
        "customs.reason_missing",
        "customs.commodity.unknown",
        "customs.goods_asked_about",
        "customs.no_such_declaration",
    ]
    refused = cusres.Outcome.CORRECTION_NOT_APPROVED
    assert outcomes(batch) == [refused, refused, refused, refused, cusres.Outcome.REFUSED]
    assert set(CustomsDeclaration.objects.values_list("version", flat=True)) == {1}
    assert asked.permits.exists()


def test_a_file_may_hold_a_declaration_and_its_amendment_and_a_lane_grows_no_gentler():
    approved_rule(lane=Lane.YELLOW, condition="price below 350000")
    batch = sent(change("A-1", Function.REPLACEMENT), declaration("A-1"))
    one = CustomsDeclaration.objects.get()
    assert (one.version, one.lane) == (2, "yellow")
    assert outcomes(batch) == [cusres.Outcome.CORRECTION_APPROVED, cusres.Outcome.ACCEPTED]


def test_the_world_customs_organisation_s_amendment_is_taken_too():
    one = lodged()
    told = replace(change("A-1", Function.AMENDMENT), type="IMA", charges=())
    data = wco.write(declaration=told, country="KR", agency="KCS")
    lodge_batch(data=data, name="change.xml", channel="api", actor=acting(), now=NOW, language="en")
    one.refresh_from_db()
    assert (one.version, MessageAnswer.objects.get().declaration) == (2, one.number)
