"""Sealing and opening, without the program around it: what any two of three open and one does not, and what the browser's
code (run by node) and ours make of each other's."""

import base64
import json
import shutil
import subprocess
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as some
from joserfc import jwe, jws
from joserfc.jwk import ECKey, OctKey

from madang.systems.procurement.domain.group import (
    BASE,
    ORDER,
    OTHER,
    NotInGroup,
    add,
    multiply,
    random_scalar,
    read_point,
    read_scalar,
    scalar_bytes,
    second_generator,
)
from madang.systems.procurement.domain.secret_sharing import (
    Dealing,
    PartsDoNotFit,
    Proof,
    SharesDoNotFit,
    check_dealing,
    check_parts,
    deal,
    holds_possession,
    open_shares,
    pool,
    prove_possession,
)
from madang.systems.procurement.formats.base64url import decode, encode
from madang.systems.procurement.formats.device_certificate import read_request
from madang.systems.procurement.formats.sealed_bid import (
    Ceremony,
    DoesNotDecrypt,
    NotSealed,
    NotSigned,
    open_sealed,
    read_sealed,
    seal,
)

ROOM = Path(__file__).resolve().parents[1]
CONTENT = {"minor": 98_765_000, "currency": "KRW", "draws": [3, 11], "answers": {"quality": "서울 납품"}}
SECRETS = (11**40 % ORDER, 13**40 % ORDER, 17**40 % ORDER)
CEREMONY = Ceremony(
    key="c1", tender="T-1", threshold=2, keys=tuple(multiply(point=BASE, scalar=one) for one in SECRETS)
)
SIGNER = ec.generate_private_key(ec.SECP256R1())
# A point of order eight (as every list of small-order points of edwards25519 has it).
SMALL = bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")


def sealed_bid(**other: Any) -> bytes:
    return seal(content=CONTENT, ceremony=CEREMONY, lot=1, supplier="1018100001", signer=SIGNER, **other)


def opened_by(data: bytes, positions: tuple[int, ...]) -> bytes:
    bid = read_sealed(data=data)
    parts = {}
    for position in positions:
        share = bid.dealing.shares[position - 1]
        (parts[position],), _proof = open_shares(secret=SECRETS[position - 1], shares=[share], context=b"")
    return open_sealed(bid=bid, secret=pool(parts=parts))


def test_the_second_generator_has_no_known_logarithm() -> None:
    assert second_generator() == OTHER == read_point(data=OTHER)


@how(max_examples=8, deadline=None)
@given(some.integers(2, 5), some.integers(0, 2), some.binary(max_size=40), some.data())
def test_any_threshold_of_custodians_opens_and_fewer_do_not(
    threshold: int, more: int, context: bytes, data: some.DataObject
) -> None:
    secrets = [random_scalar() for _ in range(threshold + more)]
    keys = [multiply(point=BASE, scalar=one) for one in secrets]
    secret, dealing = deal(keys=keys, threshold=threshold, context=context)
    check_dealing(dealing=dealing, keys=keys, threshold=threshold, context=context)
    parts = {
        place: open_shares(secret=one, shares=[dealing.shares[place - 1]], context=b"")[0][0]
        for place, one in enumerate(secrets, start=1)
    }
    chosen = data.draw(some.permutations(sorted(parts)))[:threshold]
    assert pool(parts={place: parts[place] for place in chosen}) == secret
    assert pool(parts={place: parts[place] for place in chosen[:-1]}) != secret


def _other_dealings(dealing: Dealing) -> dict[str, Dealing]:
    fields = {name: getattr(dealing, name) for name in Dealing.__slots__}
    shifted = add(one=dealing.shares[2], other=SMALL)
    return {
        "another share": Dealing(**fields | {"shares": (*dealing.shares[:2], OTHER)}),
        "shares swapped": Dealing(**fields | {"shares": dealing.shares[::-1]}),
        "a share with a part of small order": Dealing(**fields | {"shares": (*dealing.shares[:2], shifted)}),
        "another commitment": Dealing(**fields | {"commitments": (BASE, dealing.commitments[1])}),
        "another response": Dealing(**fields | {"responses": (1, *dealing.responses[1:])}),
        "no response": Dealing(**fields | {"responses": (0, *dealing.responses[1:])}),
        "another challenge": Dealing(**fields | {"challenge": dealing.challenge ^ 1}),
        "no point at all": Dealing(**fields | {"shares": (*dealing.shares[:2], b"\xff" * 32)}),
        "a share too few": Dealing(**fields | {"shares": dealing.shares[:2]}),
    }


def test_a_share_that_would_not_open_is_found_before_it_is_accepted() -> None:
    _secret, dealing = deal(keys=CEREMONY.keys, threshold=2, context=b"here")
    check_dealing(dealing=dealing, keys=CEREMONY.keys, threshold=2, context=b"here")
    for name, other in _other_dealings(dealing).items():
        with pytest.raises(SharesDoNotFit):
            pytest.fail(f"{name}: {check_dealing(dealing=other, keys=CEREMONY.keys, threshold=2, context=b'here')}")
    with pytest.raises(SharesDoNotFit):
        check_dealing(dealing=dealing, keys=CEREMONY.keys, threshold=2, context=b"there")


def test_a_custodian_cannot_give_another_part() -> None:
    shares = [deal(keys=CEREMONY.keys, threshold=2, context=bytes([one]))[1].shares[0] for one in range(3)]
    parts, proof = open_shares(secret=SECRETS[0], shares=shares, context=b"opening")
    key = CEREMONY.keys[0]
    check_parts(key=key, shares=shares, parts=parts, proof=proof, context=b"opening")
    for given_key, given_parts, given_proof, context in (
        (key, (parts[1], parts[0], parts[2]), proof, b"opening"),
        (key, (*parts[:2], add(one=parts[2], other=SMALL)), proof, b"opening"),
        (key, parts[:2], proof, b"opening"),
        (CEREMONY.keys[1], parts, proof, b"opening"),
        (key, parts, Proof(challenge=proof.challenge, response=1), b"opening"),
        (key, parts, proof, b"another"),
    ):
        with pytest.raises(PartsDoNotFit):
            check_parts(key=given_key, shares=shares, parts=given_parts, proof=given_proof, context=context)


def test_a_key_is_registered_only_by_who_holds_it() -> None:
    key, proof = prove_possession(secret=SECRETS[0], context=b"account:7")
    assert holds_possession(key=key, proof=proof, context=b"account:7")
    assert not holds_possession(key=key, proof=proof, context=b"account:8")
    assert not holds_possession(key=CEREMONY.keys[1], proof=proof, context=b"account:7")
    assert not holds_possession(key=SMALL, proof=proof, context=b"account:7")


def test_any_two_of_three_open_a_sealed_bid() -> None:
    data = sealed_bid()
    for two in combinations((1, 2, 3), 2):
        assert json.loads(opened_by(data, two)) == CONTENT
    for one in (1, 2, 3):
        with pytest.raises(DoesNotDecrypt):
            opened_by(data, (one,))


def test_the_length_tells_nothing_of_the_price() -> None:
    sizes = {
        len(seal(content=CONTENT | {"minor": minor}, ceremony=CEREMONY, lot=1, supplier="1", signer=SIGNER))
        for minor in (1, 10**12)
    }
    assert len(sizes) == 1


@how(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.binary(max_size=200) | some.text(alphabet="ey.AJhi0{}", max_size=200).map(str.encode))
def test_what_is_no_sealed_bid_is_refused(data: bytes) -> None:
    with pytest.raises(NotSealed):
        read_sealed(data=data)


@how(max_examples=60, deadline=None)
@given(some.data())
def test_one_changed_sign_is_refused(data: some.DataObject) -> None:
    sound = sealed_bid_once()
    place = data.draw(some.integers(0, len(sound) - 1))
    other = data.draw(some.sampled_from(b"AZaz09-_.").filter(lambda sign: sign != sound[place]))
    with pytest.raises((NotSealed, NotSigned)):
        read_sealed(data=sound[:place] + bytes([other]) + sound[place + 1 :])


_made: list[bytes] = []


def sealed_bid_once() -> bytes:
    if not _made:
        _made.append(sealed_bid())
    return _made[0]


def test_joserfc_reads_the_signature() -> None:
    data = sealed_bid()
    header = json.loads(decode(text=data.split(b".")[0].decode()))
    read = jws.deserialize_compact(data.decode(), ECKey.import_key(header["jwk"]), algorithms=["ES256"])
    assert json.loads(read.payload)["supplier"] == "1018100001"


def test_points_and_scalars_of_no_group_are_refused() -> None:
    for point in (b"", bytes(32), SMALL, b"\xff" * 32, add(one=BASE, other=SMALL)):
        with pytest.raises(NotInGroup):
            read_point(data=point)
    for scalar in (b"", scalar_bytes(scalar=ORDER), b"\xff" * 32):
        with pytest.raises(NotInGroup):
            read_scalar(data=scalar)


Peer = Callable[..., Any]


@pytest.fixture(scope="module")
def browser_code(tmp_path_factory: pytest.TempPathFactory) -> Peer:
    """The browser's modules as they are served, run by node."""
    folder = tmp_path_factory.mktemp("sealing")
    shutil.copytree(ROOM / "static" / "procurement", folder / "procurement")
    shutil.copytree(Path(settings.ROOT) / "node_modules" / "@noble" / "ed25519", folder / "noble")
    shutil.copy(ROOM / "tests" / "sealing_peer.mjs", folder)
    (folder / "package.json").write_text('{"type": "module"}')

    def run(**job: Any) -> Any:
        command = ["node", str(folder / "sealing_peer.mjs")]
        ran = subprocess.run(command, input=json.dumps(job), capture_output=True, text=True, timeout=120)
        assert ran.returncode == 0, ran.stderr[-2000:]
        return json.loads(ran.stdout)

    return run


def test_what_the_browser_seals_we_check_and_open(browser_code: Peer) -> None:
    ceremony = {"key": "c1", "tender": "T-1", "threshold": 2, "keys": [encode(data=key) for key in CEREMONY.keys]}
    data = browser_code(act="seal", content=CONTENT, ceremony=ceremony, lot=1, supplier="1018100001").encode()
    bid = read_sealed(data=data)
    check_dealing(dealing=bid.dealing, keys=CEREMONY.keys, threshold=2, context=bid.place.context)
    assert json.loads(opened_by(data, (1, 3))) == CONTENT


def test_the_browsers_signing_request_is_read_by_openssl_and_by_us(browser_code: Peer) -> None:
    asked = base64.b64decode(browser_code(act="request"))
    assert len(read_request(data=asked).point) == 65
    command = ["openssl", "req", "-inform", "DER", "-verify", "-noout"]
    said = subprocess.run(command, input=asked, capture_output=True, check=False)
    assert said.returncode == 0, said.stderr
    assert b"verify OK" in said.stderr + said.stdout


def test_what_we_seal_the_browser_opens(browser_code: Peer) -> None:
    data = sealed_bid()
    secrets = {str(place): encode(data=scalar_bytes(scalar=SECRETS[place - 1])) for place in (2, 3)}
    assert json.loads(browser_code(act="open", sealed=data.decode(), secrets=secrets, context="x")) == CONTENT


def test_the_browser_proves_what_a_custodian_gives_and_holds(browser_code: Peer) -> None:
    shares = [deal(keys=CEREMONY.keys, threshold=2, context=bytes([one]))[1].shares[0] for one in range(3)]
    secret = encode(data=scalar_bytes(scalar=SECRETS[0]))
    gave = browser_code(act="parts", secret=secret, shares=[encode(data=one) for one in shares], context="opening")
    parts, _ours = open_shares(secret=SECRETS[0], shares=shares, context=b"opening")
    assert [decode(text=one) for one in gave["parts"]] == list(parts)
    check_parts(key=CEREMONY.keys[0], shares=shares, parts=parts, proof=_proof(gave), context=b"opening")
    held = browser_code(act="possession", secret=secret, context="account:7")
    assert decode(text=held["key"]) == CEREMONY.keys[0]
    assert holds_possession(key=CEREMONY.keys[0], proof=_proof(held), context=b"account:7")


def _proof(given: dict[str, str]) -> Proof:
    return Proof(
        challenge=read_scalar(data=decode(text=given["challenge"])),
        response=read_scalar(data=decode(text=given["response"])),
    )


def test_another_program_opens_the_custodians_file(browser_code: Peer) -> None:
    value = {"key": encode(data=CEREMONY.keys[0]), "secret": encode(data=scalar_bytes(scalar=SECRETS[0]))}
    file = browser_code(act="write", value=value, passphrase="a long passphrase 한글")
    algorithms = ["PBES2-HS512+A256KW", "A256GCM"]
    key = OctKey.import_key("a long passphrase 한글")
    registry = jwe.JWERegistry(algorithms=algorithms)
    assert json.loads(jwe.decrypt_compact(file, key, registry=registry).plaintext or b"") == value
    assert browser_code(act="read", file=file, passphrase="a long passphrase 한글") == value
