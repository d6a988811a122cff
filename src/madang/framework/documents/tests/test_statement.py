"""The signed statement in the QR code."""

import zlib
from contextlib import suppress
from datetime import UTC, datetime

import cbor2
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.framework.documents.domain import base45, statement
from madang.framework.documents.domain.statement import Statement

KEY = ec.generate_private_key(ec.SECP256R1())
KEYS = {statement.key_id(key=KEY.public_key()): KEY.public_key()}
SAID = Statement(
    issuer="서울특별시 종로구",
    number="MADANG-7K3M-9QX2-4FZB-0TNA-P",
    kind="test.residence",
    title="주민등록표 초본",
    holder="김하나",
    issued_at=datetime(2026, 6, 8, 1, 0, tzinfo=UTC),
    valid_until=datetime(2026, 9, 6, 15, 0, tzinfo=UTC),
    facts={"성명": "김하나", "주소": "서울특별시 종로구 세종대로 209"},
)


def raw(data: bytes) -> bytes:
    """r‖s as COSE writes it (RFC 9053, section 2.1)."""
    r, s = decode_dss_signature(KEY.sign(data, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def message(said: Statement = SAID) -> bytes:
    """The signed message of a statement."""
    payload = statement.claims_of(statement=said)
    return statement.sign(payload=payload, sign_raw=raw, key=next(iter(KEYS)))


def test_a_statement_is_believed_under_its_key() -> None:
    read = statement.verify(text=statement.to_text(message=message()), keys=KEYS)
    assert (read.number, read.holder, dict(read.facts)) == (SAID.number, SAID.holder, dict(SAID.facts))
    assert (read.issued_at, read.valid_until) == (SAID.issued_at, SAID.valid_until)
    assert read.digest == statement.facts_digest(facts=SAID.facts)


def test_a_changed_claim_is_found_forged() -> None:
    parts = list(cbor2.loads(message()).value)
    parts[2] = parts[2].replace("김하나".encode(), "김두리".encode())
    text = statement.to_text(message=cbor2.dumps(cbor2.CBORTag(18, parts)))
    with pytest.raises(statement.ForgedStatement):
        statement.verify(text=text, keys=KEYS)


def test_a_strangers_key_is_not_believed() -> None:
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    with pytest.raises(statement.UnknownKey):
        statement.verify(text=statement.to_text(message=message()), keys={statement.key_id(key=other): other})


def test_another_algorithm_is_not_accepted() -> None:
    parts = list(cbor2.loads(message()).value)
    parts[0] = cbor2.dumps({1: -8})
    with pytest.raises(statement.NotAStatement):
        statement.verify(text=statement.to_text(message=cbor2.dumps(cbor2.CBORTag(18, parts))), keys=KEYS)


def test_a_bomb_is_not_unpacked() -> None:
    bomb = statement.PREFIX + base45.encode(data=zlib.compress(b"\0" * 1_000_000, 9))
    with pytest.raises(statement.NotAStatement):
        statement.message_in(text=bomb)


def test_facts_beyond_the_room_are_left_to_the_digest() -> None:
    many = {f"사실 {index}": "가나다라마바사아자차카타파하" * 2 for index in range(40)}
    said = statement.read_claims(payload=statement.claims_of(statement=Statement(**vars_of(SAID) | {"facts": many})))
    assert 0 < len(said.facts) < 40
    assert said.digest == statement.facts_digest(facts=many)


def vars_of(said: Statement) -> dict[str, object]:
    """The fields of a statement."""
    return {name: getattr(said, name) for name in Statement.__dataclass_fields__}


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_hostile_messages_never_crash(data: bytes) -> None:
    with suppress(statement.NotAStatement):
        statement.verify(text=statement.to_text(message=data), keys=KEYS)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_hostile_codes_never_crash(text: str) -> None:
    for prefix in ("", statement.PREFIX):
        with pytest.raises(statement.NotAStatement):
            statement.verify(text=prefix + text, keys=KEYS)


GOOD = message()


@settings(deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 7))
def test_one_flipped_bit_is_never_believed(place: int, bit: int) -> None:
    data = bytearray(GOOD)
    data[place] ^= 1 << bit
    with pytest.raises((statement.NotAStatement, statement.ForgedStatement, statement.UnknownKey)):
        statement.verify(text=statement.to_text(message=bytes(data)), keys=KEYS)


payloads = st.dictionaries(
    st.sampled_from([1, 4, 6, 7, statement.CONTENT]),
    st.integers(-(2**64), 2**64 - 1) | st.text(max_size=5) | st.binary(max_size=5) | st.lists(st.integers(0, 9), max_size=3)
    | st.dictionaries(st.integers(1, 6), st.text(max_size=3) | st.lists(st.lists(st.text(max_size=2), max_size=3)), max_size=6),
    max_size=5,
)  # fmt: skip


@settings(deadline=None)
@given(payloads)
def test_claims_of_any_shape_are_read_or_refused(claims: dict[int, object]) -> None:
    with suppress(statement.NotAStatement):
        statement.read_claims(payload=cbor2.dumps(claims))
