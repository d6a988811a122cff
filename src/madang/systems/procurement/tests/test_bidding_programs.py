"""A supplier's program: its key, a bid sealed by the command and sent by the API; timestamps; the demonstration."""

import hashlib
import json
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import IntegrityError, transaction
from django.test import Client

from madang.framework.audit import merkle
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
from madang.systems.procurement.usecases.bidding import stamp_receipts as stamping
from madang.systems.procurement.usecases.bidding.load_demo import load_bidding_demo
from madang.systems.procurement.usecases.bidding.stamp_receipts import stamp_receipts

pytestmark = pytest.mark.django_db
PACKAGE = Path(permissions.__file__).parents[1]
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
    answer = page.post("/procurement/bidder-keys/", {"label": "ERP", "request": made.output})
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


def openssl_says(*options: str, folder: Path) -> str:
    command = ["openssl", "ts", "-verify", "-token_in", "-CAfile", "root.pem", *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def imprint_of(bid: Bid, *, folder: Path) -> str:
    """What the published program says is stamped, by the files that the bidder has."""
    names = [f"{bid.number}.json"]
    (folder / names[0]).write_text(bid.receipt)
    (folder / f"{bid.number}.tst").write_bytes(bytes(bid.token or b""))
    if bid.inclusion:
        names.append(f"{bid.number}.inclusion.json")
        (folder / names[1]).write_text(json.dumps(bid.inclusion))
    program = PACKAGE / "static" / "procurement" / "check_receipt.py"
    command = [sys.executable, "-I", str(program), *names]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


def test_receipts_that_waited_share_a_timestamp_and_openssl_checks_each(market: Market, tmp_path: Path) -> None:
    # Nobody founded trust services yet: the bids count all the same.
    waited = [market.send(one) for one in (SHOP, "1018100002")]
    assert [bid.token for bid in waited] == [None, None]
    assert stamp_receipts(now=AFTER) == 0
    asked = f"/api/procurement/bids/{waited[0].number}/timestamp"
    assert Client().get(asked).json()["code"] == "procurement.bid.not_stamped"

    founding = import_module("madang.systems.signatures.usecases.found_services")
    services = founding.found_services(actor=system_actor("t"), now=clock.now())
    root = x509.load_der_x509_certificate(bytes(services.root.certificate))
    (tmp_path / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    assert stamp_receipts(now=AFTER) == 2
    alone = market.send("1018100003")
    assert alone.token, "at once"
    assert alone.inclusion is None, "who comes alone has a timestamp of the receipt itself"

    for bid in waited:
        bid.refresh_from_db()
    assert waited[0].token == waited[1].token
    assert sorted(bid.inclusion["place"] for bid in waited) == [0, 1]
    assert Client().get(asked).json()["inclusion"] == waited[0].inclusion
    for bid in (*waited, alone):
        stamped = imprint_of(bid, folder=tmp_path)
        said = openssl_says("-in", f"{bid.number}.tst", "-digest", stamped, folder=tmp_path)
        assert "Verification: OK" in said, said
    said = openssl_says("-in", f"{alone.number}.tst", "-data", f"{alone.number}.json", folder=tmp_path)
    assert "Verification: OK" in said, said
    waited[0].receipt = waited[0].receipt.replace("2026", "2025")
    changed = imprint_of(waited[0], folder=tmp_path)
    assert "Verification: FAILED" in openssl_says("-in", f"{waited[0].number}.tst", "-digest", changed, folder=tmp_path)
    with pytest.raises(IntegrityError), transaction.atomic():
        Bid.objects.filter(pk=waited[0].pk).update(inclusion=waited[1].inclusion)
    assert stamp_receipts(now=AFTER) == 0


class Unhurried:
    """A trust service that answers when it is told to."""

    def __init__(self) -> None:
        self.asked, self.answers = threading.Event(), threading.Event()

    def stamp(self, *, imprint: bytes, now: object) -> bytes:
        self.asked.set()
        assert self.answers.wait(60)
        return imprint


def test_receipts_that_come_while_a_timestamp_is_made_share_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    service, door = Unhurried(), stamping._Door()
    monkeypatch.setattr(stamping, "_door", door)
    monkeypatch.setattr(stamping, "trust_service", lambda: service)
    bids = [Bid(receipt=f"receipt {one}") for one in range(6)]
    with ThreadPoolExecutor(max_workers=len(bids)) as threads:
        done = [threads.submit(stamping.stamp_receipt, bid=bids[0], now=AFTER)]
        assert service.asked.wait(60)
        done += [threads.submit(stamping.stamp_receipt, bid=bid, now=AFTER) for bid in bids[1:]]
        while len(door.gathering.bids) < 5:
            assert not any(one.done() for one in done)
        service.answers.set()
        for one in done:
            one.result(60)
    assert bids[0].token == hashlib.sha256(b"receipt 0").digest()
    assert len({bid.token for bid in bids[1:]}) == 1
    for bid in bids[1:]:
        path = [bytes.fromhex(one) for one in bid.inclusion["path"]]
        place = {"place": bid.inclusion["place"], "size": 5, "path": path}
        assert merkle.root_from_path(leaf=bid.receipt.encode(), **place) == bid.token


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
