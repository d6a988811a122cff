"""What elections do later and on a schedule."""

from madang.framework.identity.actor import system_actor
from madang.framework.jobs import every, job
from madang.framework.values import clock
from madang.systems.elections.usecases import queue
from madang.systems.elections.usecases.counting.add_up import add_up_part as add_up_one
from madang.systems.elections.usecases.counting.check_shuffle import check_handed_in
from madang.systems.elections.usecases.counting.purge_names import purge_due
from madang.systems.elections.usecases.preparation.tell_cancelled import tell_some


@job(queue="bulk", retry=8)
def add_up_part(part: int) -> None:
    """Add up a part of the ballots of a closed election; a second run finds it done."""
    add_up_one(part=part, actor=system_actor("elections.add_up"), now=clock.now())


@job(queue="bulk", retry=8)
def check_shuffle(shuffle: int) -> None:
    """Check a shuffle that a trustee handed in; a second run finds it on the board, or refused."""
    check_handed_in(shuffle=shuffle, actor=system_actor("elections.check_shuffle"), now=clock.now())


@job(queue="bulk", retry=8)
def tell_cancelled(election: int) -> None:
    """Tell some of the roll that an election is cancelled; what a run before told is not told again."""
    tell_some(election=election, actor=system_actor("elections.tell_cancelled"), now=clock.now())


queue.hand_down(add_up_part=add_up_part, check_shuffle=check_shuffle, tell_cancelled=tell_cancelled)


@every("40 16 * * *")
def delete_names_of_voters() -> None:
    """Every night in Korea: what names voters of elections whose term is over goes."""
    purge_due(actor=system_actor("elections.delete_names_of_voters"), now=clock.now())
