"""Ask every member what it offers."""

from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.db import transaction

from madang.contracts.envelope import law
from madang.contracts.services_v1 import ListServices, ServiceDeclaration
from madang.exchange import Answer, Asking, ask_all
from madang.framework.identity.actor import system_actor
from madang.systems.civil.models import CatalogueEntry, CatalogueSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """How many services each member offers, and which members did not answer (with the sentence that says why)."""

    offered: dict[str, int]
    silent: dict[str, str]


def refresh_catalogue(*, now: datetime) -> Refreshed:
    """Renew the cached declarations. A silent member's services stay listed as they were."""
    asking = Asking(
        system="civil",
        actor=system_actor("civil"),
        purpose="The catalogue of public services is renewed.",
        basis=law("catalogue"),
    )
    outcomes = ask_all(ListServices(), asking)

    offered: dict[str, int] = {}
    silent: dict[str, str] = {}
    with transaction.atomic():
        for outcome in outcomes:
            if isinstance(outcome, Answer):
                offered[outcome.member] = _record(outcome.member, outcome.reply.services, now)
            else:
                silent[outcome.member] = str(outcome.why)
                note = {"failed_at": now, "failure": str(outcome.why)[:400]}
                CatalogueSource.objects.update_or_create(member=outcome.member, defaults=note)
    return Refreshed(offered=offered, silent=silent)


def _record(member: str, services: tuple[ServiceDeclaration, ...], now: datetime) -> int:
    fresh = [
        CatalogueEntry(
            code=each.code,
            member=member,
            owner=each.owner,
            kind=each.kind.value,
            category=each.category,
            place=place,
            declaration=msgspec.to_builtins(each),
        )
        for place, each in enumerate(services)
    ]
    CatalogueEntry.objects.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["member", "owner", "kind", "category", "place", "declaration", "withdrawn_at"],
    )
    gone = CatalogueEntry.objects.filter(member=member, withdrawn_at=None).exclude(
        code__in=[each.code for each in services]
    )
    gone.update(withdrawn_at=now)
    done = {"refreshed_at": now, "failed_at": None, "failure": ""}
    CatalogueSource.objects.update_or_create(member=member, defaults=done)
    return len(fresh)
