"""Nobody reads a bid before its opening, whatever the server has."""

import re
from base64 import urlsafe_b64encode
from itertools import combinations

import pytest
from django.conf import settings
from django.db import connection

from madang.systems.procurement.domain.group import BASE, NotInGroup, multiply
from madang.systems.procurement.domain.secret_sharing import open_shares, pool
from madang.systems.procurement.formats.base64url import decode
from madang.systems.procurement.formats.sealed_bid import DoesNotDecrypt, open_sealed, read_sealed
from madang.systems.procurement.models import Bid, Ceremony
from madang.systems.procurement.tests.bidding_market import (
    SECRETS,
    Market,
)
from madang.systems.procurement.tests.bidding_market import market as market

pytestmark = pytest.mark.django_db


def _everything() -> bytes:
    """Every row of every table, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t')
            found.extend(str(row[0]) for row in cursor.fetchall())
    return "\n".join(found).encode()


def test_nobody_reads_a_bid_before_the_opening(market: Market, caplog: pytest.LogCaptureFixture) -> None:
    """With the database, the server's keys and the logs in hand, and one custodian's secret on top."""
    caplog.set_level("DEBUG")
    words, price = "극비의 제안", 87_654_321
    market.tender.criteria.create(code="quality", title="Quality", points=100)
    bid = market.send(minor=price, content={"answers": {"quality": words}})
    dump, logs = _everything(), caplog.text.encode()
    secrets = [str(price), words, words.encode("unicode_escape").decode()]
    spellings = [one.encode() for one in secrets] + [one.encode().hex().encode() for one in secrets]
    spellings += [urlsafe_b64encode(one.encode()).rstrip(b"=")[:-2] for one in secrets]
    for held in (dump, logs, bytes(bid.sealed), _server_keys()):
        assert not [one for one in spellings if one in held]
    # Whatever is 32 bytes long in all of that is tried as a custodian's secret and as the content's key.
    candidates = _scalars_in(dump) | _scalars_in(_server_keys()) | {SECRETS["auditor"]}
    assert len(candidates) > 10
    assert not _opens(bid, candidates)
    assert _opens(bid, {SECRETS["auditor"], SECRETS["third"]}), "two custodians do"


def _server_keys() -> bytes:
    """All files that the server keeps, keys among them, and its settings."""
    files = [path.read_bytes() for path in settings.VAR.rglob("*") if path.is_file() and path.stat().st_size < 100_000]
    return b"\n".join([*files, settings.SECRET_KEY.encode()])


def _scalars_in(held: bytes) -> set[int]:
    hexes = {bytes.fromhex(one.decode()) for one in re.findall(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", held)}
    words = re.findall(rb"(?<![\w-])[\w-]{43}(?![\w-])", held)
    for word in words:
        try:
            hexes.add(decode(text=word.decode()))
        except ValueError:
            continue
    return {int.from_bytes(one, "little") for one in hexes} - {0}


def _opens(bid: Bid, candidates: set[int]) -> bool:
    """Whether any two custodians' secrets among `candidates` open it."""
    sealed = read_sealed(data=bytes(bid.sealed))
    keys = {bytes.fromhex(one): place for place, one in enumerate(Ceremony.objects.get().keys, start=1)}
    parts: dict[int, bytes] = {}
    for candidate in candidates:
        place = keys.get(multiply(point=BASE, scalar=candidate))
        if place:
            parts[place] = open_shares(secret=candidate, shares=[sealed.dealing.shares[place - 1]], context=b"")[0][0]
    for chosen in [*combinations(parts, 1), *combinations(parts, 2)]:
        try:
            return bool(open_sealed(bid=sealed, secret=pool(parts={one: parts[one] for one in chosen})))
        except (DoesNotDecrypt, NotInGroup):
            continue
    return False
