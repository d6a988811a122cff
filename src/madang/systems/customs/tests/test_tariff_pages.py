"""The tariff's pages, open to anyone: search, the way down, a line's history, what would I pay."""

import pytest
from django.test import Client
from django.urls import reverse

from madang.framework.law import use_country

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


def text(client: Client, address: str, *, status: int = 200) -> str:
    answer = client.get(address, headers=ENGLISH)
    assert answer.status_code == status
    return answer.content.decode()


def test_words_digits_and_slips_find_a_line(client: Client):
    for query in ("wine", "와인", "wiine", "2204.21"):
        assert "/customs/tariff/lines/2204211000/" in text(client, f"/customs/tariff/?q={query}")
    assert "Nothing is called so" in text(client, "/customs/tariff/?q=qqqqqq")
    assert "Found for" in text(client, "/customs/tariff/?q=%3Cscript%3E" + "x" * 500)


def test_the_way_down_and_what_is_not_there(client: Client):
    chapter = text(client, "/customs/tariff/22/")
    assert "/customs/tariff/2204/" in chapter
    assert "/customs/tariff/lines/2204211000/" in text(client, "/customs/tariff/2204/")
    assert "No rates are held here" in text(client, "/customs/tariff/0401/")
    for missing in (
        "/customs/tariff/77/",
        "/customs/tariff/IV/",
        "/customs/tariff/lines/2204211009/",
        "/customs/tariff/²²/",
    ):
        text(client, missing, status=404)


def test_what_would_i_pay_shows_each_step_with_its_article(client: Client):
    asked = "price=300000&currency=KRW&origin=CN&on=2026-03-04&count=1"
    page = text(client, f"/customs/tariff/lines/2204211000/?{asked}")
    for said in ("₩45,000", "₩103,500", "₩10,350", "₩204,730", "Liquor Tax Act", "Value-Added Tax Act"):
        assert said in page, said
    french = asked.replace("CN", "FR") + "&preference=FEU1"
    assert "₩45,000" not in text(client, f"/customs/tariff/lines/2204211000/?{french}")
    far = text(client, "/customs/tariff/lines/0904210000/?price=10&currency=USD&origin=CN&on=2026-03-04")
    assert "charged by quantity" in far
    assert "no part in that agreement" in text(client, f"/customs/tariff/lines/2204211000/?{asked}&preference=FEU1")
    assert 'id="due"' not in text(client, "/customs/tariff/lines/2204211000/?price=&origin=ZZ")


def test_rates_are_said_in_words_and_hanbit_has_its_own_tariff(client: Client):
    pepper = text(client, "/customs/tariff/lines/0904210000/")
    assert "50\u00a0% within the quota, else the higher of 270\u00a0%, 6,210 KRW for each kilogram" in pepper
    assert "of another chapter" in text(client, "/customs/tariff/lines/0202100000/")
    with use_country("xx"):
        assert "the higher of 15\u00a0%, 1.20 HBT for each litre" in text(client, "/customs/tariff/lines/22042100/")
        grapes = text(client, "/customs/tariff/lines/08061000/?price=100&currency=HBT&origin=KR&on=2026-06-01&mass=5")
        assert "45\u00a0% from 05-01 to 10-31, else 20\u00a0%" in grapes
        assert "74.00" in grapes  # 45.00 of duty, 20 % of 145.00


def test_anybody_holds_a_rule_of_origin_against_a_bill_of_materials(client):
    address = reverse("customs:origin_check")
    asked = {"code": "8516.71-0000", "value": "1000", "rule": "CTH or RVC 45", "tolerance": "10"}
    page = client.get(
        address, asked | {"materials": "851690 100\n732690 400\n392690 300 own"}, headers=ENGLISH
    ).content.decode()
    assert "They originate under this rule" in page
    assert "10.00 % of the value" in page
    assert "Value content: 50.00 %" in page
    assert (
        "They do not originate"
        in client.get(address, asked | {"materials": "851690 600"}, headers=ENGLISH).content.decode()
    )
    wrong = client.get(address, asked | {"materials": "851690 lots", "rule": "CTH"}, headers=ENGLISH)
    assert wrong.status_code == 422
    assert client.get(address, asked | {"materials": "", "rule": "nonsense"}, headers=ENGLISH).status_code == 422


def test_each_agreement_stands_with_its_parties_proofs_and_articles(client: Client):
    page = text(client, "/customs/tariff/agreements/")
    for said in ("Korea-EU agreement", "Regional Comprehensive Economic Partnership (Japan)", "an approved exporter"):
        assert said in page, said
    union = text(client, "/customs/tariff/agreements/FEU1/")
    for said in ("€6,000", "art. 13", "from memory: not compared with the text", "United Kingdom", "0=1 3=4"):
        assert said in union, said
    assert "Back-to-back" in text(client, "/customs/tariff/agreements/FRCJP1/")
    for missing in ("A", "FXX1"):
        text(client, f"/customs/tariff/agreements/{missing}/", status=404)
    with use_country("xx"):
        assert "No agreement is held here" in text(client, "/customs/tariff/agreements/")


def test_what_would_i_pay_stands_side_by_side_for_each_agreement_of_the_country(client: Client):
    asked = "price=1000000&currency=KRW&origin=VN&on=2026-11-23&count=1"
    page = text(client, f"/customs/tariff/lines/8516310000/?{asked}")
    # Korea-Viet Nam agreement, Annex 2-A, section B: nothing since 2016; the basic rate is 8 %.
    table = page[page.index("Side by side") :]
    assert table.index("Korea-Viet Nam agreement") < table.index("No agreement") < table.index("Korea-ASEAN agreement")
    for said in ("₩100,000", "₩188,000", "none is held of this line", "a certificate of an authority", "none up to"):
        assert said in table, said
    # Pork is free under the agreement, and unprocessed food of value-added tax (Value-Added Tax Act art. 27).
    pork = text(client, f"/customs/tariff/lines/0203291000/?{asked}")
    assert "₩0" in pork[pork.index("Side by side") : pork.index("No agreement")]
    alone = text(client, f"/customs/tariff/lines/8516310000/?{asked.replace('VN', 'BR')}")
    assert "Side by side" not in alone


def test_materials_of_parties_cumulate_and_minor_operations_confer_no_origin(client: Client):
    address = "/customs/tariff/origin/?code=950631&value=1000&rule=RVC+40&tolerance=0"
    bill = "materials=950639+500+JP%0A732690+450+US"
    assert "They do not originate" in text(client, f"{address}&{bill}")
    assert "They originate under this rule" in text(client, f"{address}&{bill}&agreement=FRCCN1&route=controlled")
    page = text(client, f"{address}&{bill}&agreement=FRCCN1&operations=pack&route=direct")
    assert "They do not originate" in page
    assert "Confers no origin: packing and unpacking" in page
    silent = text(client, f"{address}&materials=732690+100+US&agreement=FCN1&operations=pack")
    assert "something stays open" in silent
