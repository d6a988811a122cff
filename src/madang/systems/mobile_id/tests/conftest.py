"""A small republic with its register, a served issuer, and a wallet of other authors."""

import json
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import ECKey

from madang.framework.identity.actor import Actor, ActorKind, Assurance, Duty, system_actor
from madang.framework.law import pack
from madang.framework.values import clock
from madang.systems.mobile_id.formats import jose
from madang.systems.mobile_id.usecases.name import ISSUER
from madang.systems.mobile_id.usecases.offer_credential import Offered, offer_at_counter, offer_online

MACHINE = system_actor("test")
PEER = Path(__file__).with_name("peer") / "wallet.mjs"
CLERK = Actor(kind=ActorKind.OFFICIAL, name="counter", duties=(Duty("3000000", "종로구청", ISSUER),))


def resident(person: str, *, assurance: Assurance = Assurance.HIGH) -> Actor:
    """A resident who signed in."""
    return Actor(kind=ActorKind.RESIDENT, name="resident", person=person, assurance=assurance)


def registered_people() -> dict[str, str]:
    """The pack's named residents in the real resident register: their keys by login."""
    import_module("madang.systems.population.demo").load_demo(
        country=pack().code, population=20, now=clock.now(), progress=lambda *_told: None
    )
    return {row["login"]: row["person"] for row in pack().data("demo")["residents"]}


@pytest.fixture
def people(db: None) -> dict[str, str]:
    """The same, for one test."""
    return registered_people()


def offered(person: str, *, now: datetime | None = None) -> Offered:
    """An offer to a resident at the highest assurance."""
    return offer_online(person=person, actor=resident(person), now=now or clock.now())


def offered_at_counter(person: str) -> Offered:
    """An offer by an official."""
    return offer_at_counter(person=person, proof="identity_card", actor=CLERK, now=clock.now())


@pytest.fixture(scope="module")
def wallet(live_server: Any) -> Iterator[subprocess.Popen[str]]:
    """The program of other authors: a line in is an order, a line out its answer. It takes most of a second to start."""
    pipe = subprocess.PIPE
    with subprocess.Popen(["node", str(PEER)], stdin=pipe, stdout=pipe, text=True) as process:
        yield process
        process.kill()


@pytest.fixture
def peer(wallet: subprocess.Popen[str], live_server: Any, settings: Any) -> Callable[..., Any]:
    """Orders to the wallet of other authors, against the served issuer."""
    settings.MADANG_PUBLIC_URL = live_server.url
    assert wallet.stdin is not None
    assert wallet.stdout is not None
    orders, answers = wallet.stdin, wallet.stdout

    def order(name: str, **values: Any) -> Any:
        orders.write(json.dumps({"order": name, **values}) + "\n")
        orders.flush()
        answer = json.loads(answers.readline())
        if "error" in answer:
            raise PeerRefused(answer["error"])
        return answer["done"]

    return order


@pytest.fixture
def provider(settings: Any, tmp_path: Path) -> dict[str, Any]:
    """A wallet provider whom this deployment trusts; its private key."""
    key = ECKey.generate_key("P-256")
    kid = str(key.thumbprint())
    listed = tmp_path / "providers.json"
    listed.write_text(json.dumps({"keys": [{**jose.public_jwk(key=key), "kid": kid}]}))
    settings.MADANG_WALLET_PROVIDERS = str(listed)
    return {**{name: str(value) for name, value in key.as_dict(private=True).items()}, "kid": kid}


class PeerRefused(Exception):
    """What the other authors' program says no to."""
