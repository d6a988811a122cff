"""Ask a member's host for the answer to a challenge (RFC 8555, 8.3, http-01).

Only host names of the member directory come here; no redirect is followed, and little is read.
"""

import urllib3
from django.conf import settings

PATH = "/.well-known/acme-challenge/"
SECONDS = 3.0
LARGEST = 1024


class NoAnswer(OSError):
    """The host did not answer, or not with what a challenge's answer looks like."""


def fetch(*, host: str, token: str) -> str:
    """What the host says under the token's address. Raises NoAnswer."""
    # 80 by RFC 8555; a test's host listens elsewhere.
    port = int(getattr(settings, "MADANG_ACME_PORT", 80))
    pool = urllib3.HTTPConnectionPool(host, port=port, timeout=SECONDS, retries=False, maxsize=1)
    try:
        answer = pool.request("GET", PATH + token, redirect=False, preload_content=False)
        body = answer.read(LARGEST + 1, decode_content=False)
        answer.release_conn()
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as fault:
        raise NoAnswer(f"{host} does not answer on port {port}.") from fault
    finally:
        pool.close()
    if answer.status != 200 or len(body) > LARGEST:
        raise NoAnswer(f"{host} answers with status {answer.status}, not with the challenge's answer.")
    return str(body.decode("ascii", errors="replace").strip())
