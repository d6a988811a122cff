"""base64url without padding (RFC 7515, section 2), one spelling for each value."""

import base64
import binascii


class NotBase64(ValueError):
    """The text is no base64url, or not as it is spelt."""


def encode(*, data: bytes) -> str:
    """`data` as text."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(*, text: object) -> bytes:
    """The bytes that `text` spells. Raises NotBase64 also on another spelling of the same bytes."""
    if not isinstance(text, str) or not text.isascii():
        raise NotBase64("no base64url")
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotBase64("no base64url") from error
    if encode(data=data) != text:
        raise NotBase64("another spelling")
    return data
