"""What elections do on a schedule."""

from madang.framework.identity.actor import system_actor
from madang.framework.jobs import every
from madang.framework.values import clock
from madang.systems.elections.usecases.counting.purge_names import purge_due


@every("40 16 * * *")
def delete_names_of_voters() -> None:
    """Every night in Korea: what names voters of elections whose term is over goes."""
    purge_due(actor=system_actor("elections.delete_names_of_voters"), now=clock.now())
