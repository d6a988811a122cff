"""Field encryption and blind indexes."""

import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from madang.framework import protect
from madang.framework.protect.encryption import key_id_of
from madang.framework.protect.keys import ring

OLD = {"current": "t1", "keys": {"t1": "11" * 32}, "index": "22" * 32}
NEW = {"current": "t2", "keys": {"t1": "11" * 32, "t2": "33" * 32}, "index": "22" * 32}


@given(st.text(), st.text(max_size=30))
def test_what_was_sealed_opens_for_the_same_purpose(text: str, purpose: str) -> None:
    assert protect.decrypt(protect.encrypt(text, purpose=purpose), purpose=purpose) == text


@given(st.lists(st.text(), max_size=20))
def test_many_are_sealed_as_one_is(texts: list[str]) -> None:
    sealed = protect.encrypt_many(texts, purpose="p")
    assert protect.decrypt_many(sealed, purpose="p") == texts
    assert [protect.decrypt(one, purpose="p") for one in sealed] == texts


def test_equal_texts_are_sealed_differently_each_time() -> None:
    sealed = protect.encrypt_many(["900101-1234567"] * 1000)
    assert len(set(sealed)) == 1000


def test_a_value_moved_to_a_column_of_another_purpose_does_not_open() -> None:
    with pytest.raises(protect.Undecipherable):
        protect.decrypt(protect.encrypt("a", purpose="population.resident_number"), purpose="population.phone")


@given(st.binary(max_size=80))
def test_foreign_bytes_are_refused_and_never_crash(data: bytes) -> None:
    with pytest.raises(protect.Undecipherable):
        protect.decrypt(data)


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_one_altered_byte_anywhere_is_noticed(place: int, change: int) -> None:
    sealed = bytearray(protect.encrypt("resident", purpose="p"))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(protect.Undecipherable):
        protect.decrypt(bytes(sealed), purpose="p")


def test_the_layout_is_plain_aes_256_gcm_that_another_program_opens() -> None:
    sealed = protect.encrypt("900101-1234567", purpose="population.resident_number")
    header, nonce, rest = sealed[:4], sealed[4:16], sealed[16:]
    assert header == b"\x01\x02t1"
    opened = AESGCM(bytes.fromhex("11" * 32)).decrypt(nonce, rest, header + b"population.resident_number")
    assert opened == b"900101-1234567"


def test_an_older_key_still_opens_and_the_current_one_seals(settings) -> None:
    sealed = protect.encrypt("old")
    settings.MADANG_FIELD_KEYS = NEW
    assert protect.decrypt(sealed) == "old"
    assert key_id_of(protect.encrypt("new")) == "t2"


def test_a_key_that_left_the_ring_opens_nothing(settings) -> None:
    settings.MADANG_FIELD_KEYS = NEW
    sealed = protect.encrypt("new")
    settings.MADANG_FIELD_KEYS = OLD
    with pytest.raises(protect.Undecipherable, match="t2"):
        protect.decrypt(sealed)


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"current": "a", "keys": {}, "index": "22" * 32},
        {"current": "a", "keys": {"a": "11" * 16}, "index": "22" * 32},
        {"current": "a", "keys": {"a": "no hexadecimal"}, "index": "22" * 32},
        {"current": "a", "keys": {"a": "22" * 32}, "index": "22" * 32},
    ],
)
def test_incomplete_or_shared_keys_are_told_at_once(settings, keys) -> None:
    settings.MADANG_FIELD_KEYS = keys
    with pytest.raises(ImproperlyConfigured, match="MADANG_FIELD_KEYS"):
        ring()


@given(st.lists(st.text(), max_size=10), st.text(max_size=20))
def test_the_blind_index_is_hmac_sha256_whether_of_one_or_of_many(texts: list[str], purpose: str) -> None:
    key = hmac.new(bytes.fromhex("22" * 32), b"madang blind index\x00" + purpose.encode(), hashlib.sha256).digest()
    expected = [hmac.new(key, text.encode(), hashlib.sha256).digest() for text in texts]
    assert protect.blind_index_many(texts, purpose) == expected
    assert [protect.blind_index(text, purpose) for text in texts] == expected


def test_equal_numbers_of_two_purposes_cannot_be_matched() -> None:
    assert protect.blind_index("900101-1234567", "a") != protect.blind_index("900101-1234567", "b")


@pytest.mark.parametrize(
    ("number", "shown"),
    [("900101-1234567", "900101-1******"), ("9001011234567", "900101*******"), ("AB-12-34", "AB-1*-**"), ("", "")],
)
def test_a_masked_number_shows_birth_and_sex_only_as_korean_offices_print_it(number: str, shown: str) -> None:
    assert protect.mask(number) == shown
