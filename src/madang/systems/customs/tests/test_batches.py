"""Files of many declarations: each message is answered once, as if lodged alone; the same file again changes nothing."""

import io
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from lxml import etree

from madang.exchange.models import Delivery
from madang.framework.audit.models import Entry
from madang.framework.jobs.drain import run_due_jobs
from madang.framework.money.models import Charge
from madang.framework.values import Money
from madang.systems.customs.domain.declaration import Charge as Addition
from madang.systems.customs.domain.words import Adjustment, Direction, Lane
from madang.systems.customs.formats import wco
from madang.systems.customs.formats.edifact import contrl, cusdec, cusres
from madang.systems.customs.formats.wco.response import RESPONSES
from madang.systems.customs.models import (
    CustomsDeclaration,
    DeferredPayment,
    LodgedBatch,
    MessageAnswer,
    Selected,
)
from madang.systems.customs.tests.declarations_world import (
    BISCUITS,
    NOW,
    SHOP,
    acting,
    approved_rule,
    declaration,
)
from madang.systems.customs.usecases.batches import lodge_batch as door
from madang.systems.customs.usecases.batches import work_batch as worker
from madang.systems.customs.usecases.batches.answers import control_message, responses
from madang.systems.customs.usecases.batches.lodge_batch import lodge_batch
from madang.systems.customs.usecases.batches.refusals import NotAnsweredYet
from madang.systems.customs.usecases.batches.work_batch import work_batch
from madang.systems.customs.usecases.declarations.lodge_declaration import lodge_declaration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_chance")]


def interchange(*declarations, reference="I1"):
    return cusdec.write(
        declarations=declarations, sender="SHOP", recipient="KCS", reference=reference, at=NOW.replace(tzinfo=None)
    )


def sent(data, name="declarations.edi"):
    return lodge_batch(data=data, name=name, channel="api", actor=acting(), now=NOW, language="en")


def goods(reference, *, commodity="6109101000", price=300_000, **other):
    one = declaration(reference, commodity, **other)
    return replace(one, items=(replace(one.items[0], price=Money(price, "KRW")),))


COLUMNS = (
    *("direction", "reference", "office_code", "title", "content", "assessed", "value_minor", "payable_minor"),
    *("currency", "lane", "control", "deferred", "state", "accepted_on", "released_at"),
)


def kept():
    """All that is kept of each declaration, without its number."""
    return [one_kept(row) for row in CustomsDeclaration.objects.order_by("reference")]


def announced():
    """What is on its way to other systems."""
    return sorted(Delivery.objects.values_list("event__contract", "recipient"))


def one_kept(row):
    charges = Charge.objects.filter(reference=row.number).order_by("pk")
    titles = [str(titles).replace(row.number, "") for titles in charges.values_list("titles", flat=True)]
    return {
        "columns": {name: getattr(row, name) for name in COLUMNS},
        "case": bool(row.case),
        "versions": list(row.versions.values_list("version", "content", "assessed")),
        "levies": list(row.levies.order_by("pk").values_list("levy", "minor", "source", "due_on", "state")),
        "charges": list(charges.values_list("minor", "purpose", "account", "state")),
        "titles": titles,
        "permits": list(row.permits.values_list("item", "requirement", "state")),
        "events": list(row.events.order_by("pk").values_list("kind", "hidden")),
        "selected": Selected.objects.filter(number=row.number).values("lane", "reasons", "facts", "importer").get(),
        "trail": sorted(Entry.objects.filter(target=f"declaration:{row.number}").values_list("action", flat=True)),
    }


def test_a_batch_keeps_what_lodging_one_by_one_keeps():
    """Green, looked at, asked of another agency, an export, over and under the guarantee: the same rows either way."""
    approved_rule(lane=Lane.YELLOW, condition="price from 900000")
    DeferredPayment.objects.create(
        party_kind="business",
        party_key=SHOP.key,
        guarantee="G-1",
        limit_minor=100_000,
        currency="KRW",
        valid_from=NOW.date(),
        valid_until=NOW.date(),
    )
    abroad = {"direction": Direction.EXPORT, "destination_country": "US", "export_country": "KR"}
    lot = [
        goods("A-1"),
        goods("A-2", price=950_000),
        goods("A-3", commodity=BISCUITS),
        goods("A-4", **abroad),
        goods("A-5"),
    ]
    with transaction.atomic():
        for one in lot:
            lodge_declaration(declaration=one, channel="api", actor=acting(), now=NOW)
        alone, told_alone = kept(), announced()
        transaction.set_rollback(True)

    batch = sent(interchange(*lot))

    assert (batch.messages, batch.accepted, batch.faults) == (5, 5, [])
    assert [row["columns"]["state"] for row in alone] == [
        *("released", "under_control", "awaiting_permit", "released", "awaiting_payment"),
    ]
    assert announced() == told_alone
    together = kept()
    for row, other in zip(together, alone, strict=True):
        assert row == other, [name for name in row if row[name] != other[name]]


def mixed():
    """A good one; one whose segment has an unknown tag; one with a wrong amount; one that the law refuses; the first one again;
    another content under its reference."""
    lot = [
        goods("M-1"),
        goods("M-2"),
        goods("M-3"),
        goods("M-4", office="XYZ"),
        goods("M-1"),
        goods("M-1", price=1_000),
    ]
    messages = interchange(*lot).decode().split("UNH+")
    messages[2] = messages[2].replace("CST+", "CSX+", 1)
    messages[3] = messages[3].replace("300000:KRW", "300000:K1W", 1)
    return "UNH+".join(messages).encode()


def test_each_message_is_answered_and_the_same_file_again_changes_nothing():
    batch = sent(mixed())

    assert (batch.messages, batch.answered, batch.accepted, batch.refused) == (6, 6, 2, 4)
    number = CustomsDeclaration.objects.get().number
    rows = list(batch.answers.order_by("place").values_list("outcome", "declaration"))
    assert rows == [
        ("accepted", number),
        *[(what, "") for what in ("unreadable", "refused", "refused")],
        rows[0],
        rows[2],
    ]
    control = contrl.read(data=control_message(batch=batch))
    assert control.accepted
    assert [one.accepted for one in control.messages] == [True, False, True, True, True, True]
    data, media_type = responses(batch=batch)
    read = cusres.read_all(data=data)
    assert read.every_fault() == ()
    told = [result.content for result in read.results]
    assert media_type == "application/EDIFACT"
    assert [one.reference for one in told] == ["M-1", "M-3", "M-4", "M-1", "M-1"]
    assert [one.number for one in told] == [number, "", "", number, ""]
    assert told[0].levies == (("CUD", Money(39_000, "KRW")), ("VAT", Money(33_900, "KRW")))
    assert [one.segment for one in told[1].problems] == ["MOA"]
    assert [one.code for one in told[2].problems] == ["NO_SUCH_"]

    before = (kept(), MessageAnswer.objects.count(), LodgedBatch.objects.count())
    again = sent(mixed())
    assert again.pk == batch.pk
    assert responses(batch=again) == (data, media_type)
    assert control_message(batch=again) == control_message(batch=batch)
    run_due_jobs(now=NOW + timedelta(minutes=5))
    assert work_batch(number=batch.number).answered == 6
    assert (kept(), MessageAnswer.objects.count(), LodgedBatch.objects.count()) == before


def test_an_interchange_that_cannot_be_relied_on_is_refused_whole():
    whole = interchange(goods("D-1"))
    cut = sent(whole.replace(b"UNZ+1+", b"UNZ+2+"))
    assert (cut.messages, [fault["code"] for fault in cut.faults]) == (0, ["edifact.29"])
    answer = contrl.read(data=control_message(batch=cut))
    assert (answer.accepted, answer.code, answer.tag) == (False, 29, "UNZ")
    assert not CustomsDeclaration.objects.exists()
    assert sent(whole).accepted == 1
    # The sender's own reference of an interchange names one of them (ISO 9735, data element 0020).
    other = sent(interchange(goods("D-2")))
    assert (other.messages, other.faults[0]["code"]) == (0, "edifact.26")
    assert CustomsDeclaration.objects.count() == 1


def test_an_archive_of_wco_declarations_is_answered_by_responses():
    packed = io.BytesIO()
    freight = Addition(kind=Adjustment.FREIGHT, amount=Money(1_000, "KRW"))
    good = wco.write(declaration=goods("X-1", type="IMA", charges=(freight,)), country="KR", agency="KCS")
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.xml", good)
        archive.writestr("b.xml", good.replace(b"GoodsShipment>", b"GoodsShipmnt>"))
    batch = sent(packed.getvalue(), name="batch.zip")

    assert (batch.format, batch.messages, batch.accepted) == ("wco", 2, 1)
    data, _media_type = responses(batch=batch)
    told = etree.fromstring(data).findall(f"{{{RESPONSES}}}Response")
    assert [one.findtext(f"{{{RESPONSES}}}FunctionCode") for one in told] == ["01", "03"]
    number = CustomsDeclaration.objects.get().number
    assert told[0].findtext(f"{{{RESPONSES}}}Declaration/{{{RESPONSES}}}ID") == number
    faults = batch.answers.get(place=2).faults
    assert [one.findtext(f"{{{RESPONSES}}}ValidationCode") for one in told[1].iterfind(f"{{{RESPONSES}}}Error")] == [
        fault["code"] for fault in faults
    ]
    assert "wco.unknown_element" in {fault["code"] for fault in faults}


def test_a_large_batch_is_left_to_a_worker_and_goes_on_where_it_stood(monkeypatch):
    monkeypatch.setattr(worker, "TOGETHER", 2)
    monkeypatch.setattr(door, "AT_ONCE", 0)
    batch = sent(interchange(*(goods(f"W-{place}") for place in range(5))))
    assert (batch.messages, batch.percent) == (None, 0)
    with pytest.raises(NotAnsweredYet):
        responses(batch=batch)
    answered = worker._answered
    turns = iter((True, True, False))

    def dying(*given):
        if not next(turns):
            raise RuntimeError("killed")
        return answered(*given)

    monkeypatch.setattr(worker, "_answered", dying)
    with pytest.raises(RuntimeError):
        work_batch(number=batch.number, now=lambda: NOW)
    batch.refresh_from_db()
    assert (batch.answered, batch.percent, CustomsDeclaration.objects.count()) == (4, 80, 4)
    monkeypatch.setattr(worker, "_answered", answered)
    run_due_jobs(now=NOW + timedelta(minutes=5))
    batch.refresh_from_db()
    assert (batch.answered, batch.accepted, batch.percent) == (5, 5, 100)
    assert list(batch.answers.order_by("place").values_list("place", "reference")) == [
        (place + 1, f"W-{place}") for place in range(5)
    ]
