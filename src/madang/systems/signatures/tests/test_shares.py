"""Shamir's shares. The values of GF(2^8) are those of FIPS 197, 4.2."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.systems.signatures.domain.shares import Share, SharesDoNotFit, _times, join, read_share, split


def test_the_field_is_that_of_fips_197() -> None:
    assert _times(0x57, 0x83) == 0xC1
    assert _times(0x57, 0x13) == 0xFE


@given(st.binary(min_size=1, max_size=40), st.integers(2, 6), st.integers(0, 4))
@settings(max_examples=30, deadline=None)
def test_any_threshold_of_the_shares_gives_the_secret(secret: bytes, threshold: int, more: int) -> None:
    shares = split(secret=secret, threshold=threshold, count=threshold + more)
    for some in itertools.islice(itertools.combinations(shares, threshold), 20):
        assert join(shares=some) == secret


def test_one_share_too_few_says_nothing() -> None:
    # With one share missing every secret is as likely as any other: one polynomial fits for each of its values.
    shares = split(secret=b"\x2a", threshold=2, count=2)
    found = {join(shares=[shares[0], Share(2, bytes((byte,)))]) for byte in range(256)}
    assert len(found) == 256


def test_a_share_is_read_as_it_is_written_and_a_slip_is_told() -> None:
    share = split(secret=bytes(range(32)), threshold=3, count=5)[4]
    text = share.write()
    assert read_share(text=text.upper()) == share
    slip = text.replace(text[5], "0" if text[5] != "0" else "1", 1)
    for wrong in (slip, "", "hello", text[:-4]):
        with pytest.raises(SharesDoNotFit):
            read_share(text=wrong)


def test_shares_that_do_not_belong_together_are_told() -> None:
    first, second = split(secret=b"one", threshold=2, count=2)
    for wrong in ([], [first, first], [first, Share(2, second.data + b"x")]):
        with pytest.raises(SharesDoNotFit):
            join(shares=wrong)


@pytest.mark.parametrize(("threshold", "count"), [(1, 3), (4, 3), (2, 256)])
def test_a_senseless_ceremony_is_refused(threshold: int, count: int) -> None:
    with pytest.raises(ValueError, match="custodians"):
        split(secret=b"x", threshold=threshold, count=count)
