"""The pages of two stages and of frameworks: who sees what, and what a form refuses."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from madang.framework.identity.tests.browsers import give_duty, new_account, signed_in
from madang.framework.values import clock
from madang.systems.procurement.domain.words import Method
from madang.systems.procurement.models import Agreement, Bid, PriceStage, Supplier, TechnicalJudgement, Tender
from madang.systems.procurement.tests import market as market_rows
from madang.systems.procurement.tests import stage_rows as rows
from madang.systems.procurement.tests.stage_rows import CLOSES, NOW, OPENS
from madang.systems.procurement.tests.test_frameworks import ORDERED, admitted
from madang.systems.procurement.usecases.permissions import BUYER

pytestmark = pytest.mark.django_db
ONE, TWO = "1018100001", "1018100002"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def buyer() -> Client:
    account = new_account("page.buyer")
    give_duty(account, BUYER, office=market_rows.OFFICE)
    return signed_in(account)


def typed(at: datetime) -> str:
    """As the browser's field writes it, in Seoul."""
    return f"{at + 9 * HOUR:%Y-%m-%dT%H:%M}"


def test_a_buyer_judges_and_invites_and_everybody_reads_who_is_fit(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows.suppliers(ONE, TWO)
    taken = rows.sealing(rows.two_stage(ground="two_stage"), NOW + HOUR)
    asked = f"/procurement/tenders/{taken.tender.number}"
    for number in (ONE, TWO):
        rows.send(taken, number, minor=0, at=CLOSES - HOUR)
    tender = rows.open_all(taken)
    rows.scored(tender, {ONE: (60, 40), TWO: (30, 20)}, at=OPENS + HOUR)
    assert client.get(f"{asked}/stages/desk/").status_code in {302, 403}
    assert client.get(f"{asked}/award/", follow=True).redirect_chain[0][0] == f"{asked}/stages/"

    monkeypatch.setattr(clock, "now", lambda: OPENS + 2 * HOUR)
    desk_client = buyer()
    desk = desk_client.get(f"{asked}/award/desk/", follow=True)
    assert f"{asked}/stages/desk/lots/1/" in desk.content.decode()
    unfit = Bid.objects.get(tender=tender, supplier__number=TWO).number
    assert desk_client.post(f"{asked}/stages/desk/lots/1/", {unfit: ""}).status_code == 422
    assert not TechnicalJudgement.objects.exists()
    desk_client.post(f"{asked}/stages/desk/lots/1/", {unfit: "Too slow."})
    assert TechnicalJudgement.objects.filter(fit=True).count() == 1

    soon = clock.now() + HOUR
    refused = desk_client.post(f"{asked}/stages/desk/prices/", {"closes_at": typed(soon), "opens_at": typed(soon)})
    assert refused.status_code == 422
    later = clock.now() + 20 * DAY
    made = desk_client.post(
        f"{asked}/stages/desk/prices/", {"closes_at": typed(later), "opens_at": typed(later + HOUR)}
    )
    price = PriceStage.objects.get(technical=tender).price
    assert made["Location"] == f"/procurement/tenders/{price.number}/ceremony/"
    page = client.get(f"/procurement/tenders/{price.number}/stages/?lang=en", follow=True).content.decode()
    assert "unfit: too few points" in page
    assert "Too slow." not in page


def test_a_buyer_writes_terms_and_everybody_reads_what_is_left(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    lot, first, second = admitted()
    Supplier.objects.filter(pk=second.supplier_id).update(account="088-110-222333", account_holder="Owner")
    monkeypatch.setattr(clock, "now", lambda: ORDERED)
    number = lot.tender.number
    page = client.get(f"/procurement/tenders/{number}/framework/?lang=en").content.decode()
    assert first.supplier.name in page
    assert "/orders/" not in page
    assert number in client.get("/procurement/frameworks/").content.decode()

    client = buyer()
    assert f"/orders/{second.number}/" in client.get(f"/procurement/tenders/{number}/framework/").content.decode()
    draft = market_rows.drafted(method=Method.FRAMEWORK, ground="multi_supplier")
    address = f"/procurement/tenders/{draft.number}/framework/terms/"
    given = {"members_most": "2", "starts_on": "2026-07-03", "ends_on": "2026-12-31", "way": "either"}
    assert client.post(address, {**given, "members_most": "0"}).status_code == 422
    assert client.post(address, given).status_code == 302
    assert Tender.objects.get(pk=draft.pk).framework_terms.members_most == 2
    competition = client.post(f"/procurement/tenders/{number}/framework/competition/1/", {"quantity": "999999"})
    assert competition.status_code == 422
    order = client.get(f"/procurement/tenders/{number}/framework/orders/{second.number}/?lang=en").content.decode()
    assert "Why another than the first member" in order
    # The supplier named its account on its company's page; nobody types it again.
    assert 'value="088-110-222333"' in order
    client.post(f"/procurement/tenders/{number}/framework/mall/{first.number}/", {"delivery_days": "5"})
    assert Agreement.objects.filter(in_mall__isnull=False).count() == 1
