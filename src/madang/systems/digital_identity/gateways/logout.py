"""POSTs a logout token to the address that an official approved. Follows no redirect and reads no more than it must."""

import urllib3

_TIMEOUT = urllib3.Timeout(connect=3, read=5)


class RelyingPartySilent(Exception):
    """The relying party did not answer, or did not take the token."""


def send_logout_token(*, address: str, token: str) -> None:
    """Raises RelyingPartySilent unless it answers 200 or 204 (Back-Channel Logout 1.0 s. 2.8)."""
    with urllib3.PoolManager(timeout=_TIMEOUT, retries=False) as pool:
        try:
            reply = pool.request(
                "POST", address, fields={"logout_token": token}, encode_multipart=False, preload_content=False
            )
            reply.close()
        except urllib3.exceptions.HTTPError as error:
            raise RelyingPartySilent(type(error).__name__) from error
    if reply.status not in (200, 204):
        raise RelyingPartySilent(f"it answered {reply.status}")
