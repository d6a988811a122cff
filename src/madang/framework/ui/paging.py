"""Pages of a long list: which numbers to show, and their addresses with the rest of the question kept."""

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict

Found = TypeVar("Found", bound=Model)
FARTHEST = 100_000
_SWITCHES = ("lang", "contrast", "page", "format")


@dataclass(frozen=True, kw_only=True)
class PageLink:
    """A page number, or a gap between numbers."""

    number: int = 0
    url: str = ""
    current: bool = False
    gap: bool = False


@dataclass(frozen=True, kw_only=True)
class Pages:
    """Where a list stands. `first` and `last` count rows from one."""

    number: int
    size: int
    total: int
    links: tuple[PageLink, ...] = ()
    previous: str = ""
    next: str = ""

    @property
    def offset(self) -> int:
        """How many rows come before this page."""
        return (self.number - 1) * self.size

    @property
    def many(self) -> bool:
        """Whether there is more than one page."""
        return self.total > self.size

    @property
    def first(self) -> int:
        """The first row's place."""
        return min(self.offset + 1, self.total)

    @property
    def last(self) -> int:
        """The last row's place."""
        return min(self.offset + self.size, self.total)


def asked_page(request: HttpRequest) -> int:
    """The page number in the address; nonsense is page one."""
    text = request.GET.get("page", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def address(query: QueryDict, **changes: str) -> str:
    """A relative address: the question with some values changed and switches left out."""
    kept = query.copy()
    for name in (*_SWITCHES, *changes):
        kept.pop(name, None)
    for name, value in changes.items():
        if value:
            kept[name] = value
    return "?" + kept.urlencode()


def pages(*, request: HttpRequest, total: int, size: int) -> Pages:
    """The page asked for, held inside what there is."""
    last = max((total + size - 1) // size, 1)
    number = min(asked_page(request), last)
    shown = sorted({1, last, *range(max(number - 2, 1), min(number + 2, last) + 1)})
    links: list[PageLink] = []
    for one in shown:
        if links and one - links[-1].number > 1:
            links.append(PageLink(number=one - 1, gap=True))
        links.append(PageLink(number=one, url=address(request.GET, page=str(one)), current=one == number))
    return Pages(
        number=number,
        size=size,
        total=total,
        links=tuple(links),
        previous=address(request.GET, page=str(number - 1)) if number > 1 else "",
        next=address(request.GET, page=str(number + 1)) if number < last else "",
    )


def page_of(*, rows: QuerySet[Found], page: int, size: int) -> tuple[list[Found], int]:
    """What programs ask for: the rows of that page, and the number of the next, 0 on the last. Nothing is counted."""
    number = min(max(page, 1), FARTHEST)
    found = list(rows[(number - 1) * size : number * size + 1])
    return found[:size], number + 1 if len(found) > size else 0
