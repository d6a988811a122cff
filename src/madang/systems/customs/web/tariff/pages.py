"""The tariff for everybody: search in plain words, sections down to lines, a line's rates by day, what would I pay."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.systems.customs.domain.nomenclature import Position, below, find, named, path_to, positions
from madang.systems.customs.domain.regimes import tariff
from madang.systems.customs.domain.tariff import Line
from madang.systems.customs.usecases.tariff.editions_in_force import take_in_editions
from madang.systems.customs.web.tariff.showing import rates_shown


@open_to(ANYONE)
@require_safe
def front(request: ActorRequest) -> HttpResponse:
    """Search, and the sections."""
    take_in_editions()
    query = request.GET.get("q", "").strip()[:100]
    language = get_language() or "en"
    hits = [
        {
            "url": _url(hit.code),
            "code": spaced(code=hit.code),
            "name": named(names=hit.names, language=language),
            "line": hit.is_line,
        }
        for hit in (find(text=query) if query else ())
    ]
    sections = [
        {
            "roman": section.code,
            "name": section.name(language=language),
            "chapters": [_row(one) for one in below(code=section.code)],
        }
        for section in below()
    ]
    values = {"query": query, "hits": hits, "sections": sections, "lines": len(tariff().lines)}
    return render(request, "customs/tariff/front.html", values)


@open_to(ANYONE)
@require_safe
def position(request: ActorRequest, code: str) -> HttpResponse:
    """A chapter, a heading or a subheading: what lies below it, and its national lines with their rates."""
    take_in_editions()
    one = positions().get(code)
    if one is None or not code.isdigit():
        raise Http404
    language = get_language() or "en"
    lines = tariff().under(prefix=code) if len(code) >= 4 else ()
    values = {
        "name": one.name(language=language),
        "code": spaced(code=code),
        "crumbs": crumbs(code=code),
        "positions": [_row(each) for each in below(code=code)],
        "lines": [
            {
                "url": _url(line.code),
                "code": spaced(code=line.code),
                "name": line_named(line=line),
                "rates": rates_shown(line=line),
            }
            for line in lines
        ],
        "deep": len(code) >= 4,
        "held": len(tariff().lines),
    }
    return render(request, "customs/tariff/position.html", values)


def crumbs(*, code: str) -> list[dict[str, Any]]:
    """The way from the tariff's front to a code."""
    language = get_language() or "en"
    way = [one for one in path_to(code=code) if one.code.isdigit() and one.code != code]
    return [
        {"url": _url(one.code), "code": spaced(code=one.code), "name": one.name(language=language)[0]} for one in way
    ]


def spaced(*, code: str) -> str:
    """A code as people write it: 2204.21-1000."""
    if len(code) <= 4:
        return code
    return f"{code[:4]}.{code[4:6]}" + (f"-{code[6:]}" if len(code) > 6 else "")


def line_named(*, line: Line) -> tuple[str, str]:
    """A line's name in the reader's language, and which language it is."""
    return named(names=line.names, language=get_language() or "en")


def _url(code: str) -> str:
    name = "customs:tariff_line" if code in tariff().lines else "customs:tariff_position"
    return reverse(name, args=[code])


def _row(one: Position) -> dict[str, Any]:
    language = get_language() or "en"
    held = len(tariff().under(prefix=one.code))
    return {"url": _url(one.code), "code": spaced(code=one.code), "name": one.name(language=language), "held": held}
