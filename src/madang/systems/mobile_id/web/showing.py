"""QR codes of offers and requests, as pages show them."""

import base64
from typing import Any
from urllib.parse import quote

from django.urls import reverse

from madang.framework.documents.qr import qr_svg
from madang.systems.mobile_id.usecases.offer_credential import Offered


def qr_image(*, text: str) -> str:
    """A QR code as the address of a picture."""
    return "data:image/svg+xml;base64," + base64.b64encode(qr_svg(text=text).encode()).decode()


def wallet_link(*, text: str) -> str:
    """The demo wallet, with what it is to read after the `#`: that part never leaves the browser."""
    return f"{reverse('mobile_id:wallet')}#{quote(text, safe='')}"


def offer_values(*, offered: Offered) -> dict[str, Any]:
    """What the page of an offer shows, once."""
    return {
        "qr": qr_image(text=offered.link),
        "link": offered.link,
        "wallet": wallet_link(text=offered.link),
        "tx_code": offered.tx_code,
        "expires_at": offered.offer.expires_at,
    }
