"""Connections to neighbours that are slow, lie about themselves, or end where nobody expects it."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from madang.exchange import keys
from madang.exchange.transports import connections
from madang.framework.values import clock

Says = Callable[[ssl.SSLSocket], None]
WHOLE = b"HTTP/1.1 200 OK\r\nSignature: madang=:YQ==:\r\nX-Other: no\r\nContent-Length: 2\r\n\r\n{}"


class Neighbour:
    """Takes connections and says to each request what it was told to say, in turn."""

    def __init__(self, folder: Path, *, newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "member.pem", folder / "member.key")
        context.load_verify_locations(folder / "authority.pem")
        context.verify_mode, context.maximum_version = ssl.CERT_REQUIRED, newest
        self.listener = context.wrap_socket(socket.create_server(("127.0.0.1", 0)), server_side=True)
        self.address = f"https://127.0.0.1:{self.listener.getsockname()[1]}/exchange/ask"
        self.says: list[Says] = []
        self.taken = 0
        self.heard: list[bytes] = []
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        while True:
            try:
                stream, _address = self.listener.accept()
            except ssl.SSLError:
                continue
            except OSError:
                return
            self.taken += 1
            threading.Thread(target=self._serve, args=(stream,), daemon=True).start()

    def _serve(self, stream: ssl.SSLSocket) -> None:
        with stream:
            while self.says:
                try:
                    request = stream.recv(65536)
                except OSError:
                    return
                if not request:
                    return
                self.heard.append(request)
                try:
                    self.says.pop(0)(stream)
                except OSError:
                    return


def whole(stream: ssl.SSLSocket) -> None:
    """A sound answer."""
    stream.sendall(WHOLE)


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys of two members of one authority, and of a stranger's."""
    root = tmp_path_factory.mktemp("members")
    for authority in ("authority", "other"):
        keys.make_authority(at=root / authority, now=clock.now())
    for member, authority, host in (
        ("own", "authority", "127.0.0.1"),
        ("north", "authority", "127.0.0.1"),
        ("elsewhere", "authority", "192.0.2.1"),
        ("stranger", "other", "127.0.0.1"),
    ):
        keys.make_member(authority=root / authority, at=root / member, member=member, hosts=(host,), now=clock.now())
    return root


@pytest.fixture
def neighbour(members: Path) -> Iterator[Neighbour]:
    """A neighbour that is who it says."""
    made = Neighbour(members / "north")
    yield made
    made.listener.close()


def post(members: Path, address: str, *, timeout: float = 5.0, body: bytes = b"{}") -> connections.Received:
    """One question to there."""
    return connections.post(
        url=address,
        body=body,
        headers={"signature": "madang=:YQ==:"},
        timeout=timeout,
        key_folder=members / "own",
        key_id=str(members),
    )


def test_one_connection_carries_question_after_question(members: Path, neighbour: Neighbour) -> None:
    neighbour.says = [whole, whole, whole]
    answers = [post(members, neighbour.address) for _ in range(3)]
    assert neighbour.taken == 1
    assert answers == [connections.Received(200, {"signature": "madang=:YQ==:"}, b"{}")] * 3
    host = neighbour.address.split("/")[2]
    assert neighbour.heard[0] == (
        f"POST /exchange/ask HTTP/1.1\r\nhost: {host}\r\ncontent-length: 2\r\nsignature: madang=:YQ==:\r\n\r\n{{}}".encode()
    )


def test_an_answer_in_pieces_and_in_chunks_is_put_together(members: Path, neighbour: Neighbour) -> None:
    def pieces(stream: ssl.SSLSocket) -> None:
        for byte in WHOLE:
            stream.sendall(bytes([byte]))

    def chunks(stream: ssl.SSLSocket) -> None:
        stream.sendall(b"HTTP/1.1 422 Refused\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n")

    neighbour.says = [pieces, chunks]
    assert post(members, neighbour.address).body == b"{}"
    assert post(members, neighbour.address) == connections.Received(422, {}, b"{}")


def test_a_connection_that_the_neighbour_has_ended_is_opened_anew(members: Path, neighbour: Neighbour) -> None:
    def last(stream: ssl.SSLSocket) -> None:
        stream.sendall(WHOLE.replace(b"X-Other: no", b"Connection: close"))

    def ended(stream: ssl.SSLSocket) -> None:
        stream.sendall(WHOLE)
        stream.unwrap()

    neighbour.says = [last, whole, ended, whole]
    for _ in range(3):
        post(members, neighbour.address)
    time.sleep(0.1)
    assert post(members, neighbour.address).status == 200
    assert neighbour.taken == 3


@pytest.mark.parametrize(
    "said",
    [
        b"",
        WHOLE[:-1],
        WHOLE[:20],
        b"this is no HTTP at all\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}",
    ],
    ids=["nothing", "no end", "half a head", "no HTTP", "a length below nothing"],
)
def test_what_is_no_whole_answer_is_no_answer(members: Path, neighbour: Neighbour, said: bytes) -> None:
    def ends(stream: ssl.SSLSocket) -> None:
        stream.sendall(said)
        stream.close()

    neighbour.says = [ends, whole]
    with pytest.raises(connections.NoConnection):
        post(members, neighbour.address)
    assert post(members, neighbour.address).status == 200


def test_a_neighbour_that_drips_costs_the_timeout_and_no_more(members: Path, neighbour: Neighbour) -> None:
    def drips(stream: ssl.SSLSocket) -> None:
        for byte in WHOLE * 50:
            stream.sendall(bytes([byte]))
            time.sleep(0.02)

    neighbour.says = [lambda stream: drips(stream)]
    began = time.monotonic()
    with pytest.raises(connections.NoConnection):
        post(members, neighbour.address, timeout=0.4)
    assert time.monotonic() - began < 2


def test_an_answer_without_end_is_cut_off(members: Path, neighbour: Neighbour, monkeypatch: pytest.MonkeyPatch) -> None:
    def floods(stream: ssl.SSLSocket) -> None:
        stream.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")
        while True:
            stream.sendall(bytes(65536))

    monkeypatch.setattr(connections, "LARGEST_REPLY", 300_000)
    neighbour.says = [floods, whole]
    with pytest.raises(connections.ReplyTooLarge):
        post(members, neighbour.address)
    assert post(members, neighbour.address).status == 200


@pytest.mark.parametrize(
    ("who", "newest"),
    [
        ("stranger", ssl.TLSVersion.TLSv1_3),
        ("elsewhere", ssl.TLSVersion.TLSv1_3),
        ("north", ssl.TLSVersion.TLSv1_2),
    ],
    ids=["another authority", "another host", "an older TLS"],
)
def test_nothing_is_sent_to_who_does_not_prove_to_be_it(members: Path, who: str, newest: ssl.TLSVersion) -> None:
    other = Neighbour(members / who, newest=newest)
    other.says = [whole]
    with pytest.raises(connections.NoConnection):
        post(members, other.address)
    assert other.heard == []
    other.listener.close()


def test_an_address_without_tls_is_not_asked(members: Path, neighbour: Neighbour) -> None:
    with pytest.raises(connections.NoConnection):
        post(members, neighbour.address.replace("https", "http"))
    assert neighbour.taken == 0


def test_a_long_question_goes_out_whole(members: Path, neighbour: Neighbour) -> None:
    body = bytes(3_000_000)
    read = 0

    def reads(stream: ssl.SSLSocket) -> None:
        nonlocal read
        read = len(neighbour.heard[0].partition(b"\r\n\r\n")[2])
        while read < len(body):
            read += len(stream.recv(65536))
        stream.sendall(WHOLE)

    neighbour.says = [reads]
    assert post(members, neighbour.address, body=body).status == 200
    assert read == len(body)
