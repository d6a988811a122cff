"""Parts of a tender's page that other rooms show: bids, the opening, the award. A room adds its own in `apps.ready`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from madang.framework.identity.requests import ActorRequest
from madang.systems.procurement.models import Tender

Draw = Callable[[ActorRequest, Tender], SafeString | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part below the notice. `draw(request, tender)` gives finished HTML, or None where there is nothing to show this
    reader; it looks at `request.actor` itself. Sections stand by `order`.
    """

    code: str
    title: Any
    draw: Draw
    order: int = 50


_sections: dict[str, Section] = {}


def add(section: Section) -> Section:
    """Show a section on every tender's page; the same code again replaces the first."""
    _sections[section.code] = section
    return section


def drawn(*, request: ActorRequest, tender: Tender) -> list[tuple[str, Any, SafeString]]:
    """The sections that have something to show this reader: code, title, content."""
    ordered = sorted(_sections.values(), key=lambda one: (one.order, one.code))
    found = [(one.code, one.title, one.draw(request, tender)) for one in ordered]
    return [(code, title, content) for code, title, content in found if content is not None]
