"""What a message asks of a manifest of leaving goods is done: one is lodged, or the one that stands is replaced, changed or
withdrawn (in Korea Customs Act art. 136 (2) and (3); UN/EDIFACT 1225)."""

from datetime import datetime

from madang.framework.identity.actor import Actor
from madang.systems.customs.domain.manifest import Manifest
from madang.systems.customs.models import DepartureManifest
from madang.systems.customs.usecases.cargo.take_message import Way, take_message
from madang.systems.customs.usecases.cargo.write_bills import Lodging
from madang.systems.customs.usecases.leaving.change_bills import change_bills
from madang.systems.customs.usecases.leaving.handle_departure import withdraw_departure
from madang.systems.customs.usecases.leaving.lodge_departure import lodge_departure


def take_leaving(*, lodging: Lodging, actor: Actor, now: datetime) -> DepartureManifest:
    """The manifest of leaving goods as it stands then, or as it was withdrawn. Raises what `take_message` raises."""
    return take_message(way=LEAVING, lodging=lodging, actor=actor, now=now)


LEAVING = Way(
    table=DepartureManifest,
    port=Manifest.departure,
    lodge=lodge_departure,
    withdraw=withdraw_departure,
    amend=change_bills,
)
