"""Connections to neighbours: HTTP/1.1 over mutual TLS 1.3 by libcurl, kept open, one set a thread.

libcurl takes a quarter of the CPU time of a client in Python (bench/exchange.py; ADR 8), and speaks to our address alone:
no redirect, no proxy, no other scheme.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pycurl

CONNECT_TIMEOUT = 2.0
LARGEST_REPLY = 32 * 1024 * 1024
KEPT_OPEN = 16


class NoConnection(OSError):
    """Nothing came back: no connection, no time left, or it ended too early."""


class ReplyTooLarge(ValueError):
    """More came back than any answer may hold."""


@dataclass(frozen=True, slots=True)
class Received:
    """A reply as it came. Header names are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class _Body:
    """Takes a reply's bytes up to the limit."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.size = 0

    def write(self, part: bytes) -> int | None:
        """Keep one part; fewer bytes taken than came tells libcurl to stop."""
        self.size += len(part)
        if self.size > LARGEST_REPLY:
            return 0
        self.parts.append(part)
        return None


_own = threading.local()


def _handle(*, key_folder: Path, key_id: str) -> pycurl.Curl:
    """This thread's connections under this key; a new key begins anew."""
    held: tuple[Path, str, pycurl.Curl] | None = getattr(_own, "held", None)
    if held is not None and held[:2] == (key_folder, key_id):
        return held[2]
    handle = pycurl.Curl()
    handle.setopt(pycurl.NOSIGNAL, 1)
    handle.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTPS)
    handle.setopt(pycurl.PROXY, "")
    handle.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)
    handle.setopt(pycurl.SSLVERSION, pycurl.SSLVERSION_TLSv1_3)
    handle.setopt(pycurl.CAINFO, str(key_folder / "authority.pem"))
    handle.setopt(pycurl.SSLCERT, str(key_folder / "member.pem"))
    handle.setopt(pycurl.SSLKEY, str(key_folder / "member.key"))
    handle.setopt(pycurl.MAXCONNECTS, KEPT_OPEN)
    _own.held = (key_folder, key_id, handle)
    return handle


def post(
    *, url: str, body: bytes, headers: Mapping[str, str], timeout: float, key_folder: Path, key_id: str
) -> Received:
    """POST `body` within `timeout` seconds. Raises NoConnection or ReplyTooLarge."""
    handle = _handle(key_folder=key_folder, key_id=key_id)
    taken, lines = _Body(), list[bytes]()
    handle.setopt(pycurl.URL, url)
    handle.setopt(pycurl.POSTFIELDS, body)
    # Without "Expect:" libcurl asks the server's leave before a long body.
    handle.setopt(pycurl.HTTPHEADER, [*(f"{name}: {value}" for name, value in headers.items()), "Expect:"])
    handle.setopt(pycurl.WRITEFUNCTION, taken.write)
    handle.setopt(pycurl.HEADERFUNCTION, lines.append)
    handle.setopt(pycurl.CONNECTTIMEOUT_MS, int(1000 * min(CONNECT_TIMEOUT, timeout)))
    handle.setopt(pycurl.TIMEOUT_MS, int(1000 * timeout))
    try:
        handle.perform()
    except pycurl.error as error:
        if taken.size > LARGEST_REPLY:
            raise ReplyTooLarge from error
        raise NoConnection(str(error)) from error
    return Received(handle.getinfo(pycurl.RESPONSE_CODE), _named(lines), b"".join(taken.parts))


def _named(lines: list[bytes]) -> dict[str, str]:
    """Name and value of each line; the status line and the empty one have no colon that counts."""
    found = {}
    for line in lines[1:]:
        name, colon, value = line.partition(b":")
        if colon:
            found[name.decode("latin-1").lower()] = value.strip().decode("latin-1")
    return found
