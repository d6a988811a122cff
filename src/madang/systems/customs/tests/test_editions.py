"""Editions of the tariff: the law of one day after another, two officials, and the pages that read them."""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse

from madang.framework.cases.clock import local_day
from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.may import Forbidden
from madang.framework.identity.tests.browsers import give_duty, new_account, signed_in
from madang.framework.values import clock
from madang.systems.customs.commands import command
from madang.systems.customs.domain.duty import AdValorem
from madang.systems.customs.domain.editions import Edition, difference, in_editions
from madang.systems.customs.domain.nomenclature import find
from madang.systems.customs.domain.regimes import tariff
from madang.systems.customs.domain.tariff import Tariff, read_tariff
from madang.systems.customs.formats import wco
from madang.systems.customs.models import TariffEdition
from madang.systems.customs.tests.declarations_world import NOW, OFFICE
from madang.systems.customs.usecases.permissions import TARIFF
from madang.systems.customs.usecases.tariff import editions_in_force
from madang.systems.customs.usecases.tariff.editions_in_force import forget_editions, take_in_editions
from madang.systems.customs.usecases.tariff.keep_editions import (
    EditionDecided,
    EditionFaulty,
    EditionTooEarly,
    OwnEdition,
    decide_edition,
    propose_edition,
)
from madang.systems.customs.usecases.tariff.load_demo import load_tariff_demo
from madang.systems.customs.usecases.tariff.measure_faults import faults_of
from madang.systems.customs.usecases.tariff.sample import sample_declaration

KCS = "품목번호,관세율구분,관세율,단위당세액,기준가격,적용국가구분,용도세율구분,적용개시일,적용만료일"
FIRST, SECOND = (
    Actor(kind=ActorKind.OFFICIAL, name=name, duties=(Duty(OFFICE, OFFICE, TARIFF),)) for name in ("도", "시")
)
STRANGER = Actor(kind=ActorKind.OFFICIAL, name="남")
TODAY = local_day(NOW)
FROM = TODAY + timedelta(days=30)
DRYER, TENT = "8516310000", "6306220000"


@pytest.fixture(autouse=True)
def looked_anew() -> Iterator[None]:
    forget_editions()
    yield
    forget_editions()


def table(*rows: str) -> bytes:
    return "\n".join((KCS, *rows)).encode()


def row(code: str, kind: str, percent: str) -> str:
    return f"{code},{kind},{percent},,,1,,20260101,99991231"


def proposed(*rows: str, since: date = FROM, actor: Actor = FIRST) -> TariffEdition:
    return propose_edition(
        data=table(*rows), name="t.csv", layout="kcs", source="고시 1", takes_effect_on=since, actor=actor, now=NOW
    )


def small(*rates: tuple[str, str, str]) -> Tariff:
    codes = sorted({code for code, _kind, _percent in rates})
    return read_tariff(
        lines=[{"code": code, "name_en": code} for code in codes],
        rates=[
            {"code": code, "regime": kind, "rate": rate, "from": "2020-01-01", "cite": "x"}
            for code, kind, rate in rates
        ],
        digits=2,
    )


def percent(held: Tariff, code: str, kind: str, on: date) -> Decimal | None:
    line = held.lines.get(code)
    duties = [rate.duty for rate in line.on(day=on) if rate.regime == kind] if line else []
    assert len(duties) <= 1
    return duties[0].percent if duties and isinstance(duties[0], AdValorem) else None


def test_an_edition_is_the_law_from_its_day_for_its_kinds_alone():
    held = small(("01", "A", "8%"), ("01", "F", "3%"), ("02", "A", "5%"))
    fresh = Edition(since=date(2027, 1, 1), kinds=frozenset("A"), tariff=small(("01", "A", "6%"), ("03", "A", "1%")))
    made = in_editions(held=held, editions=[fresh])
    before, after = date(2026, 12, 31), date(2027, 1, 1)
    assert [percent(made, code, "A", before) for code in ("01", "02", "03")] == [Decimal(8), Decimal(5), None]
    assert [percent(made, code, "A", after) for code in ("01", "02", "03")] == [Decimal(6), None, Decimal(1)]
    assert percent(made, "01", "F", after) == Decimal(3)
    changes = difference(before=held, edition=fresh)
    assert (changes.added, changes.changed, changes.ended) == (("03",), ("01",), ("02",))
    again = Edition(since=after, kinds=frozenset("A"), tariff=small(("01", "A", "7%")))
    assert percent(in_editions(held=held, editions=[fresh, again]), "01", "A", after) == Decimal(7)


@pytest.mark.django_db
def test_two_officials_take_a_table_in_and_it_holds_from_its_day():
    held = proposed(row(DRYER, "A", "5"), row(TENT, "A", "13"), row(DRYER, "FZZ9", "0"))
    assert (held.line_count, held.kinds, sum(held.left_out.values())) == (2, ["A"], 1)
    counts = [held.difference[kind]["count"] for kind in ("added", "changed", "ended")]
    assert counts == [1, 1, len(tariff().lines) - 1]
    assert held.difference["changed"]["lines"] == [{"code": DRYER, "before": [["A", "8%"]], "after": [["A", "5%"]]}]
    take_in_editions()
    assert TENT not in tariff().lines
    with pytest.raises(OwnEdition):
        decide_edition(number=held.number, approve=True, actor=FIRST, now=NOW)
    with pytest.raises(EditionTooEarly):
        decide_edition(number=held.number, approve=True, actor=SECOND, now=NOW + timedelta(days=30))
    decide_edition(number=held.number, approve=True, actor=SECOND, now=NOW)
    with pytest.raises(EditionDecided):
        decide_edition(number=held.number, approve=False, actor=SECOND, now=NOW)
    take_in_editions()
    assert TENT not in tariff().lines  # it looks once a minute
    forget_editions()
    # Customs Act art. 71 (2): at most forty points above the basic rate, which is the edition's.
    days, quota = (FROM, None), ("", None, "")
    (beyond,) = faults_of(regime="P", prefixes=(TENT,), origins=(), rates=("53%", "54%"), days=days, quota=quota)
    assert beyond.code == "customs.measure.limit"
    assert percent(tariff(), DRYER, "A", FROM - timedelta(days=1)) == Decimal(8)
    assert percent(tariff(), DRYER, "A", FROM) == Decimal(5)
    assert percent(tariff(), DRYER, "FVN1", FROM) == Decimal(0)
    assert any(hit.code == TENT for hit in find(text="6306.22-0000"))


@pytest.mark.django_db
def test_a_file_is_assessed_with_the_editions_where_that_is_asked_for(tmp_path: Path):
    lines = (("2204211000", "15"), ("4202221090", "8"), ("6203421000", "20"))
    held = proposed(*(row(code, "A", percent) for code, percent in lines))
    decide_edition(number=held.number, approve=True, actor=SECOND, now=NOW)
    path = tmp_path / "a.xml"
    path.write_bytes(wco.write(declaration=sample_declaration(on=FROM), country="KR", agency="KCS"))
    for more, editions, jeans in (((), None, "13%"), (("--with-editions",), [held.number], "20%")):
        forget_editions()
        done = CliRunner().invoke(command, ["assess", str(path), *more], obj=nullcontext)
        told = json.loads(done.stdout)
        assert (told["editions"], told["items"][1]["steps"][0]["rate"]) == (editions, jeans)


@pytest.mark.django_db
def test_the_demonstration_has_an_edition_to_come_and_one_that_waits_once():
    for _again in range(2):
        load_tariff_demo(now=NOW)
    coming, waiting = TariffEdition.objects.order_by("pk")
    assert (coming.state, coming.kinds, coming.takes_effect_on > TODAY) == ("approved", ["FTR1"], True)
    # As the loader says: a line that is new, three whose rate changes, one that has none any more, a rate for an end use.
    assert (waiting.state, waiting.kinds, sum(waiting.left_out.values())) == ("proposed", ["A"], 1)
    assert [waiting.difference[kind]["count"] for kind in ("added", "changed", "ended")] == [1, 3, 1]


@pytest.mark.django_db
def test_a_process_asks_the_database_once_a_minute(django_assert_num_queries, monkeypatch: pytest.MonkeyPatch):
    with django_assert_num_queries(1):
        take_in_editions()
    with django_assert_num_queries(0):
        take_in_editions()
    later = editions_in_force.monotonic() + 61
    monkeypatch.setattr(editions_in_force, "monotonic", lambda: later)
    with django_assert_num_queries(1):
        take_in_editions()


@pytest.mark.django_db
def test_a_faulty_table_an_early_day_and_a_stranger_are_refused():
    with pytest.raises(EditionFaulty) as faulty:
        proposed(row(DRYER, "A", "five"), row("hair", "A", "5"))
    assert {fault.place for fault in faulty.value.faults} == {"row 2.관세율", "row 3.code"}
    with pytest.raises(EditionTooEarly):
        proposed(row(DRYER, "A", "5"), since=TODAY)
    with pytest.raises(Forbidden):
        proposed(row(DRYER, "A", "5"), actor=STRANGER)
    assert not TariffEdition.objects.exists()


@pytest.mark.django_db
def test_the_database_keeps_an_edition_as_it_was():
    held = proposed(row(DRYER, "A", "5"))
    for change in ("UPDATE customs_tariffedition SET source = 'x'", "DELETE FROM customs_tariffedition"):
        with pytest.raises((InternalError, DatabaseError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
    assert TariffEdition.objects.get().source == held.source


@pytest.mark.django_db
def test_officers_read_a_table_in_on_a_page_and_anybody_reads_what_holds(client: Client):
    one, two = new_account("tariff-one"), new_account("tariff-two")
    for account in (one, two):
        give_duty(account, TARIFF)
    since = (local_day(clock.now()) + timedelta(days=3)).isoformat()
    file = SimpleUploadedFile("t.csv", table(row(TENT, "A", "13")), content_type="text/csv")
    told = {"file": file, "layout": "kcs", "source": "고시", "takes_effect_on": since}
    desk = signed_in(one)
    assert desk.post(reverse("customs:new_edition"), told).status_code == 302
    number = TariffEdition.objects.get().number
    address = reverse("customs:edition", args=[number])
    assert client.get(address).status_code == 404
    assert "A colleague decides" in desk.get(address, headers={"Accept-Language": "en"}).content.decode()
    assert signed_in(two).post(reverse("customs:decide_edition", args=[number]), {"approve": "1"}).status_code == 302
    page = client.get(address, headers={"Accept-Language": "en"}).content.decode()
    assert "6306.22-0000" in page
    assert number in client.get(reverse("customs:editions")).content.decode()
    forget_editions()
    assert "6306.22-0000" in client.get("/customs/tariff/6306/").content.decode()
