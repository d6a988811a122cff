"""What each trustee has to hand in now."""

from madang.systems.elections.domain.words import State
from madang.systems.elections.models import Election
from madang.systems.elections.usecases.counting.decrypt import decryptions
from madang.systems.elections.usecases.preparation.hand_in_key import next_step

DECRYPTION = "decryption"


def awaited_parts(*, election: Election) -> dict[int, str]:
    """By the position of each trustee of whom something is awaited: a step of `hand_in_key`, or the decryption."""
    trustees = list(election.trustees.order_by("position"))
    if election.state == State.CLOSED:
        there = decryptions(election=election)
        return {one.position: DECRYPTION for one in trustees if one.position not in there}
    step = next_step(election=election, trustees=trustees) if election.state == State.ROLL_FROZEN else ""
    return {one.position: step for one in trustees if step and not getattr(one, step)}
