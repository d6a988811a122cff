"""Processes killed with -9 while they cast ballots: each acknowledged ballot is on the board, and the board is one chain that
the verifier takes to its end.
"""

import tempfile
from pathlib import Path

import pytest

from madang.systems.elections.domain.belenios.verify import verify
from madang.systems.elections.models import Ballot, BoardEvent
from madang.systems.elections.tests.polling_world import open_election
from madang.systems.elections.usecases.counting.archive import archive_of
from tests.load.killing import KilledChildren

ROUNDS = 2

# Each child votes for two voters of its own, again and again; all meet at the end of one board.
CAST = """
import itertools
from madang.systems.elections.domain.belenios.ballots import encrypt
from madang.systems.elections.models import Election
from madang.systems.elections.tests.polling_world import DURING, resident
from madang.systems.elections.usecases.voting.cast_ballot import cast_ballot
from madang.systems.elections.usecases.voting.public_election import public_election
election = Election.objects.get(uuid={uuid!r})
public = public_election(uuid=election.uuid)
for turn, (number, secret) in enumerate(itertools.cycle({secrets!r})):
    ballot = encrypt(election=public, credential=secret, choices=[[0, 1, 0]])
    made = cast_ballot(election=election, ballot=ballot, voter=resident(number), now=DURING)
    print("done", made.tracking, flush=True)
    if turn == 0:
        print("ready", flush=True)
"""


@pytest.mark.timeout(600)
class BallotsSurviveKill(KilledChildren):
    """Real processes, real commits, SIGKILL."""

    def test_every_acknowledged_ballot_is_on_a_board_that_verifies(self) -> None:
        held = open_election()
        pairs = sorted(held.secrets.items())
        uuid = held.election.uuid
        for _round in range(ROUNDS):
            children = (CAST.format(uuid=uuid, secrets=some) for some in (pairs[:2], pairs[2:]))
            self.kill(*children, after=0.1, within=0.8)
        assert len(self.acknowledged) >= 2 * ROUNDS
        assert set(self.acknowledged) <= set(Ballot.objects.values_list("tracking", flat=True))
        heights = list(
            BoardEvent.objects.filter(election=held.election).order_by("height").values_list("height", flat=True)
        )
        assert heights == list(range(len(heights)))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"{uuid}.bel")
            path.write_bytes(b"".join(archive_of(election=held.election)))
            report = verify(archive=path)
        # An event for the beginning, and one for each ballot; whoever was not told may find the ballot there, too.
        assert report.ballots == len(heights) - 1 == Ballot.objects.count()
