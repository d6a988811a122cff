"""What every page's layout knows: language and contrast switches, who is signed in, whom they act for, the menu."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext

from madang.framework.ui import menu
from madang.framework.ui.menu import link
from madang.framework.ui.middleware import CONTRAST_COOKIE


def _switch(request: HttpRequest, **changes: str) -> str:
    """This page's address with a switch turned; the rest of the question stays."""
    query = request.GET.copy()
    for name in ("lang", "contrast"):
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = value
    return f"{request.path if request.method == 'GET' else '/'}?{query.urlencode()}"


def _languages(request: HttpRequest) -> list[dict[str, object]]:
    current = get_language()
    return [
        {"code": code, "name": name, "current": code == current, "url": _switch(request, lang=code)}
        for code, name in settings.LANGUAGES
    ]


def _role(actor: Any) -> str:
    return str(getattr(actor, "kind", "") or "anonymous").lower().rpartition(".")[2]


def _menu(request: HttpRequest, actor: Any) -> list[dict[str, object]]:
    lines = menu.entries(role=_role(actor))
    here = max((url for url, _title in lines if request.path.startswith(url)), key=len, default="")
    return [{"url": url, "title": title, "current": url == here} for url, title in lines]


def _acting(actor: Any) -> dict[str, str] | None:
    """The banner of someone who acts for another party."""
    acting = getattr(actor, "acting_for", None)
    if acting is None:
        return None
    name = getattr(acting, "name", "") or str(acting.party)
    until = getattr(acting, "until", None)
    if until is None:
        sentence = gettext("You act for %(name)s.") % {"name": name}
    else:
        day = date_format(until, "DATE_FORMAT")
        sentence = gettext("You act for %(name)s until %(day)s.") % {"name": name, "day": day}
    return {"sentence": sentence, "stop": link("identity:act_for_myself")}


def _layout(request: HttpRequest) -> dict[str, object]:
    actor = getattr(request, "actor", None)
    signed_in = bool(getattr(actor, "account_id", None))
    contrast = request.COOKIES.get(CONTRAST_COOKIE) == "high"
    return {
        "name": gettext("Madang"),
        "tagline": gettext("One courtyard for every public service"),
        "language": get_language(),
        "languages": _languages(request),
        "contrast": contrast,
        "contrast_url": _switch(request, contrast="normal" if contrast else "high"),
        "home": "/",
        "search": menu.search_address(),
        "query": request.GET.get("q", ""),
        "signed_in": signed_in,
        "actor_name": getattr(actor, "name", ""),
        "sign_in": link("identity:sign_in"),
        "sign_out": link("identity:sign_out"),
        "settings": link("identity:settings"),
        "acting": _acting(actor),
        "menu": _menu(request, actor),
        "foot": [{"url": url, "title": title} for url, title in menu.entries(role=_role(actor), foot=True)],
    }


def page(request: HttpRequest) -> dict[str, object]:
    """Values for the layout, made only if the template has the layout (parts of pages do not)."""
    make: Callable[[], dict[str, object]] = lambda: _layout(request)  # noqa: E731
    return {"layout": SimpleLazyObject(make), "LANGUAGE_CODE": get_language()}
