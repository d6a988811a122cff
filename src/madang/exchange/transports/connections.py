"""Connections to neighbours: HTTP/1.1 over mutual TLS 1.3, kept open, one a thread and address.

Python's `ssl` speaks TLS, httptools (llhttp, the parser of Node.js) reads replies. A request goes to our address alone: no
redirect, no proxy, no other scheme (ADR 70).
"""

import select
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import httptools

CONNECT_TIMEOUT = 2.0
LARGEST_REPLY = 32 * 1024 * 1024
LARGEST_HEAD = 64 * 1024
KEPT_OPEN = 16
READ_AT_ONCE = 64 * 1024
Place = tuple[str, int]
READ = {name.encode(): name for name in ("signature-input", "signature", "content-digest")}


class NoConnection(OSError):
    """Nothing came back: no connection, no time left, or it ended too early."""


class ReplyTooLarge(ValueError):
    """More came back than any answer may hold."""


@dataclass(frozen=True, slots=True)
class Received:
    """A reply as it came, with those headers that it is checked by. Their names are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class _Reply:
    """What the parser has read so far; it calls these methods by their names."""

    def __init__(self) -> None:
        self.headers: dict[str, str] = {}
        self.parts: list[bytes] = []
        self.whole = False
        self.ends = False

    def on_message_begin(self) -> None:
        """Nobody asked for a second answer."""
        if self.whole:
            raise ValueError("there is something behind the answer")

    def on_header(self, name: bytes, value: bytes) -> None:
        """The headers that a reply is checked by, and whether the connection ends with it."""
        known = READ.get(name.lower())
        if known:
            self.headers[known] = value.decode("latin-1")
        elif name.lower() == b"connection":
            self.ends = b"close" in value.lower()

    def on_body(self, body: bytes) -> None:
        """A part of the body."""
        self.parts.append(body)

    def on_message_complete(self) -> None:
        """The end."""
        self.whole = True


class _Line:
    """One open connection."""

    def __init__(self, host: str, port: int, *, context: ssl.SSLContext, until: float) -> None:
        at_most = min(CONNECT_TIMEOUT, _left(until))
        plain = socket.create_connection((host, port), timeout=at_most)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.stream = context.wrap_socket(plain, server_hostname=host)
        self._closing = select.poll()
        self._closing.register(self.stream, select.POLLIN)

    def open(self) -> bool:
        """Whether the neighbour still holds it: what comes without being asked for is the end."""
        return not self._closing.poll(0)

    def ask(self, *, request: bytes, until: float) -> tuple[Received, bool]:
        """The reply, and whether the connection may be used again."""
        reply = _Reply()
        parser = httptools.HttpResponseParser(reply)
        self.stream.settimeout(_left(until))
        self.stream.sendall(request)
        size = 0
        while not reply.whole:
            self.stream.settimeout(_left(until))
            data = self.stream.recv(READ_AT_ONCE)
            if not data:
                raise NoConnection("the neighbour ended the connection before its answer was whole")
            size += len(data)
            if size > LARGEST_REPLY + LARGEST_HEAD:
                raise ReplyTooLarge
            parser.feed_data(data)
        received = Received(parser.get_status_code(), reply.headers, b"".join(reply.parts))
        return received, not reply.ends


def _left(until: float) -> float:
    seconds = until - time.monotonic()
    if seconds <= 0:
        raise NoConnection("the time is over")
    return seconds


class _Lines:
    """A thread's open connections under one key, closed with the thread."""

    def __init__(self, *, key_folder: Path, key_id: str) -> None:
        self.key = (key_folder, key_id)
        self._open: dict[Place, _Line] = {}

    def take(self, place: Place) -> _Line | None:
        """The connection that is open to there; it is the caller's until it is kept again."""
        line = self._open.pop(place, None)
        if line is None or line.open():
            return line
        line.stream.close()
        return None

    def keep(self, place: Place, line: _Line) -> None:
        """For the next time."""
        if len(self._open) >= KEPT_OPEN:
            self._open.pop(next(iter(self._open))).stream.close()
        self._open[place] = line

    def __del__(self) -> None:
        for line in self._open.values():
            line.stream.close()


_own = threading.local()


def _lines(*, key_folder: Path, key_id: str) -> _Lines:
    """This thread's connections under this key; a new key begins anew."""
    held: _Lines | None = getattr(_own, "held", None)
    if held is None or held.key != (key_folder, key_id):
        held = _own.held = _Lines(key_folder=key_folder, key_id=key_id)
    return held


@lru_cache(maxsize=4)
def _context(key_folder: Path, _key_id: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    # A member's own authority may stand there without the one above it.
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.load_verify_locations(str(key_folder / "authority.pem"))
    context.load_cert_chain(str(key_folder / "member.pem"), str(key_folder / "member.key"))
    return context


def post(
    *, url: str, body: bytes, headers: Mapping[str, str], timeout: float, key_folder: Path, key_id: str
) -> Received:
    """POST `body` within `timeout` seconds. Raises NoConnection or ReplyTooLarge."""
    until = time.monotonic() + timeout
    address = urlsplit(url)
    if address.scheme != "https" or not address.hostname:
        raise NoConnection(f"{url} is no https address")
    place = (address.hostname, address.port or 443)
    shown = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head = f"POST {address.path} HTTP/1.1\r\nhost: {address.netloc}\r\ncontent-length: {len(body)}\r\n{shown}\r\n"
    lines = _lines(key_folder=key_folder, key_id=key_id)
    try:
        line = lines.take(place) or _Line(*place, context=_context(key_folder, key_id), until=until)
        keep = False
        try:
            received, keep = line.ask(request=head.encode() + body, until=until)
        finally:
            if keep:
                lines.keep(place, line)
            else:
                line.stream.close()
    except (OSError, httptools.HttpParserError) as error:
        raise NoConnection(str(error) or type(error).__name__) from error
    return received
