"""What each trustee has to hand in now."""

from madang.systems.elections.domain.belenios.board import Kind
from madang.systems.elections.domain.words import State
from madang.systems.elections.models import Election, ShuffleToCheck
from madang.systems.elections.usecases.counting.add_up import is_added_up
from madang.systems.elections.usecases.counting.hand_in_shuffle import to_be_shuffled
from madang.systems.elections.usecases.counting.trustees_parts import owners
from madang.systems.elections.usecases.preparation.hand_in_key import next_step

DECRYPTION = "decryption"
SHUFFLE = "shuffle"


def awaited_parts(*, election: Election) -> dict[int, str]:
    """By the position of each trustee of whom something is awaited: a step of `hand_in_key`, the shuffle, or the decryption."""
    trustees = list(election.trustees.order_by("position"))
    if election.state == State.CLOSED and not is_added_up(election=election):
        return {}
    if to_be_shuffled(election=election):
        if ShuffleToCheck.objects.filter(election=election, refused="").exists():
            return {}
        there = owners(election=election, kind=Kind.SHUFFLE)
        return {one.position: SHUFFLE for one in trustees if one.position not in there}
    if election.state == State.CLOSED:
        there = owners(election=election, kind=Kind.PARTIAL_DECRYPTION)
        return {one.position: DECRYPTION for one in trustees if one.position not in there}
    step = next_step(election=election, trustees=trustees) if election.state == State.ROLL_FROZEN else ""
    return {one.position: step for one in trustees if step and not getattr(one, step)}
