"""Who may do what in elections."""

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import permits

MANAGER = "elections.manager"
CREDENTIALS = "elections.credentials"
STATION = "elections.station"


@permits("elections.manage")
def manage(actor: Actor, resource: object) -> bool:
    """Managers prepare, open, close and publish the elections of their office, which is the resource."""
    return actor.has_duty(MANAGER, str(resource))


@permits("elections.give_credentials")
def give_credentials(actor: Actor, resource: object) -> bool:
    """The credential authority of the office hands in public parts and replaces lost credentials."""
    return actor.has_duty(CREDENTIALS, str(resource))


@permits("elections.serve_station")
def serve_station(actor: Actor, resource: object) -> bool:
    """Polling officials of the office hand out paper ballots and count them."""
    return actor.has_duty(STATION, str(resource))


@permits("elections.purge_names")
def purge_names(actor: Actor, resource: object) -> bool:
    """Only the machinery, when the term is over."""
    return False


@permits("elections.vote")
def vote(actor: Actor, resource: object) -> bool:
    """Who votes does so in person: no mandate reaches a ballot."""
    return actor.person is not None and actor.acting_for is None
