"""Sign in with a mobile ID: another author's wallet answers; the status service runs, stops, dawdles and lies."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from joserfc.jwk import ECKey

from madang.framework.identity.actor import Assurance, system_actor
from madang.framework.identity.models import Account, KnownStanding, Session
from madang.framework.identity.usecases.create_account import create_account
from madang.framework.values import clock
from madang.systems.mobile_id.domain.credential import Standing
from madang.systems.mobile_id.formats import jose, status_list
from madang.systems.mobile_id.gateways.status_service import fetch_status_list
from madang.systems.mobile_id.models import Credential, PresentationRequest
from madang.systems.mobile_id.tests.conftest import offered, resident
from madang.systems.mobile_id.usecases import addresses, keys
from madang.systems.mobile_id.usecases.ask_presentation import link_of
from madang.systems.mobile_id.usecases.change_standing import change_standing
from madang.systems.mobile_id.usecases.publish_status import publish_status

pytestmark = pytest.mark.django_db(transaction=True)
Peer = Callable[..., Any]

# A service in a process of its own: answers with the file, or drips it, as its file "mode" says.
SERVICE = """
import http.server, pathlib, sys, time
folder = pathlib.Path(sys.argv[1])
class Door(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body, mode = (folder / "list").read_bytes(), (folder / "mode").read_text()
        self.send_response(500 if mode == "broken" else 200)
        self.end_headers()
        for at in range(0, len(body), 1 if mode == "slow" else len(body)):
            self.wfile.write(body[at : at + (1 if mode == "slow" else len(body))])
            self.wfile.flush()
            if mode == "slow":
                time.sleep(0.5)
    def log_message(self, *said):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door)
print(server.server_port, flush=True)
server.serve_forever()
"""


@dataclass
class Service:
    """The status service: a process, and the folder from which it answers."""

    process: subprocess.Popen[str]
    folder: Path
    address: str

    def says(self, token: str, *, mode: str = "good") -> None:
        (self.folder / "list").write_text(token)
        (self.folder / "mode").write_text(mode)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(30)


@pytest.fixture
def service(tmp_path: Path, settings: Any) -> Iterator[Service]:
    """The service runs and is the one that sign-in asks."""
    process = subprocess.Popen([sys.executable, "-c", SERVICE, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    made = Service(process, tmp_path, f"http://127.0.0.1:{process.stdout.readline().strip()}")
    made.says("")
    settings.MADANG_STATUS_SERVICE = made.address
    yield made
    made.stop()


@dataclass
class Holder:
    """A resident with an account and a mobile ID in the other authors' wallet."""

    peer: Peer
    person: str
    held: dict[str, Any]

    @property
    def credential(self) -> Credential:
        return Credential.objects.get(person=self.person)

    def answer(self, browser: Client, **other: str) -> None:
        """The page begins, the wallet answers."""
        assert browser.post("/mobile-id/sign-in/begin/", other).status_code == 302
        request = PresentationRequest.objects.latest("made_at")
        sent = self.peer("answer", link=link_of(request=request), **self.held, frame={})
        assert (sent["status"], "claims" in sent["query"]["credentials"][0]) == (200, False)

    def sign_in(self, **other: str) -> Client:
        """A browser that the wallet signed in, or tried to."""
        browser = Client(headers={"accept-language": "en"})
        self.answer(browser, **other)
        browser.last = browser.post("/mobile-id/sign-in/")  # type: ignore[attr-defined]
        return browser

    def session(self) -> Session:
        """The newest session."""
        return Session.objects.latest("pk")


def account(login: str, person: str) -> Account:
    return create_account(
        login=login,
        name=login,
        password="courtyard-at-noon-7",
        person=person,
        actor=system_actor("test"),
        now=clock.now(),
    )


@pytest.fixture
def holder(peer: Peer, people: dict[str, str], provider: dict[str, Any]) -> Holder:
    """Hana, whose wallet guards its key."""
    account("hana", people["hana"])
    offer = offered(people["hana"])
    got = peer("fetch", offer=offer.link, txCode=offer.tx_code, provider=provider)
    assert got["type"] == "DPoP"
    return Holder(peer, people["hana"], {"credential": got["credentials"][0], "key": got["keys"][0]})


def the_list(holder: Holder, *, key: ECKey | None = None, **claims: Any) -> str:
    """The status list as the issuer signs it, or as somebody lies about it."""
    body = jose.body_of(token=publish_status(number=holder.credential.list_number, now=clock.now())) | claims
    header = {"typ": status_list.TYPE, "kid": keys.issuing_key_id()}
    return jose.sign(header=header, claims=body, key=key or keys.issuing_key())


def test_a_wallet_signs_in_at_high_and_a_lost_phone_signs_out(holder: Holder) -> None:
    browser = holder.sign_in(next="/settings/")
    assert browser.last["Location"] == "/settings/"
    session = holder.session()
    assert (session.assurance, session.method, session.ground) == (Assurance.HIGH, "wallet", "fresh")
    assert "level: high" in browser.get("/settings/").content.decode()
    assert browser.post("/mobile-id/offer/").status_code == 200
    change_standing(key=holder.credential.key, to=Standing.SUSPENDED, actor=resident(holder.person), now=clock.now())
    assert browser.get("/settings/")["Location"].startswith("/sign-in/")
    again = Client(headers={"accept-language": "en"})
    holder.answer(again)
    assert "suspended" in again.get("/mobile-id/sign-in/").content.decode()
    assert again.post("/mobile-id/sign-in/").status_code == 409


def test_an_answer_signs_in_the_browser_that_asked_once_and_no_other(holder: Holder) -> None:
    browser, thief = Client(), Client()
    holder.answer(browser)
    assert thief.post("/mobile-id/sign-in/")["Location"] == "/sign-in/"
    assert browser.post("/mobile-id/sign-in/").status_code == 302
    assert PresentationRequest.objects.latest("made_at").used_at is not None
    assert browser.post("/mobile-id/sign-in/")["Location"] == "/confirm/"
    assert Session.objects.count() == 1


def test_a_wallet_whose_key_nobody_attests_signs_in_at_substantial_at_most(
    peer: Peer, people: dict[str, str], provider: dict[str, Any]
) -> None:
    account("hana", people["hana"])
    offer = offered(people["hana"])
    stranger = ECKey.generate_key("P-256")
    unknown = {**{name: str(value) for name, value in stranger.as_dict(private=True).items()}, "kid": "unknown"}
    got = peer("fetch", offer=offer.link, txCode=offer.tx_code, provider=unknown)
    holder = Holder(peer, people["hana"], {"credential": got["credentials"][0], "key": got["keys"][0]})
    holder.sign_in()
    assert holder.session().assurance == Assurance.SUBSTANTIAL
    forged = offered(people["hana"])
    with pytest.raises(Exception, match="did not prove"):
        peer("fetch", offer=forged.link, txCode=forged.tx_code, provider={**unknown, "kid": provider["kid"]})


def test_an_offer_needs_high_so_its_button_leads_up_by_the_wallet_and_back_to_the_offer(holder: Holder) -> None:
    browser = Client(headers={"accept-language": "en"})
    browser.post("/sign-in/", {"login": "hana", "password": "courtyard-at-noon-7"})
    up = browser.post("/mobile-id/offer/")["Location"]
    assert up == "/confirm/?" + urlencode({"level": 3, "next": "/confirm/go-on/"})
    page = browser.get(up).content.decode()
    assert "Use the mobile ID" in page
    assert "With a password" not in page
    holder.answer(browser, next="/confirm/go-on/")
    assert browser.post("/mobile-id/sign-in/")["Location"] == "/confirm/go-on/"
    assert 'action="/mobile-id/offer/"' in browser.get("/confirm/go-on/").content.decode()
    assert browser.post("/mobile-id/offer/").status_code == 200
    assert holder.session().assurance == Assurance.HIGH


def test_another_persons_wallet_raises_nobodys_session(holder: Holder, people: dict[str, str]) -> None:
    account("minsu", people["minsu"])
    browser = Client(headers={"accept-language": "en"})
    browser.post("/sign-in/", {"login": "minsu", "password": "courtyard-at-noon-7"})
    holder.answer(browser)
    reply = browser.post("/mobile-id/sign-in/")
    assert (reply.status_code, "somebody else" in reply.content.decode()) == (403, True)
    assert holder.session().assurance == Assurance.LOW


def test_while_the_status_service_is_down_people_sign_in_and_are_told_how_surely(
    holder: Holder, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Korea's administrative network stood still for 56 hours in November 2023; a list holds for twelve hours here."""
    service.says(the_list(holder))
    holder.sign_in()
    assert (holder.session().ground, holder.session().assurance) == ("fresh", Assurance.HIGH)
    service.stop()
    holder.sign_in()
    assert (holder.session().ground, holder.session().assurance) == ("cached", Assurance.HIGH)
    long_ago = clock.now() - timedelta(hours=56)
    KnownStanding.objects.update(heard_at=long_ago, valid_until=long_ago + timedelta(hours=12))
    browser = holder.sign_in(next="/settings/")
    assert (holder.session().ground, holder.session().assurance) == ("outage", Assurance.LOW)
    page = browser.get("/settings/").content.decode()
    assert "does not answer, so you are signed in at the level “low”" in page
    assert "The level is lower than usual" in page
    assert "lower than usual" in browser.get("/confirm/?level=3").content.decode()


@pytest.mark.parametrize("mode", ["slow", "broken"])
def test_a_service_that_dawdles_or_breaks_holds_nobody_up(holder: Holder, service: Service, mode: str) -> None:
    service.says(the_list(holder), mode=mode)
    begun = time.monotonic()
    with pytest.raises(Exception, match=r"slowly|500|Timeout"):
        fetch_status_list(address=f"{service.address}/status-lists/0")
    assert time.monotonic() - begun < 20
    holder.sign_in()
    assert (holder.session().ground, holder.session().assurance) == ("outage", Assurance.LOW)


def revoked(holder: Holder, **claims: Any) -> str:
    """A list that says revoked."""
    credential = holder.credential
    table = status_list.pack(size=1 << 16, statuses=[(credential.list_index, Standing.REVOKED)])
    return the_list(holder, status_list=status_list.claim_of(table=table), **claims)


def test_a_service_that_lies_is_not_believed_and_one_that_revokes_is(holder: Holder, service: Service) -> None:
    now = int(time.time())
    lies = [
        revoked(holder, exp=now - 1),
        revoked(holder, iat=now + 3600),
        revoked(holder, sub=addresses.status_list(number=7)),
        the_list(holder, key=ECKey.generate_key("P-256")),
        the_list(holder, status_list={"bits": 2, "lst": "AAAA"}),
        "no token at all",
        "x" * 3_000_000,
    ]
    for lie in lies:
        service.says(lie)
        holder.sign_in()
        assert holder.session().ground == "outage", lie[:40]
    older = the_list(holder, iat=now - 7200)
    service.says(revoked(holder, iat=now - 60))
    assert holder.sign_in().last.status_code == 403  # type: ignore[attr-defined]
    # An older list, from before the revocation, is played again: a revocation once heard never lapses.
    service.says(older)
    assert holder.sign_in().last.status_code == 403  # type: ignore[attr-defined]
    service.stop()
    assert holder.sign_in().last.status_code == 403  # type: ignore[attr-defined]
