"""The office that keeps the frameworks publishes a catalogue or returns it; the supplier withdraws one."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.notify import notify
from madang.framework.values import Fault, Party, Refusal
from madang.systems.procurement.domain.mall import CatalogueState
from madang.systems.procurement.models import Catalogue
from madang.systems.procurement.usecases.mall import law
from madang.systems.procurement.usecases.supply.standing import require_standing

TEMPLATE = "procurement/catalogue_decided"


class CatalogueDecided(Refusal):
    """Somebody decided before."""

    code = "procurement.mall.catalogue_decided"
    says = _("Catalogue {number} is published, returned or withdrawn already.")


class ReasonMissing(Refusal):
    """A return has its reason."""

    code = "procurement.mall.return_reason"
    says = _("Say what the supplier must change.")
    status = 422


def publish_catalogue(*, catalogue: Catalogue, actor: Actor, now: datetime) -> None:
    """Its prices are to be had from its first day on. Raises Forbidden, CatalogueDecided, MayNotSupply."""
    require(actor, "procurement.buy", law.keeper(on=timezone.localdate(now)))
    with transaction.atomic():
        held = _locked(catalogue, CatalogueState.SUBMITTED)
        require_standing(supplier=held.supplier, on=timezone.localdate(now))
        _settle(held, CatalogueState.PUBLISHED, "", actor, now)


def return_catalogue(*, catalogue: Catalogue, reason: str, actor: Actor, now: datetime) -> None:
    """Back to the supplier with the reason. Raises Forbidden, CatalogueDecided, ReasonMissing."""
    require(actor, "procurement.buy", law.keeper(on=timezone.localdate(now)))
    said = reason.strip()
    if not 0 < len(said) <= 2000:
        raise ReasonMissing(faults=(Fault("reason", str(ReasonMissing.says), ReasonMissing.code),))
    with transaction.atomic():
        _settle(_locked(catalogue, CatalogueState.SUBMITTED), CatalogueState.RETURNED, said, actor, now)


def withdraw_catalogue(*, catalogue: Catalogue, actor: Actor, now: datetime) -> None:
    """The supplier sells at these prices no more; orders that were placed stand. Raises Forbidden, CatalogueDecided."""
    require(actor, "procurement.supply", catalogue.supplier.number)
    with transaction.atomic():
        held = _locked(catalogue, CatalogueState.SUBMITTED, CatalogueState.PUBLISHED)
        held.state = CatalogueState.WITHDRAWN.value
        held.save(update_fields=["state"])
        _record(held, actor, now)


def _locked(catalogue: Catalogue, *states: CatalogueState) -> Catalogue:
    held = Catalogue.objects.select_for_update(of=("self",)).select_related("supplier").get(pk=catalogue.pk)
    if held.state not in states:
        raise CatalogueDecided(number=held.number)
    return held


def _settle(held: Catalogue, state: CatalogueState, reason: str, actor: Actor, now: datetime) -> None:
    held.state, held.reason, held.decided_at, held.decided_by = state.value, reason, now, officer(actor)
    held.save()
    notify(
        party=Party.business(held.supplier.number),
        template=TEMPLATE,
        values={
            "number": held.number,
            "outcome": _("published") if not reason else _("returned"),
            "reason": reason or "–",
        },
        link=reverse("procurement:my_catalogues"),
        now=now,
    )
    _record(held, actor, now)


def _record(held: Catalogue, actor: Actor, now: datetime) -> None:
    audit.record(
        actor=actor,
        action="procurement.decide_catalogue",
        target=f"business:{held.supplier.number}",
        detail={"catalogue": held.number, "state": held.state},
        now=now,
    )
