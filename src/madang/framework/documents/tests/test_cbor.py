"""The strict reader of CBOR against RFC 8949 and cbor2."""

from contextlib import suppress

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.framework.documents.domain import cbor

values = st.recursive(
    st.integers(-(2**63), 2**63) | st.text(max_size=20) | st.binary(max_size=20) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)


@settings(deadline=None)
@given(values)
def test_what_cbor2_writes_is_read_as_it_was(value: object) -> None:
    assert cbor.decode(data=cbor2.dumps(value)) == value


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_hostile_bytes_never_crash(data: bytes) -> None:
    with suppress(cbor.NotReadable):
        cbor.decode(data=data)


# RFC 8949, appendix A and F: indefinite lengths, floats, lengths beyond the data, deep nesting, a key twice, bytes that follow.
@pytest.mark.parametrize(
    "data",
    ["9fff", "f90000", "5bffffffffffffffff", "81" * 50 + "01", "a201020103", "0101", "", "bb7fffffffffffffff", "61ff"],
)
def test_what_a_verifier_need_not_read_is_refused(data: str) -> None:
    with pytest.raises(cbor.NotReadable):
        cbor.decode(data=bytes.fromhex(data))
