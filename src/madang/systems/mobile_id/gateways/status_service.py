"""Fetches a status list from the service that publishes it. Waits two seconds in all, reads no more than a list is long."""

import time

import urllib3

WITHIN = 2.0
LARGEST = 2_000_000
_PART = 65_536


class ServiceSilent(Exception):
    """The service did not answer in time, or with something else than a list."""


def fetch_status_list(*, address: str) -> str:
    """The signed list, unread. Raises ServiceSilent. Follows no redirect."""
    end = time.monotonic() + WITHIN
    with urllib3.PoolManager(timeout=urllib3.Timeout(connect=WITHIN / 2, read=WITHIN / 2), retries=False) as pool:
        try:
            reply = pool.request(
                "GET", address, preload_content=False, headers={"Accept": "application/statuslist+jwt"}
            )
            if reply.status != 200:
                raise ServiceSilent(f"it answered {reply.status}")
            return _read(reply, end).decode("ascii")
        except (urllib3.exceptions.HTTPError, UnicodeDecodeError, OSError) as error:
            raise ServiceSilent(type(error).__name__) from error


def _read(reply: urllib3.BaseHTTPResponse, end: float) -> bytes:
    """Part by part: who drips a byte a second is as silent as who says nothing."""
    found = b""
    while part := reply.read1(_PART):
        found += part
        if len(found) > LARGEST or time.monotonic() > end:
            reply.close()
            raise ServiceSilent("it sends too much, or too slowly")
    return found
