"""Whatever calls back in the bank's name: only what the bank signed and means is booked, the rest is refused."""

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.framework.money.gateways.sandbox.signature import SIGNATURE_HEADER, TIME_HEADER, sign
from madang.framework.money.models import Payment
from madang.framework.values import clock

pytestmark = pytest.mark.django_db
LIBERAL = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
SOUND = {
    "message": "m-1",
    "token": "t" * 32,
    "tells": "settled",
    "minor": 400,
    "currency": "KRW",
    "reference": "SB-1",
    "sequence": 1,
}
ODD = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.just("\0")
    | st.lists(st.integers(), max_size=2) | st.dictionaries(st.text(max_size=3), st.integers(), max_size=2)
)  # fmt: skip


def told(body: bytes, *, seconds: str = "", signature: str = "") -> int:
    """The status of the answer to a call-back."""
    moment = int(clock.now().timestamp())
    headers = {
        TIME_HEADER: seconds or str(moment),
        SIGNATURE_HEADER: signature or sign(body=body, seconds=moment),
    }
    answer = Client(headers=headers).post("/money/callbacks/sandbox/", body, content_type="application/json")
    return int(answer.status_code)


@LIBERAL
@given(place=st.sampled_from(sorted(SOUND)), value=ODD)
def test_a_signed_message_of_any_shape_books_nothing(place: str, value: Any) -> None:
    assert told(json.dumps(SOUND | {place: value}).encode()) < 500
    assert not Payment.objects.exists()


@LIBERAL
@given(body=st.binary(max_size=200))
def test_signed_bytes_of_any_kind_are_refused(body: bytes) -> None:
    assert 400 <= told(body) < 500


@pytest.mark.parametrize(
    "body",
    [b"[" * 8000, b'{"minor": 1e999}', b"null", b"\xff", json.dumps(SOUND | {"sequence": float("inf")}).encode()],
)
def test_json_that_breaks_readers_is_refused(body: bytes) -> None:
    assert 400 <= told(body) < 500


@LIBERAL
@given(
    seconds=st.text(st.characters(codec="latin-1", categories=["L", "N", "P"]), min_size=1, max_size=30),
    signature=st.text(st.characters(codec="latin-1", categories=["L", "N", "P"]), min_size=1, max_size=80),
)
def test_any_headers_in_the_place_of_a_signature_are_refused(seconds: str, signature: str) -> None:
    body = json.dumps(SOUND).encode()
    assert 400 <= told(body, seconds=seconds, signature=signature) < 500
    assert 400 <= told(body, signature=signature) < 500
