"""A supplier's program: its key, a bid sealed by the command and sent by the API; timestamps; the demonstration."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client

from madang.framework.documents.seal import trust
from madang.framework.identity.actor import system_actor
from madang.framework.identity.models import Account, Office
from madang.framework.identity.tests.browsers import signed_in
from madang.framework.identity.usecases.assign_duty import assign_duty, open_office
from madang.framework.values import clock
from madang.systems.procurement.commands import command as program
from madang.systems.procurement.domain.words import TenderState
from madang.systems.procurement.models import Bid, BidderKey, Ceremony, Offer, Tender
from madang.systems.procurement.tests.bidding_market import AFTER, BEFORE, Market, bidder, supplier, tender
from madang.systems.procurement.tests.bidding_market import market as market
from madang.systems.procurement.usecases import permissions
from madang.systems.procurement.usecases.bidding.load_demo import load_bidding_demo
from madang.systems.procurement.usecases.bidding.stamp_receipts import stamp_receipts

pytestmark = pytest.mark.django_db
SHOP = "1018100001"


@pytest.fixture
def before(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the last second before the deadline."""
    monkeypatch.setattr(clock, "now", lambda: BEFORE)


def entered(number: str) -> Client:
    """A browser in which Sora acts for the supplier."""
    acting = bidder(number).acting_for
    assert acting is not None
    account, _made = Account.objects.get_or_create(
        login="sora", defaults={"name": "Sora", "person": "person-sora", "created_at": BEFORE, "language": "en"}
    )
    return signed_in(account, mandate=acting.mandate_id)


def command(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MADANG_", "DATABASE_"))}
    environment |= {"MADANG_VAR": str(folder / "var"), "PYTHONPATH": os.pathsep.join(sys.path), "MADANG_LANGUAGE": "en"}
    call = [sys.executable, "-m", "madang.site.cli", "procurement", *arguments]
    return subprocess.run(call, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.usefixtures("before")
def test_a_program_seals_by_the_command_and_sends_by_the_api(market: Market, tmp_path: Path) -> None:
    made = CliRunner().invoke(program, ["new-bidder-key", "--out", str(tmp_path / "key.pem")])
    assert made.exit_code == 0, made.output
    page = entered(SHOP)
    answer = page.post("/procurement/bidder-keys/", {"label": "ERP", "public": made.output})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    told = Client().get(f"/api/procurement/tenders/{market.tender.number}/ceremony").json()
    (tmp_path / "ceremony.json").write_text(json.dumps(told))
    (tmp_path / "content.json").write_text('{"minor": 88000000, "currency": "KRW", "draws": [1, 15], "answers": {}}')
    options = ("--ceremony", "ceremony.json", "--content", "content.json", "--key", "key.pem", "--out", "bid.jws")
    sealed = command("seal-bid", *options, "--supplier", SHOP, folder=tmp_path)
    assert sealed.returncode == 0, sealed.stderr
    body = {"sealed": (tmp_path / "bid.jws").read_text()}
    sent = Client().post("/api/procurement/bids", body, content_type="application/json")
    assert sent.status_code == 200, sent.content
    assert json.loads(sent.json()["receipt"])["bid"] == sent.json()["number"] == Bid.objects.get().number
    again = Client().post("/api/procurement/bids", body, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "procurement.bid.replayed")
    other = Client().post("/api/procurement/bids", {"sealed": "e30.e30.e30"}, content_type="application/json")
    assert (other.status_code, other.json()["code"]) == (422, "procurement.bid.tampered")
    key = BidderKey.objects.get()
    assert page.post("/procurement/bidder-keys/", {"end": str(key.pk)}).status_code == 302
    assert BidderKey.objects.get().ended_at == BEFORE


@pytest.mark.usefixtures("before")
def test_a_supplier_sees_own_bids_alone(market: Market) -> None:
    bid = market.send(SHOP)
    own, other = entered(SHOP), entered("1018100002")
    for path in ("", "receipt.json", "bid.jws"):
        assert own.get(f"/procurement/bids/{bid.number}/{path}").status_code == 200
        assert other.get(f"/procurement/bids/{bid.number}/{path}").status_code == 404
    assert own.get(f"/procurement/bids/{bid.number}/receipt.tst").status_code == 404
    page = Client().get(f"/procurement/tenders/{market.tender.number}/bids.json").json()
    assert page["bids"] == [], "before closing nobody learns even how many there are"
    assert own.post(f"/procurement/bids/{bid.number}/").status_code == 302
    assert Bid.objects.get().state == "withdrawn"


def test_receipts_get_their_time_when_the_trust_services_answer(market: Market) -> None:
    bid = market.send(SHOP)
    assert bid.token is None

    class Silent:
        def stamp(self, *, imprint: bytes, now: object) -> bytes:
            raise trust.Untrusted("silent")

    class Answering(Silent):
        def stamp(self, *, imprint: bytes, now: object) -> bytes:
            return b"token of " + imprint

    kept = trust.trust_service()
    try:
        trust.use(service=Silent())  # type: ignore[arg-type]
        assert stamp_receipts(now=AFTER) == 0
        trust.use(service=Answering())  # type: ignore[arg-type]
        assert stamp_receipts(now=AFTER) == 1
        assert market.send("1018100002").token
    finally:
        trust.forget()
        if kept is not None:
            trust.use(service=kept)
    bid.refresh_from_db()
    assert bytes(bid.token or b"").startswith(b"token of ")
    assert stamp_receipts(now=AFTER) == 0


def test_the_demonstration_bids_closes_and_opens(db: None) -> None:
    now = clock.now()
    for login, code in (("buyer", "1741000"), ("custodian", "BAI"), ("custodian2", "PPS")):
        account = Account.objects.create(login=login, name=login, created_at=now, language="en", demo=True)
        office = Office.objects.filter(code=code).first() or open_office(
            code=code, name=code, actor=system_actor("t"), now=now
        )
        assign_duty(
            account=account,
            office=office,
            duty=permissions.CUSTODIAN,
            assigned_from=(now - timedelta(days=2)).date(),
            actor=system_actor("t"),
            now=now,
        )
    for one in range(6):
        supplier(f"10181000{one:02}", asked=now - timedelta(days=8))
    week = timedelta(days=7)
    past = {"published_at": now - 4 * week, "closes_at": now - week, "opens_at": now - week + timedelta(hours=1)}
    tender("T-PAST", **past, state=TenderState.CLOSED.value)
    tender("T-OPEN", published_at=now - week, closes_at=now + week, opens_at=now + week)
    count = load_bidding_demo(now=now)
    assert count == Bid.objects.count() >= 4
    assert dict(Tender.objects.values_list("number", "state")) == {"T-PAST": "opened", "T-OPEN": "published"}
    assert Offer.objects.count() == Bid.objects.filter(tender__number="T-PAST", state="opened").count() >= 2
    assert Ceremony.objects.count() == 2
    assert load_bidding_demo(now=now) == 0, "a second load adds nothing"
    page = Client(headers={"accept-language": "en"}).get("/procurement/tenders/T-PAST/bids/")
    assert "everybody knows their secret halves" in page.content.decode()
