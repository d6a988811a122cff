"""What every page's layout knows: language and contrast switches, who is signed in, whom they act for, the menu."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext

from madang.framework.ui import menu, written
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


def _here(path: str, lines: list[tuple[str, Any]]) -> str:
    """The line that the page belongs to: the longest address that begins like the page's."""
    return max((url for url, _title in lines if path.startswith(url)), key=len, default="")


@lru_cache(maxsize=512)
def _lines(role: str, duties: frozenset[str], version: int) -> list[tuple[str, Any]]:
    """The addresses of the menu for a role and its duties: found once, for each costs a search of all addresses."""
    return menu.entries(role=role, duties=duties)


@lru_cache(maxsize=512)
def _menu(role: str, duties: frozenset[str], here: str, language: str | None, version: int) -> str:
    """The header's menu: the same on every page for a role, its duties, a place and a language, so drawn once."""
    sections = [
        {
            "title": section.title,
            "current": any(url == here for url, _title in section.lines),
            "items": [{"url": url, "title": title, "current": url == here} for url, title in section.lines],
        }
        for section in menu.sections(role=role, duties=duties)
    ]
    return get_template("ui/menu.html").render({"sections": sections})


@lru_cache(maxsize=64)
def _footer(role: str, language: str | None, version: int) -> str:
    """The footer, drawn once for a role and a language."""
    items = [{"url": url, "title": title} for url, title in menu.entries(role=role, foot=True)]
    return get_template("ui/footer.html").render({"items": items, "name": gettext("Madang")})


def _acting(actor: Any) -> dict[str, str] | None:
    """The banner of someone who acts for another party."""
    acting = getattr(actor, "acting_for", None)
    if acting is None:
        return None
    name = _name(acting, get_language()) or str(acting.party)
    until = getattr(acting, "until", None)
    if until is None:
        sentence = gettext("You act for %(name)s.") % {"name": name}
    else:
        sentence = gettext("You act for %(name)s until %(day)s.") % {"name": name, "day": written.day(until)}
    return {"sentence": sentence, "stop": link("identity:act_for_myself")}


def _name(who: Any, language: str | None) -> str:
    """The name as the page's language writes it, of whoever has one."""
    written = getattr(who, "name_in", None)
    return str(written(language or "")) if written else str(getattr(who, "name", ""))


def _layout(request: HttpRequest) -> dict[str, object]:
    actor = getattr(request, "actor", None)
    signed_in = bool(getattr(actor, "account_id", None))
    contrast = request.COOKIES.get(CONTRAST_COOKIE) == "high"
    role, language = _role(actor), get_language()
    duties = frozenset(one.code for one in getattr(actor, "duties", ()))
    here = _here(request.path, _lines(role, duties, menu.version()))
    return {
        "name": gettext("Madang"),
        "tagline": gettext("One courtyard for every public service"),
        "language": language,
        "languages": _languages(request),
        "contrast": contrast,
        "contrast_url": _switch(request, contrast="normal" if contrast else "high"),
        "home": "/",
        "search": menu.search_address(),
        "query": request.GET.get("q", ""),
        "signed_in": signed_in,
        "actor_name": _name(actor, language),
        "sign_in": link("identity:sign_in"),
        "sign_out": link("identity:sign_out"),
        "settings": link("identity:settings"),
        "acting": _acting(actor),
        "menu": _menu(role, duties, here, language, menu.version()),
        "footer": _footer(role, language, menu.version()),
    }


def page(request: HttpRequest) -> dict[str, object]:
    """Values for the layout, made only if the template has the layout (parts of pages do not)."""
    make: Callable[[], dict[str, object]] = lambda: _layout(request)  # noqa: E731
    return {"layout": SimpleLazyObject(make), "LANGUAGE_CODE": get_language()}
