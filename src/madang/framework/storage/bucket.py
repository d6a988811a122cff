"""A bucket of an object store that speaks S3, over libcurl, which signs each request (AWS Signature Version 4; ADR 23)."""

import hashlib
import threading
from dataclasses import dataclass, field
from io import BytesIO
from typing import BinaryIO

import pycurl

CONNECT_SECONDS = 3
WHOLE_SECONDS = 120
# An upload that stands still for so long is given up.
STILL_SECONDS = 15
TRIES = 2


class BucketFailed(OSError):
    """The object store cannot be reached, or did not do what was asked; the text says which."""


_own = threading.local()


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """`url` is the bucket's address with its name as the path: `https://objects.example.org/madang`.

    Objects are named `ab/cdef…`. `authority` is a file with the certificates to trust; empty: libcurl's own.
    """

    url: str
    region: str
    key: str
    secret: str = field(repr=False)
    authority: str = ""

    def put(self, *, name: str, data: bytes) -> None:
        """Write an object; the store checks the signed hash of what arrives, and it appears whole."""
        self._ask("PUT", f"/{name[:2]}/{name[2:]}", good=(200,), data=data)

    def get(self, *, name: str) -> BinaryIO:
        """The bytes. Raises FileNotFoundError."""
        status, data = self._ask("GET", f"/{name[:2]}/{name[2:]}", good=(200, 404))
        if status == 404:
            raise FileNotFoundError(f"The bucket has no {name}.")
        return BytesIO(data)

    def has(self, *, name: str) -> bool:
        """Whether it lies here."""
        return self._ask("HEAD", f"/{name[:2]}/{name[2:]}", good=(200, 404))[0] == 200

    def drop(self, *, name: str) -> None:
        """Remove it; nothing happens where it is gone."""
        self._ask("DELETE", f"/{name[:2]}/{name[2:]}", good=(200, 204, 404))

    def probe(self) -> None:
        """Write, read and remove a small object. Raises BucketFailed with the reason."""
        name = hashlib.sha256(b"madang probe").hexdigest()
        self._ask("HEAD", "", good=(200,))
        self.put(name=name, data=b"probe")
        if self.get(name=name).read() != b"probe":
            raise BucketFailed("it gives back other bytes than were put in")
        self.drop(name=name)

    def _ask(self, method: str, path: str, *, good: tuple[int, ...], data: bytes = b"") -> tuple[int, bytes]:
        """Every request of ours may be repeated, so one that failed is, unless the store let us wait for nothing."""
        reason = ""
        for _each in range(TRIES):
            try:
                status, body = self._perform(method, path, data)
            except pycurl.error as error:
                reason = f"it cannot be reached ({error.args[-1]})"
                if error.args[0] == pycurl.E_OPERATION_TIMEDOUT:
                    break
                continue
            if status in good:
                return status, body
            reason = _refused(status, body)
            if status < 500:
                break
        raise BucketFailed(reason)

    def _perform(self, method: str, path: str, data: bytes) -> tuple[int, bytes]:
        handle, taken = _handle(), BytesIO()
        handle.setopt(pycurl.URL, self.url.rstrip("/") + path)
        handle.setopt(pycurl.AWS_SIGV4, f"aws:amz:{self.region}:s3")
        handle.setopt(pycurl.USERPWD, f"{self.key}:{self.secret}")
        if self.authority:
            handle.setopt(pycurl.CAINFO, self.authority)
        if method == "PUT":
            handle.setopt(pycurl.POSTFIELDS, data)
            digest = hashlib.sha256(data).hexdigest()
            kind = "Content-Type: application/octet-stream"
            handle.setopt(pycurl.HTTPHEADER, [kind, f"x-amz-content-sha256: {digest}", "Expect:"])
        if method == "HEAD":
            handle.setopt(pycurl.NOBODY, 1)
        elif method != "GET":
            handle.setopt(pycurl.CUSTOMREQUEST, method)
        handle.setopt(pycurl.WRITEFUNCTION, taken.write)
        handle.perform()
        return int(handle.getinfo(pycurl.RESPONSE_CODE)), taken.getvalue()


def _handle() -> pycurl.Curl:
    """This thread's handle, its connections kept: no redirect, no proxy, no other scheme than HTTP."""
    held: pycurl.Curl | None = getattr(_own, "handle", None)
    handle = _own.handle = held or pycurl.Curl()
    handle.reset()
    handle.setopt(pycurl.NOSIGNAL, 1)
    handle.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTPS | pycurl.PROTO_HTTP)
    handle.setopt(pycurl.PROXY, "")
    handle.setopt(pycurl.CONNECTTIMEOUT, CONNECT_SECONDS)
    handle.setopt(pycurl.TIMEOUT, WHOLE_SECONDS)
    handle.setopt(pycurl.LOW_SPEED_LIMIT, 1)
    handle.setopt(pycurl.LOW_SPEED_TIME, STILL_SECONDS)
    return handle


def _refused(status: int, body: bytes) -> str:
    """What the store's error says: its status and the code in its XML."""
    code = body.partition(b"<Code>")[2].partition(b"</Code>")[0][:60].decode("latin-1")
    known = {403: "it refuses our key", 404: "there is no such bucket"}
    return f"{known.get(status, 'it refuses')} (status {status}{', ' + code if code else ''})"
