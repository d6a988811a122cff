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


@dataclass(slots=True)
class _Line:
    """A thread's handle and what it was told last: what stays the same is not told again."""

    key_folder: Path
    key_id: str
    handle: pycurl.Curl
    lines: list[bytes]
    parts: list[bytes]
    url: str = ""
    timeout: float = 0.0


_own = threading.local()


def _line(*, key_folder: Path, key_id: str) -> _Line:
    """This thread's connections under this key; a new key begins anew."""
    held: _Line | None = getattr(_own, "held", None)
    if held is None or held.key_id != key_id or held.key_folder != key_folder:
        held = _own.held = _begun(key_folder=key_folder, key_id=key_id)
    return held


def _begun(*, key_folder: Path, key_id: str) -> _Line:
    line = _Line(key_folder, key_id, pycurl.Curl(), [], [])
    handle = line.handle
    handle.setopt(pycurl.NOSIGNAL, 1)
    handle.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTPS)
    handle.setopt(pycurl.PROXY, "")
    handle.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)
    handle.setopt(pycurl.SSLVERSION, pycurl.SSLVERSION_TLSv1_3)
    handle.setopt(pycurl.CAINFO, str(key_folder / "authority.pem"))
    handle.setopt(pycurl.SSLCERT, str(key_folder / "member.pem"))
    handle.setopt(pycurl.SSLKEY, str(key_folder / "member.key"))
    handle.setopt(pycurl.MAXCONNECTS, KEPT_OPEN)
    handle.setopt(pycurl.MAXFILESIZE, LARGEST_REPLY)
    handle.setopt(pycurl.HEADERFUNCTION, line.lines.append)
    handle.setopt(pycurl.WRITEFUNCTION, line.parts.append)
    return line


def post(
    *, url: str, body: bytes, headers: Mapping[str, str], timeout: float, key_folder: Path, key_id: str
) -> Received:
    """POST `body` within `timeout` seconds. Raises NoConnection or ReplyTooLarge."""
    line = _line(key_folder=key_folder, key_id=key_id)
    handle = line.handle
    line.lines.clear()
    line.parts.clear()
    if line.url != url:
        handle.setopt(pycurl.URL, url)
        line.url = url
    if line.timeout != timeout:
        handle.setopt(pycurl.CONNECTTIMEOUT_MS, int(1000 * min(CONNECT_TIMEOUT, timeout)))
        handle.setopt(pycurl.TIMEOUT_MS, int(1000 * timeout))
        line.timeout = timeout
    handle.setopt(pycurl.POSTFIELDS, body)
    # Without "Expect:" libcurl asks the server's leave before a long body.
    handle.setopt(pycurl.HTTPHEADER, [*[f"{name}: {value}" for name, value in headers.items()], "Expect:"])
    try:
        handle.perform()
    except pycurl.error as error:
        if error.args[0] == pycurl.E_FILESIZE_EXCEEDED:
            raise ReplyTooLarge from error
        raise NoConnection(str(error)) from error
    received = Received(handle.getinfo(pycurl.RESPONSE_CODE), _named(line.lines), b"".join(line.parts))
    line.parts.clear()
    return received


def _named(lines: list[bytes]) -> dict[str, str]:
    """The headers that a reply is checked by; the others are nobody's concern here."""
    found = {}
    for line in lines:
        name, _colon, value = line.partition(b":")
        known = READ.get(name.lower())
        if known:
            found[known] = value.strip().decode("latin-1")
    return found
