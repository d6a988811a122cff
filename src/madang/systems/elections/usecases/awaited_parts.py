"""What each trustee has to hand in now."""

from madang.systems.elections.domain.words import State
from madang.systems.elections.models import Election
from madang.systems.elections.usecases.counting.decrypt import decryptions
from madang.systems.elections.usecases.counting.hand_in_shuffle import shufflers, to_be_shuffled
from madang.systems.elections.usecases.preparation.hand_in_key import next_step

DECRYPTION = "decryption"
SHUFFLE = "shuffle"


def awaited_parts(*, election: Election) -> dict[int, str]:
    """By the position of each trustee of whom something is awaited: a step of `hand_in_key`, the shuffle, or the decryption."""
    trustees = list(election.trustees.order_by("position"))
    if to_be_shuffled(election=election):
        did = shufflers(election=election)
        return {one.position: SHUFFLE for one in trustees if one.position not in did}
    if election.state == State.CLOSED:
        there = decryptions(election=election)
        return {one.position: DECRYPTION for one in trustees if one.position not in there}
    step = next_step(election=election, trustees=trustees) if election.state == State.ROLL_FROZEN else ""
    return {one.position: step for one in trustees if step and not getattr(one, step)}
