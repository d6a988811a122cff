"""What a request tells of its visitor, and where to send them next."""

import re

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from madang.framework.identity.actor import Actor
from madang.framework.identity.usecases.open_session import Visitor
from madang.framework.identity.usecases.passkeys import origin
from madang.framework.protect import client_address

# Members that share a host name (a test of several on one machine) share its cookies, but not their devices.
DEVICE_COOKIE = f"madang-device-{settings.MADANG_MEMBER}"
_BROWSERS = (
    ("Edg/", "Edge"), ("OPR/", "Opera"), ("Whale/", "Whale"), ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def browser_label(*, agent: str) -> str:
    """A browser as its owner knows it: `Chrome · Windows`. Unknown ones are told so; what they wrote is not shown."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return " · ".join(filter(None, (browser, system))) or _("Unknown device")


def visitor_of(request: HttpRequest) -> Visitor:
    """Address, browser and device cookie of a request."""
    token = request.COOKIES.get(DEVICE_COOKIE, "")
    return Visitor(
        address=client_address(request)[:45],
        label=browser_label(agent=request.headers.get("User-Agent", ""))[:120],
        device_token=token if _TOKEN.fullmatch(token) else "",
    )


def safe_next(request: HttpRequest, wanted: str) -> str:
    """`wanted` if it is a path on this site, else nothing: a sign-in page that sends people elsewhere serves fraud."""
    if not wanted.startswith("/") or len(wanted) > 2000:
        return ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else ""


def start_page(*, actor: Actor | None = None, official: bool = False) -> str:
    """Where somebody lands who wanted nothing in particular: what the site chooses, where that runs here."""
    chosen = settings.MADANG_START_PAGES["official" if official else "resident"]
    for name in (chosen, "identity:settings"):
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return "/"


def passkey_address(request: HttpRequest) -> str:
    """Where passkeys work, if not on the address that this page was opened at; else empty."""
    host = request.get_host()
    return origin() + request.get_full_path() if host.split(":")[0] in ("127.0.0.1", "[") else ""
