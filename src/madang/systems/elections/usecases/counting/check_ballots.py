"""Before ballots are added up, each on the board is checked again: what was accepted is what is added up."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from madang.systems.elections.domain.belenios.ballots import CheckedBallot
from madang.systems.elections.domain.belenios.batch import Sent, check_together
from madang.systems.elections.domain.belenios.group import hash_hex
from madang.systems.elections.models import Ballot, Election
from madang.systems.elections.usecases.voting.public_election import public_election

TOGETHER = 250
"""How many are checked in one go: more are hardly quicker, and their commitments fill the memory."""


class _Kept(NamedTuple):
    """A ballot as the board holds it."""

    tracking: str
    commitments: bytes
    credential: str
    digest: str
    text: str


def broken_ballot(*, election: Election, first: int, last: int) -> str:
    """The tracking number of the first ballot, cast with credentials from `first` to `last`, that is not what was accepted:
    its proofs or its signature do not hold, or it is another text than its event names. Empty if all are sound.

    Ballots that a later one replaced are checked, too: whoever verifies the archive checks them.
    """
    cast = Ballot.objects.filter(
        election=election, credential__gte=first, credential__lte=last, event__data__position=0
    )
    named = ("tracking", "commitments", "credential__public", "event__payload", "event__data__text")
    rows = cast.order_by("event__height").values_list(*named).iterator(chunk_size=TOGETHER)
    kept = (_Kept(one[0], bytes(one[1]), *one[2:]) for one in rows)
    while some := list(islice(kept, TOGETHER)):
        for tracking in _broken(election, some):
            return tracking
    return ""


def _broken(election: Election, some: Sequence[_Kept]) -> Iterator[str]:
    sent = [Sent(one.text, one.commitments) for one in some]
    for one, found in zip(some, check_together(election=public_election(uuid=election.uuid), sent=sent), strict=True):
        sound = isinstance(found, CheckedBallot) and (found.tracking, found.credential) == (
            one.tracking,
            one.credential,
        )
        if not sound or hash_hex(one.text) != one.digest:
            yield one.tracking
