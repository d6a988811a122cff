"""The catalogue in force, built once for each state of its sources and shared by the process."""

from datetime import datetime
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from madang.contracts.services_v1 import ServiceDeclaration
from madang.framework.law import pack
from madang.framework.values import Refusal
from madang.systems.civil.domain.catalogue import Catalogue, build
from madang.systems.civil.domain.life_events import LifeEvent, read_events
from madang.systems.civil.models import CatalogueEntry, CatalogueSource

Version = tuple[tuple[str, datetime | None], ...]


class NoSuchService(Refusal):
    """The catalogue has no service with this code, or its owner no longer offers it."""

    code = "civil.no_such_service"
    says = _("There is no service at this address, or its agency no longer offers it. Search for what you need.")
    status = 404


class NoSuchLifeEvent(Refusal):
    """The country lists no such life event."""

    code = "civil.no_such_life_event"
    says = _("There is no such life event here. Choose one from the list of life events.")
    status = 404


def current() -> Catalogue:
    """The catalogue as the members last declared it."""
    version: Version = tuple(CatalogueSource.objects.order_by("member").values_list("member", "refreshed_at"))
    return _built(version, pack().code)


@lru_cache(maxsize=4)
def _built(version: Version, country: str) -> Catalogue:
    rows = list(CatalogueEntry.objects.filter(withdrawn_at=None))
    return build(
        services=[row.service for row in rows],
        members={row.code: row.member for row in rows},
        asked={row.code: row.asked for row in rows},
        events={event.code: dict(event.title) for event in life_events()},
        hearts=frozenset(part.service for event in life_events() for part in event.parts if not part.optional),
    )


def service(*, code: str) -> ServiceDeclaration:
    """The service with this code. Raises NoSuchService."""
    try:
        return current().services[code]
    except KeyError:
        raise NoSuchService from None


def title_of(*, code: str) -> dict[str, str]:
    """A service's title by language, also when its owner has withdrawn it since."""
    found = CatalogueEntry.objects.filter(code=code).first()
    return found.service.title if found else {"en": code}


def life_events() -> tuple[LifeEvent, ...]:
    """The country's life events."""
    return _events(pack().code)


@lru_cache(maxsize=8)
def _events(country: str) -> tuple[LifeEvent, ...]:
    return read_events(data=pack().data("civil/life_events"))


def life_event(*, code: str) -> LifeEvent:
    """The life event with this code. Raises NoSuchLifeEvent."""
    for event in life_events():
        if event.code == code:
            return event
    raise NoSuchLifeEvent
