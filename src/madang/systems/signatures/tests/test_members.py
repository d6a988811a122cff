"""Members of the exchange with certificates of these trust services: revocation is honoured, an outage changes nothing."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from madang.exchange import keys, standing
from madang.framework.values import Party
from madang.systems.signatures.domain.status import Reason
from madang.systems.signatures.models import Certificate
from madang.systems.signatures.tests.conftest import OFFICIAL, pem
from madang.systems.signatures.usecases.change_status import revoke_certificate
from madang.systems.signatures.usecases.found_services import Services
from madang.systems.signatures.usecases.issue_certificate import Wanted, issue_certificate


@pytest.fixture
def place(tmp_path: Path, settings: Any, services: Services) -> Iterator[Path]:
    """The exchange's folder of keys, which trusts the root of the trust services."""
    settings.MADANG_EXCHANGE_KEYS = str(tmp_path)
    (tmp_path / "directory").mkdir()
    keys.forget()
    keys.own()
    own = (tmp_path / "authority.pem").read_bytes()
    (tmp_path / "authority.pem").write_bytes(own + pem(bytes(services.root.certificate)))
    yield tmp_path
    keys.forget()


def certified(name: str, *, place: Path, services: Services, now: datetime) -> Certificate:
    """A member's certificate, in the directory with what stands above it."""
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    key = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    wanted = Wanted(
        profile="member", party=Party.office(name), name=name, host_names=(f"{name}.example",), public_key=key
    )
    made = issue_certificate(wanted=wanted, actor=OFFICIAL, now=now)
    entry = pem(bytes(made.der), bytes(services.authority.certificate))
    (place / "directory" / f"{name}.pem").write_bytes(entry)
    return made


def test_a_revoked_member_is_unknown_and_an_outage_keeps_what_was_said(
    place: Path, services: Services, now: datetime, settings: Any
) -> None:
    north = certified("north", place=place, services=services, now=now)
    south = certified("south", place=place, services=services, now=now)
    assert [keys.key_of(name).member for name in ("north", "south")] == ["north", "south"]
    revoke_certificate(serial=north.serial, reason=Reason.KEY_COMPROMISE, actor=OFFICIAL, now=now)
    assert keys.key_of("north").member == "north", "nobody has asked since"

    assert keys.refresh_standings()
    with pytest.raises(keys.UnknownMember, match="revoked"):
        keys.key_of("north")
    assert keys.key_of("south").member == "south"
    told = json.loads((place / standing.FILE).read_text())
    assert (told[north.fingerprint], told[south.fingerprint]) == ("revoked", "good")

    # The trust services move away, to an address where nobody answers.
    settings.SYSTEMS = tuple(one for one in settings.SYSTEMS if one != "signatures")
    settings.ROADS = {"signatures": {"member": "trust", "address": "https://127.0.0.1:9"}}
    assert not keys.refresh_standings()
    with pytest.raises(keys.UnknownMember, match="revoked"):
        keys.key_of("north")
    assert keys.key_of("south").member == "south"
