"""Whatever arrives at the exchange's door is answered with a signed no, never with a stack trace."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.contracts.envelope import Basis, BasisKind, Envelope
from madang.exchange import codec, consent, keys, members, server, signing
from madang.exchange.refusals import NoConsent, NotSigned
from madang.exchange.transports.http import ASK_PATH, EVENTS_PATH
from madang.framework.values import Party, clock

LIBERAL = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
HEADER = st.text(st.characters(codec="latin-1"), max_size=80)


def envelope(**changes: Any) -> Envelope:
    """Of a question that this member might ask itself."""
    now = clock.now()
    given = {
        "id": "a" * 32,
        "member": members.own_name(),
        "sender": "civil",
        "recipient": members.own_name(),
        "contract": "population_v1.GetPerson",
        "subject": Party.person("hana"),
        "basis": Basis(kind=BasisKind.LAW, cite="Electronic Government Act art. 36"),
        "purpose": "To be hostile",
        "sent_at": now,
        "asked_by": "@automatic",
    }
    fields = set(Envelope.__dataclass_fields__)
    return Envelope(**{name: value for name, value in {**given, **changes}.items() if name in fields})


def question() -> bytes:
    body = codec.encode({"envelope": envelope(), "body": {"person": "hana"}})
    return bytes(body)


def signed(path: str, body: bytes) -> dict[str, str]:
    """The headers of a question that this member really signed."""
    return dict(signing.sign_question(key=keys.own(), path=path, body=body, now=clock.now()).headers)


def send(path: str, body: bytes, headers: dict[str, str], method: str = "POST") -> tuple[int, dict[str, str], bytes]:
    """What the server of the exchange answers."""
    told: list[Any] = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    }
    data = b"".join(server.application(environ, lambda status, given: told.extend([status, dict(given)])))
    return int(told[0].split()[0]), told[1], data


def refused(path: str, body: bytes, headers: dict[str, str], method: str = "POST") -> None:
    status, given, data = send(path, body, headers, method)
    assert 400 <= status < 500, (status, data)
    assert given["content-type"] == "application/problem+json"
    assert given["signature"]
    assert json.loads(data)["status"] == status


@pytest.fixture
def one_connection(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's own end of a request would close the connection that the test's transaction lives on."""
    monkeypatch.setattr(server, "close_old_connections", lambda: None)


@pytest.fixture(autouse=True)
def own_keys(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keys of these tests alone."""
    settings.MADANG_EXCHANGE_KEYS = tmp_path_factory.getbasetemp() / "hostile-keys"
    keys.forget()


@LIBERAL
@given(
    data=st.binary(max_size=300) | JSON.map(lambda value: json.dumps(value).encode()),
    path=st.sampled_from([ASK_PATH, EVENTS_PATH, "/", "/x\0"]),
)
def test_any_bytes_are_refused(one_connection: None, data: bytes, path: str) -> None:
    refused(path, data, {})
    refused(path, data, signed(path, data))


@LIBERAL
@given(name=st.sampled_from(["signature-input", "signature", "content-digest"]), value=HEADER)
def test_any_header_in_the_place_of_a_signature_is_refused(one_connection: None, name: str, value: str) -> None:
    body = question()
    refused(ASK_PATH, body, signed(ASK_PATH, body) | {name: value})


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("signature", lambda text: text.removesuffix("==:") + ":"),
        ("signature", lambda text: text[: len(text) // 2] + ":"),
        ("signature-input", lambda text: text.replace("created=", "created=" + "9" * 5000)),
        ("signature-input", lambda text: text.replace("created=", "created=٣")),
        ("signature-input", lambda text: text * 2),
        ("content-digest", lambda text: text.upper()),
    ],
)
def test_a_damaged_signature_is_refused_and_not_stumbled_over(one_connection: None, name: str, change: Any) -> None:
    body = question()
    headers = signed(ASK_PATH, body)
    refused(ASK_PATH, body, headers | {name: change(headers[name])})


@LIBERAL
@given(place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_one_flipped_bit_of_a_signed_question_is_refused(one_connection: None, place: int, bit: int) -> None:
    body = bytearray(question())
    headers = signed(ASK_PATH, bytes(body))
    body[place % len(body)] ^= 1 << bit
    refused(ASK_PATH, bytes(body), headers)


@LIBERAL
@given(value=JSON, place=st.sampled_from(["envelope", "body", "happenings", "system"]))
def test_a_well_signed_message_of_any_shape_is_refused(one_connection: None, value: Any, place: str) -> None:
    sound = json.loads(question()) | {"happenings": [json.loads(question())], "system": "civil"}
    body = json.dumps(sound | {place: value}).encode()
    for path in (ASK_PATH, EVENTS_PATH):
        status, _headers, data = send(path, body, signed(path, body))
        assert status < 500, data


@LIBERAL
@given(
    text=st.text(max_size=60) | st.binary(max_size=60).map(lambda data: f"{consent._text(data)}.{consent._text(data)}")
)
def test_no_text_passes_for_a_voucher_of_consent(one_connection: None, text: str) -> None:
    with pytest.raises(NoConsent):
        consent.check_voucher(envelope=envelope(basis=Basis(kind=BasisKind.CONSENT, consent=text)))


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", ""])
def test_other_methods_are_refused(one_connection: None, method: str) -> None:
    refused(ASK_PATH, question(), {}, method)


def test_a_message_larger_than_any_is_not_read(one_connection: None) -> None:
    for length in (str(2**40), "-1", "١", "1e3", ""):
        told: list[Any] = []
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": ASK_PATH,
            "CONTENT_LENGTH": length,
            "wsgi.input": io.BytesIO(b""),
        }
        list(server.application(environ, lambda status, headers, told=told: told.append(status)))
        assert told[0].startswith("4"), (length, told)


def test_the_undamaged_question_is_believed(one_connection: None) -> None:
    body = question()
    headers, shown = signed(ASK_PATH, body), keys.own().shown
    later = clock.now() + timedelta(minutes=6)
    signing.check_question(key=shown, path=ASK_PATH, headers=headers, body=body, now=clock.now())
    with pytest.raises(keys.WrongSignature):
        signing.check_question(key=shown, path=ASK_PATH, headers=headers, body=body, now=later)
    _status, _headers, data = send(ASK_PATH, body, headers)
    # Undamaged it gets past the signature: what the other tests see refused is their damage.
    assert json.loads(data).get("code") != NotSigned.code, data
