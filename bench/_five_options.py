"""An election of one question with five options and its ballots, for the children of ballots.py and elections_jobs.py."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from multiprocessing import get_context

from madang.systems.elections.domain.belenios.ballots import encrypt_announced
from madang.systems.elections.domain.belenios.election import Election as PublicElection
from madang.systems.elections.domain.plan import Answer, PlannedQuestion
from madang.systems.elections.domain.words import QuestionKind
from madang.systems.elections.models import Election, Voter
from madang.systems.elections.tests.polling_world import OFFICE, OFFICIALS, plan
from madang.systems.elections.usecases.rehearse import Rehearsal, announce, begin
from madang.systems.elections.usecases.voting.public_election import public_election

ANSWERS, TABLES = 5, 12
Work = tuple[PublicElection, str, int]


def begun(*, voters: int, opens_at: datetime, closes_at: datetime) -> Rehearsal:
    """It takes ballots from `opens_at` on; its voters are person1, person2 and so on."""
    five = tuple(Answer(text=one, text_en=one) for one in "abcde")
    asked = PlannedQuestion(kind=QuestionKind.SINGLE, text="?", text_en="?", answers=five, blank=False)
    ours = replace(
        plan(), questions=(asked,), opens_at=opens_at, closes_at=closes_at, opens_on=opens_at.date(),
        reference_on=(opens_at - timedelta(days=20)).date(), inspection_from=(opens_at - timedelta(days=19)).date(),
        inspection_until=(opens_at - timedelta(days=12)).date(),
    )  # fmt: skip

    def enter(election: Election) -> int:
        rows = (
            Voter(election=election, number=one, person=f"person{one}", name="v", birth_on=date(1990, 1, 1))
            for one in range(1, voters + 1)
        )
        return len(Voter.objects.bulk_create(rows, batch_size=5_000))

    made = announce(plan=ours, office=OFFICE, enter=enter, officials=OFFICIALS, now=opens_at - timedelta(days=21))
    return begin(election=made, officials=OFFICIALS, now=opens_at - timedelta(days=1))


def encrypted(*, held: Rehearsal, count: int) -> Iterator[tuple[str, str]]:
    """Ballots of the voters in turn, each for the next option, with the commitments of its proofs in hexadecimal. By two
    processes.
    """
    public = public_election(uuid=held.election.uuid)
    works = [(public, held.secrets[1 + one % len(held.secrets)], one) for one in range(count)]
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        yield from pool.map(_encrypted, works, chunksize=50)


def _encrypted(work: Work) -> tuple[str, str]:
    public, secret, one = work
    chosen = [[int(place == one % ANSWERS) for place in range(ANSWERS)]]
    ballot, told = encrypt_announced(election=public, credential=secret, choices=chosen, window=TABLES)
    return ballot, told.hex()
