"""Trade counted from released declarations and published by month; the figures are those of the declarations lodged here."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
from django.test import Client

from madang.systems.customs.domain.disclosure_control import TOTAL
from madang.systems.customs.domain.words import DeclarationState, Direction
from madang.systems.customs.models import CustomsDeclaration, TradeLine, TradeMonth
from madang.systems.customs.tests.declarations_world import MACHINE, NOW, acting, declaration
from madang.systems.customs.usecases.declarations.lodge_declaration import lodge_declaration
from madang.systems.customs.usecases.statistics.load_demo import load_statistics_demo
from madang.systems.customs.usecases.statistics.note_trade import note_trade
from madang.systems.customs.usecases.statistics.publish_months import publish_months

pytestmark = pytest.mark.django_db
MARCH, FIRST_OF_APRIL = date(2026, 3, 1), date(2026, 4, 1)


def released_export(reference: str) -> CustomsDeclaration:
    told = declaration(
        reference, direction=Direction.EXPORT, export_country="KR", destination_country="VN", incoterm=None, charges=()
    )
    one = lodge_declaration(declaration=told, channel="api", actor=acting(), now=NOW)
    assert one.state == DeclarationState.RELEASED.value
    return one


def line(trader: str, value: int, *, partner: str = "VN", commodity: str = "610910") -> TradeLine:
    return TradeLine(
        item=1,
        month=MARCH,
        direction="export",
        partner=partner,
        commodity=commodity,
        value_minor=value,
        grams=1000,
        trader=trader,
        noted_at=NOW,
    )


def test_a_released_export_is_counted_once_by_its_destination_and_again_when_it_is_corrected(no_chance: None):
    one = released_export("S-1")
    assert (note_trade(now=NOW), note_trade(now=NOW)) == (1, 0)
    (counted,) = TradeLine.objects.all()
    assert (counted.partner, counted.commodity, counted.value_minor) == ("VN", "610910", 300_000)
    assert (counted.month, counted.grams) == (MARCH, 20_000)
    one.version = 2
    one.save(update_fields=["version"])
    assert note_trade(now=NOW) == 1
    assert TradeLine.objects.get().version == 2


def test_a_month_is_published_when_it_is_over_and_revised_when_lines_came(no_chance: None):
    TradeLine.objects.bulk_create(line(f"t{n}", 100 + n) for n in range(4))
    assert publish_months(actor=MACHINE, now=NOW, today=date(2026, 3, 15)) == 0
    assert publish_months(actor=MACHINE, now=NOW, today=date(2026, 4, 2)) == 0
    later = NOW + timedelta(days=23)
    assert publish_months(actor=MACHINE, now=later, today=FIRST_OF_APRIL) == 1
    held = TradeMonth.objects.get()
    assert [TOTAL, TOTAL, 406, 4000] in held.cells
    assert ["610910", 406, 4000] in held.below
    assert publish_months(actor=MACHINE, now=later, today=date(2026, 4, 15)) == 0
    corrected = line("t9", 50)
    corrected.noted_at = later + timedelta(days=1)
    corrected.save()
    assert publish_months(actor=MACHINE, now=later + timedelta(days=14), today=date(2026, 4, 15)) == 1
    held.refresh_from_db()
    assert held.revision == 2
    assert [TOTAL, TOTAL, 456, 5000] in held.cells


def test_what_one_trader_sold_stands_on_no_page_and_in_no_file(client: Client):
    many = [line(f"t{n}", 70_000 + n, partner=where) for n in range(4) for where in ("VN", "US")]
    others = [line(f"t{n}", 90_000 + n, partner=where, commodity="851671") for n in range(4) for where in ("VN", "US")]
    TradeLine.objects.bulk_create([*many, *others, line("lonely", 4_321, partner="JP", commodity="851671")])
    publish_months(actor=MACHINE, now=NOW, today=FIRST_OF_APRIL)
    answer = client.get("/customs/statistics/export/2026-03/table.csv")
    rows = list(csv.DictReader(StringIO(answer.content.decode())))
    values = {(row["COMMODITY"], row["PARTNER"]): row["VALUE"] for row in rows}
    assert values["TOTAL", "W00"] == str(sum(4 * v + 6 for v in (70_000, 90_000)) * 2 + 4_321)
    assert "4321" not in values.values()
    assert values["85", "JP"] == values["TOTAL", "JP"] == ""
    page = client.get("/customs/statistics/export/2026-03/?partner=JP", headers={"Accept-Language": "en"})
    assert "confidential" in page.content.decode()
    assert "4,321" not in page.content.decode()


@pytest.mark.parametrize("tail", ["import/2026-3/", "transit/2026-03/", "export/1999-01/", "export/x/table.csv"])
def test_a_month_that_is_not_published_is_not_there(client: Client, tail: str):
    assert client.get(f"/customs/statistics/{tail}").status_code == 404


def test_the_demonstration_has_two_years_of_both_directions_and_pages_to_look_closer(client: Client):
    assert load_statistics_demo(now=NOW) == load_statistics_demo(now=NOW) == 50
    front = client.get("/customs/statistics/", headers={"Accept-Language": "en"}).content.decode()
    assert "/customs/statistics/import/2026-02/" in front
    month = "/customs/statistics/import/2026-02/"
    assert "?chapter=27" in client.get(month).content.decode()
    closer = client.get(f"{month}?chapter=27", headers={"Accept-Language": "en"}).content.decode()
    assert "270900" in closer
    assert "Saudi Arabia" in closer
    assert client.get(f"{month}?chapter=99").status_code == 404
