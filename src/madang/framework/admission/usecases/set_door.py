"""Open, close, slow down: what an operator sets."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.admission.declared import declared_door
from madang.framework.admission.domain import Mode
from madang.framework.admission.models import Door
from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Refusal


class NoSuchDoor(Refusal):
    """No system of this deployment declares it."""

    code = "admission.no_such_door"
    says = _("There is no door of that name here. Choose one from the list.")
    status = 404


class OpeningPassed(Refusal):
    """The places of this queue stand already."""

    code = "admission.opening_passed"
    says = _(
        "People wait in this queue with their places, which another opening would take from them. "
        "Let everybody in first; a new queue may then have a new opening."
    )


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What an operator sets of a door; the fields are those of the model."""

    mode: Mode
    per_minute: int
    most_inside: int = 0
    stay_minutes: int = 30
    polls_per_second: int = 500
    opens_at: datetime | None = None


def set_door(*, code: str, limits: Limits, actor: Actor, now: datetime) -> Door:
    """Sets the door. A queue where nobody waited begins a new round; who is inside stays inside whatever is set.

    Raises Forbidden, NoSuchDoor, OpeningPassed.
    """
    require(actor, "admission.operate", code)
    if declared_door(code) is None:
        raise NoSuchDoor
    with transaction.atomic():
        Door.objects.get_or_create(code=code, defaults={"advanced_at": now, "changed_at": now})
        door = Door.objects.select_for_update().get(code=code)
        _set_opening(door, limits, now)
        door.mode = limits.mode.value
        door.per_minute, door.most_inside = limits.per_minute, limits.most_inside
        door.stay_minutes, door.polls_per_second = limits.stay_minutes, limits.polls_per_second
        door.advanced_at = door.changed_at = now
        door.save()
        detail = {
            "mode": door.mode,
            "per_minute": door.per_minute,
            "most_inside": door.most_inside,
            "stay_minutes": door.stay_minutes,
            "polls_per_second": door.polls_per_second,
            "opens_at": door.opens_at.isoformat() if door.opens_at else "",
            "round": door.round,
        }
        record(actor=actor, action="admission.set_door", target=code, detail=detail, now=now)
    return door


def _set_opening(door: Door, limits: Limits, now: datetime) -> None:
    if door.mode == Mode.FREE and limits.mode is not Mode.FREE:
        door.round += 1
        door.last_place = door.called = door.lots = 0
        door.opens_at = door.seed = door.lots_drawn_at = None
    ahead = limits.opens_at if limits.opens_at is not None and limits.opens_at > now else None
    waits_for_lot = door.opens_at is not None and door.lots_drawn_at is None
    if ahead is not None and ahead != door.opens_at and not waits_for_lot and door.last_place:
        raise OpeningPassed
    if ahead is not None:
        door.opens_at = ahead
        door.seed = door.seed or secrets.token_bytes(32)
    elif waits_for_lot and door.opens_at is not None and door.opens_at > now:
        # Opened earlier than was said: the lot is drawn at once.
        door.opens_at = now
