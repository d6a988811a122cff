"""The catalogue as a whole: what search sees of a declaration, and the order of categories."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from madang.contracts.services_v1 import ServiceDeclaration, ServiceKind, Texts
from madang.systems.civil.domain.search import Hit, Index, Listing


def listing(*, service: ServiceDeclaration, weight: float, events: Mapping[str, Texts]) -> Listing:
    """A declaration as search sees it, in all its languages at once."""
    keywords = service.keywords or {}
    return Listing(
        code=service.code,
        names=tuple(service.title.values()),
        synonyms=tuple(word for words in keywords.values() for word in words),
        events=tuple(text for event in service.life_events for text in (*events.get(event, {}).values(), event)),
        text=(*service.summary.values(), *service.agency.values()),
        weight=weight,
    )


# Of two services that fit a question equally well, the one that can be done here and now is the likelier.
_READY = {ServiceKind.CERTIFICATE: 2.0, ServiceKind.MATTER: 1.0, ServiceKind.COUNTER: 0.0}
_HEART_OF_AN_EVENT = 2.5


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every service offered, in its order, with its search index. Shared between requests and never changed."""

    services: Mapping[str, ServiceDeclaration]
    members: Mapping[str, str]
    asked: Mapping[str, int]
    index: Index

    def search(self, *, query: str, limit: int = 30) -> tuple[ServiceDeclaration, ...]:
        """The services that answer a query, best first."""
        return tuple(self.services[hit.code] for hit in self.hits(query=query, limit=limit))

    def hits(self, *, query: str, limit: int = 30) -> tuple[Hit, ...]:
        """As `search`, with scores."""
        return self.index.search(query=query, limit=limit)

    def in_category(self, *, category: str) -> tuple[ServiceDeclaration, ...]:
        """The services of one category, in order."""
        return tuple(each for each in self.services.values() if each.category == category)

    def for_event(self, *, event: str) -> tuple[ServiceDeclaration, ...]:
        """The services that belong to a life event, in order."""
        return tuple(each for each in self.services.values() if event in each.life_events)

    @property
    def categories(self) -> dict[str, int]:
        """Each category with its number of services, in the order in which they come."""
        counts: dict[str, int] = {}
        for each in self.services.values():
            counts[each.category] = counts.get(each.category, 0) + 1
        return counts

    @property
    def most_asked(self) -> tuple[ServiceDeclaration, ...]:
        """The services by how often they were asked for; the owners' order breaks ties."""
        return tuple(sorted(self.services.values(), key=lambda each: -self.asked.get(each.code, 0)))


def build(
    *,
    services: Iterable[ServiceDeclaration],
    members: Mapping[str, str],
    asked: Mapping[str, int],
    events: Mapping[str, Texts],
    hearts: frozenset[str] = frozenset(),
) -> Catalogue:
    """A catalogue with its index. What can be had at once, what a life event always needs (`hearts`), and what is asked for
    often is lifted by a few points."""
    by_code = {each.code: each for each in services}
    most = max(asked.values(), default=0) or 1
    index = Index(
        listing(
            service=each,
            weight=_READY[each.kind]
            + asked.get(each.code, 0) / most
            + (_HEART_OF_AN_EVENT if each.code in hearts else 0),
            events=events,
        )
        for each in by_code.values()
    )
    return Catalogue(services=by_code, members=members, asked=asked, index=index)
