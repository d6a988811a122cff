"""Checking many ballots: what can be asked for all of them together is (docs/adr/0050, 0066).

Whether elements lie in the group always can. A proof names its challenge, not its commitments: where these came with the
ballot, whether they are the right ones is asked together as well; where not, each is computed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from madang.systems.elections.domain.belenios.ballots import (
    CheckedBallot,
    check_ballot,
    check_proofs,
    read_ballot,
    tracking_number,
)
from madang.systems.elections.domain.belenios.commitments import Computed, Equations, Told
from madang.systems.elections.domain.belenios.election import Election
from madang.systems.elections.domain.belenios.group import Group, fixed_base
from madang.systems.elections.domain.belenios.many_powers import random_halves
from madang.systems.elections.domain.belenios.refused import BallotRefused
from madang.systems.elections.domain.belenios.wire import Malformed

ROUNDS = 64
TOGETHER = 128
_LARGE_TABLES = 12
_FEW = 3
"""With fewer ballots the rounds cost more than they save."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A ballot and the commitments that came with it; none if they are empty."""

    ballot: str
    commitments: bytes = b""


def all_in_group(*, group: Group, elements: Sequence[int]) -> bool:
    """Whether all `elements` lie in the subgroup; where one does not, it says so but for a chance of 2^-64.

    Each round multiplies a random half of the elements and asks whether the product lies in the subgroup. Whatever the other
    elements are, one that is outside makes at least every second product lie outside, too. No more elements than rounds are
    asked one by one, which is quicker and sure.
    """
    if group.embeds or len(elements) <= ROUNDS:
        return all(group.in_group(element=element) for element in elements)
    if any(not 0 < element < group.p for element in elements):
        return False
    return all(group.in_group(element=one) for one in random_halves(group=group, elements=elements, rounds=ROUNDS))


def all_sound(*, election: Election, sent: Sequence[Sent]) -> bool:
    """Whether every ballot is proved. If not, `check_ballot` says of each by itself what is wrong with it."""
    asked = _Asked(election, large=len(sent) >= TOGETHER and not election.group.embeds)
    try:
        for one in sent:
            asked.add(one)
    except (BallotRefused, Malformed):
        return False
    return asked.sound()


def check_together(*, election: Election, sent: Sequence[Sent]) -> list[CheckedBallot | BallotRefused]:
    """Of each ballot that it is sound, or why not. Commitments that were told wrongly harm nobody: then they are computed."""
    if len(sent) >= _FEW:
        asked = _Asked(election, large=False)
        found = [_believed(asked, one) for one in sent]
        if sum(one is not None for one in found) >= _FEW:
            if asked.sound():
                return [one or _alone(election, each.ballot) for one, each in zip(found, sent, strict=True)]
            # Who told something wrong is found by halves.
            middle = len(sent) // 2
            halves = (sent[:middle], sent[middle:])
            return [one for half in halves for one in check_together(election=election, sent=half)]
    return [_alone(election, one.ballot) for one in sent]


def _believed(asked: "_Asked", one: Sent) -> CheckedBallot | None:
    """The ballot, sound if what `asked` holds is; None if it has to be checked by itself."""
    if not one.commitments:
        return None
    try:
        return asked.add(one)
    except (BallotRefused, Malformed):
        return None


def _alone(election: Election, ballot: str) -> CheckedBallot | BallotRefused:
    try:
        return check_ballot(election=election, ballot=ballot)
    except BallotRefused as refused:
        return refused


class _Asked:
    """What has to hold so that all ballots added are sound."""

    def __init__(self, election: Election, *, large: bool) -> None:
        self.election = election
        # Large tables are made once for an election and pay where the commitments of many ballots are computed.
        self.window = _LARGE_TABLES if large else 0
        self.elements: list[int] = []
        self.equations = Equations(key=fixed_base(election.group, election.public_key))

    def add(self, sent: Sent) -> CheckedBallot:
        """The ballot's proofs with the commitments that were told, or computed ones where none were; `BallotRefused` or
        `Malformed` if they fail, and then nothing was added.
        """
        wire = read_ballot(election=self.election, ballot=sent.ballot)
        group = self.election.group
        if sent.commitments:
            told = Told(key=self.equations.key, told=sent.commitments)
            choices = check_proofs(election=self.election, wire=wire, source=told, membership=False)
            told.end()
            self.equations.add(told.equations)
        else:
            source = Computed(key=fixed_base(group, self.election.public_key, self.window))
            choices = check_proofs(election=self.election, wire=wire, source=source, membership=False)
        self.elements += [element for row in choices for one in row for element in (one.alpha, one.beta)]
        self.elements.append(group.residue(digits=wire.credential))
        return CheckedBallot(
            sent.ballot, wire.credential, tracking_number(ballot=sent.ballot), choices, sent.commitments
        )

    def sound(self) -> bool:
        """Whether all that was believed is true."""
        members = [*self.elements, *self.equations.commitments]
        return all_in_group(group=self.election.group, elements=members) and self.equations.hold()
