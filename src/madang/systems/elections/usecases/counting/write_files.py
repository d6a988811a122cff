"""An election of 300 voters and three trustees, held for the tour: its archive, that everybody can verify, and its result."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from madang.framework.values import clock
from madang.systems.elections.domain.belenios import board
from madang.systems.elections.domain.belenios.archive import append, start_archive
from madang.systems.elections.domain.belenios.ballots import encrypt
from madang.systems.elections.domain.belenios.ceremony import Ceremony, whole_ceremony
from madang.systems.elections.domain.belenios.credentials import credentials_json, new_credentials
from madang.systems.elections.domain.belenios.election import (
    Election,
    Question,
    election_json,
    new_uuid,
    read_election,
)
from madang.systems.elections.domain.belenios.tally import Result, encrypted_tally, partial_decryption, result
from madang.systems.elections.domain.belenios.trustees import Trustees, read_trustees, trustees_json
from madang.systems.elections.domain.belenios.verify import Report, verify

VOTERS, TRUSTEES, NEEDED = 300, 3, 2
PRESENT = (1, 3)
QUESTION = Question("누구를 동대표로 뽑으시겠습니까?", ("하나", "민수", "도현", "소라", "순자"), 1, 1, blank=True)
# How often each choice is made, blank first: what the result must say.
MADE = (12, 96, 71, 58, 40, 23)


class NotCountedAsCast(Exception):
    """The election of the tour gave another result than was voted: the tour fails."""


def write_counting_files(*, out: Path) -> Iterator[str]:
    """`UUID.bel` and `result.json`. Raises NotCountedAsCast."""
    now = clock.now()
    out.mkdir(parents=True, exist_ok=True)
    shared = whole_ceremony(trustees=TRUSTEES, threshold=NEEDED)
    trustees = read_trustees(raw=trustees_json(thresholds=[shared.published]))
    election = _election(trustees)
    path = out / f"{election.uuid}.bel"
    ballots, last = _voted(election, trustees, path, now)
    yield f"{VOTERS} voters, {TRUSTEES} trustees of whom {NEEDED} are needed: all ballots on the board"
    counted = _counted(election, trustees, shared, ballots, last, path, now)
    report = verify(archive=path)
    if report.counts != (MADE,) or counted.counts != (MADE,):
        raise NotCountedAsCast(f"{MADE} was voted and {report.counts} counted.")
    (out / "result.json").write_text(json.dumps(_told(report, counted), ensure_ascii=False, indent=2) + "\n")
    yield f"{path.name}: counted by trustees {PRESENT[0]} and {PRESENT[1]}, every check passed: {', '.join(map(str, MADE))}"


def _election(trustees: Trustees) -> Election:
    draft = Election(
        uuid=new_uuid(),
        name="동대표 선거",
        description="Representative of a housing block",
        public_key=trustees.election_key,
        questions=(QUESTION,),
        administrator="Election commission",
        credential_authority="Credential authority",
    )
    return read_election(raw=election_json(election=draft))


def _voted(election: Election, trustees: Trustees, path: Path, now: datetime) -> tuple[list[str], board.Event]:
    credentials = new_credentials(uuid=election.uuid, count=VOTERS)
    publics = {one.public: 1 for one in credentials}
    start_archive(path=path, opened_at=now)
    step = board.setup(election=election.raw, trustees=trustees.raw, credentials=credentials_json(publics=publics))
    append(path=path, step=step, at=now)
    chosen = [place for place, times in enumerate(MADE) for _ in range(times)]
    ballots = []
    for credential, choice in zip(credentials, chosen, strict=True):
        vector = [int(place == choice) for place in range(len(MADE))]
        ballots.append(encrypt(election=election, credential=credential.secret, choices=[vector]))
        step = board.add_ballot(after=step.event, ballot=ballots[-1])
        append(path=path, step=step, at=now)
    return ballots, step.event


def _counted(
    election: Election,
    trustees: Trustees,
    shared: Ceremony,
    ballots: list[str],
    last: board.Event,
    path: Path,
    now: datetime,
) -> Result:
    steps = [board.end_ballots(after=last)]
    tally = encrypted_tally(election=election, ballots=ballots)
    steps.append(board.add_tally(after=steps[-1].event, tally=tally))
    decryptions = {}
    for owner in PRESENT:
        key = shared.keys[owner - 1].private
        decryptions[owner] = partial_decryption(election=election, tally=tally.json, private_key=key)
        steps.append(board.add_decryption(after=steps[-1].event, owner=owner, decryption=decryptions[owner]))
    counted = result(election=election, trustees=trustees, tally=tally, decryptions=decryptions)
    steps.append(board.add_result(after=steps[-1].event, result=counted.json))
    for step in steps:
        append(path=path, step=step, at=now)
    return counted


def _told(report: Report, counted: Result) -> dict[str, object]:
    choices = ("", *QUESTION.answers)
    counts = [
        {"choice": choice or None, "blank": not choice, "votes": votes}
        for choice, votes in zip(choices, counted.counts[0], strict=True)
    ]
    return asdict(report) | {"question": QUESTION.text, "counts": counts}
