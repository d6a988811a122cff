"""Where a request comes from."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The visitor's network address. Behind `MADANG_TRUSTED_PROXIES` proxies of ours, what the outermost one saw.

    Without such proxies X-Forwarded-For is what anyone cares to write, and is not read.
    """
    proxies = int(getattr(settings, "MADANG_TRUSTED_PROXIES", 0))
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if proxies < 1:
        return direct
    seen = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
    if len(seen) < proxies:
        return direct
    try:
        return str(ipaddress.ip_address(seen[-proxies]))
    except ValueError:
        return direct
