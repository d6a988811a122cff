"""What every page's layout knows: language and contrast switches, who is signed in, whom they act for, the menu."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext, gettext_lazy

from madang.framework.ui.middleware import CONTRAST_COOKIE

# (who sees it, URL name, title); a system that does not run here has no such URL and its line is left out.
MENU: list[tuple[str, str, Any]] = [
    ("everyone", "civil:services", gettext_lazy("Services")),
    ("everyone", "civil:benefits", gettext_lazy("Benefits")),
    ("resident", "portal:me", gettext_lazy("My page")),
    ("resident", "portal:wallet", gettext_lazy("My documents")),
    ("resident", "portal:looks", gettext_lazy("Who looked at my data")),
    ("official", "portal:desk", gettext_lazy("Worklist")),
    ("everyone", "portal:verify", gettext_lazy("Verify a document")),
]
FOOT: list[tuple[str, Any]] = [
    ("portal:verify", gettext_lazy("Verify a document")),
    ("identity:settings", gettext_lazy("Settings")),
    ("ops:health", gettext_lazy("State of the service")),
]


def link(name: str) -> str:
    """The address of a URL name, or nothing where that room has no doors in this process."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


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


def _roles(actor: Any) -> set[str]:
    kind = str(getattr(actor, "kind", "") or "").lower().rsplit(".", 1)[-1]
    return {"everyone", kind}


def _menu(request: HttpRequest, actor: Any) -> list[dict[str, object]]:
    roles = _roles(actor)
    seen = ((link(name), title) for role, name, title in MENU if role in roles)
    return [
        {"url": url, "title": title, "current": request.path == url or (url != "/" and request.path.startswith(url))}
        for url, title in seen
        if url
    ]


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
        "home": link("portal:home") or "/",
        "search": link("civil:services"),
        "query": request.GET.get("q", ""),
        "signed_in": signed_in,
        "actor_name": getattr(actor, "name", ""),
        "sign_in": link("identity:sign_in"),
        "sign_out": link("identity:sign_out"),
        "settings": link("identity:settings"),
        "acting": _acting(actor),
        "menu": _menu(request, actor),
        "foot": [{"url": url, "title": title} for url, title in ((link(n), t) for n, t in FOOT) if url],
    }


def page(request: HttpRequest) -> dict[str, object]:
    """Values for the layout, made only if the template has the layout (parts of pages do not)."""
    make: Callable[[], dict[str, object]] = lambda: _layout(request)  # noqa: E731
    return {"layout": SimpleLazyObject(make), "LANGUAGE_CODE": get_language()}
