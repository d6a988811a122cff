"""What the doctor examines of the storeys above the framework, and of rooms whose trouble shows only in use."""

import socket
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from madang.exchange import keys, members
from madang.exchange.models import Delivery
from madang.framework.documents.seal.sealer import KeystoreLocked, sealer
from madang.framework.ops.doctor import examines
from madang.framework.ops.health import Part

ROAD_SECONDS = 3


@examines
def seals(now: datetime) -> Iterator[Part]:
    """The agencies' seals open."""
    try:
        count = len(sealer().published_keys())
    except KeystoreLocked as fault:
        yield Part("Seals", sound=False, says=str(fault))
        return
    yield Part("Seals", sound=True, says=f"The keystore opens; {count} public keys are published.")


@examines
def roads(now: datetime) -> Iterator[Part]:
    """This member has its exchange key, and whoever runs the other systems answers."""
    yield _own_key()
    for road in members.roads():
        yield _road(road)


def _own_key() -> Part:
    try:
        own = keys.own()
    except Exception as fault:
        return Part("Exchange key", sound=False, says=f"The exchange key does not open: {fault}")
    return Part("Exchange key", sound=True, says=f"The exchange key of {own.shown.member} opens.")


def _road(road: members.Road) -> Part:
    name = f"Road to {road.member}"
    address = urlsplit(road.address)
    try:
        with socket.create_connection((address.hostname or "", address.port or 443), timeout=ROAD_SECONDS):
            return Part(name, sound=True, says=f"{road.address} takes connections.")
    except OSError as fault:
        says = f"{road.address} takes no connection ({fault}): call its operator; questions wait and events queue until then."
        return Part(name, sound=False, says=says)


@examines
def events(now: datetime) -> Iterator[Part]:
    """No event was given up."""
    dead = Delivery.objects.exclude(dead_at=None).count()
    late = Delivery.objects.filter(delivered_at=None, dead_at=None, next_at__lt=now, attempts__gt=0).count()
    says = f"{late} deliveries are tried again." if late else "Every event was delivered or is on its way."
    if dead:
        says = f"{dead} deliveries were given up: read why on the exchange's page, repair the cause, and replay them there."
    yield Part("Events", sound=not dead, says=says)
