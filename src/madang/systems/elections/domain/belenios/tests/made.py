"""A small election made by us, kept as what its events hold, so that tests alter one thing and chain the rest anew."""

import io
import shutil
import subprocess
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

from madang.systems.elections.domain.belenios import board, ceremony, mixnet, trustees
from madang.systems.elections.domain.belenios.archive import archive_bytes
from madang.systems.elections.domain.belenios.ballots import encrypt
from madang.systems.elections.domain.belenios.credentials import Credential, credentials_json, new_credentials
from madang.systems.elections.domain.belenios.election import Election, Question, election_json, new_uuid, read_election
from madang.systems.elections.domain.belenios.group import RFC_3526_2048
from madang.systems.elections.domain.belenios.tally import (
    EncryptedTally,
    encrypted_tally,
    partial_decryption,
    result,
)

ONE_FILE = Path(__file__).parents[3] / "verifier" / "verify_election.py"
WHEN = datetime(2026, 11, 23, 9, tzinfo=UTC)
QUESTIONS = (
    Question("Who?", ("Hana", "Minsu"), 1, 1),
    Question("Which of them? / 무엇을?", ("a “quoted” one", "b", "c"), 1, 2, blank=True),
)
CHOICES = ([[1, 0], [0, 1, 1, 0]], [[0, 1], [1, 0, 0, 0]], [[1, 0], [0, 0, 0, 1]])


@dataclass(frozen=True)
class Made:
    """What the board holds, piece by piece. Partial decryptions and shuffles stand with the number of their trustee."""

    election: Election
    trustees: trustees.Trustees
    credentials: tuple[Credential, ...]
    listed: str
    ballots: tuple[str, ...]
    tally: EncryptedTally
    decryptions: tuple[tuple[int, str], ...]
    result: str
    shuffles: tuple[tuple[int, str], ...] = ()

    def steps(self) -> list[board.Step]:
        """The board, chained anew."""
        made = [board.setup(election=self.election.raw, trustees=self.trustees.raw, credentials=self.listed)]
        for ballot in self.ballots:
            made.append(board.add_ballot(after=made[-1].event, ballot=ballot))
        made.append(board.end_ballots(after=made[-1].event))
        made.append(board.add_tally(after=made[-1].event, tally=self.tally))
        for owner, shuffled in self.shuffles:
            made.append(board.add_shuffle(after=made[-1].event, owner=owner, shuffled=shuffled))
        if self.shuffles:
            made.append(board.end_shuffles(after=made[-1].event))
        for owner, decryption in self.decryptions:
            made.append(board.add_decryption(after=made[-1].event, owner=owner, decryption=decryption))
        made.append(board.add_result(after=made[-1].event, result=self.result))
        return made

    def but(self, **changed: object) -> "Made":
        """The same with something else in it."""
        return replace(self, **changed)  # type: ignore[arg-type]


def written(folder: Path, uuid: str, steps: Sequence[board.Step]) -> Path:
    """The archive of `steps`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{uuid}.bel"
    path.write_bytes(b"".join(archive_bytes(steps=steps, opened_at=WHEN)))
    return path


@lru_cache
def small_election(threshold: bool = False) -> Made:
    """Three voters, two questions, two trustees; or six: the first, two of the next three, one of the last two are needed."""
    own = [trustees.new_trustee() for _ in range(1 if threshold else 2)]
    shared = [ceremony.whole_ceremony(trustees=3 - one, threshold=2 - one) for one in range(2 if threshold else 0)]
    raw = trustees.trustees_json(singles=[one.public for one in own], thresholds=[one.published for one in shared])
    held = trustees.read_trustees(raw=raw)
    draft = Election(new_uuid(), "동대표 선거", "A test", held.election_key, QUESTIONS, "Hana", "Soonja")
    election = read_election(raw=election_json(election=draft))
    credentials = new_credentials(uuid=election.uuid, count=len(CHOICES))
    weights = {one.public: place + 1 if threshold else 1 for place, one in enumerate(credentials)}
    ballots = tuple(
        encrypt(election=election, credential=one.secret, choices=chosen)
        for one, chosen in zip(credentials, CHOICES, strict=True)
    )
    tally = encrypted_tally(election=election, ballots=ballots, weights=weights)
    keys = [*own, *(key for one in shared for key in one.keys)]
    taking_part = (1, 2, 4, 6) if threshold else (1, 2)
    decryptions = tuple(
        (owner, partial_decryption(election=election, tally=tally.json, private_key=keys[owner - 1].private))
        for owner in taking_part
    )
    opened = result(election=election, trustees=held, tally=tally, decryptions=dict(decryptions))
    listed = credentials_json(publics=weights)
    return Made(election, held, credentials, listed, ballots, tally, decryptions, opened.json)


RANKED = (
    Question("Approve?", ("Hana",), 0, 1),
    Question("Rank them", ("a", "b", "c"), 0, 0, ranked=True, extra='{"type":"PreferentialVoting","method":"STV"}'),
    Question("Grade them", ("x", "y"), 0, 0, ranked=True),
)
RANKED_CHOICES = (
    [[1], [1, 2, 3], [0, 4]],
    [[0], [3, 1, 2], [255, 0]],
    [[1], [0, 0, 1], [2, 2]],
)


@lru_cache
def ranked_election(threshold: bool = False, voters: int = len(RANKED_CHOICES)) -> Made:
    """Voters who choose, rank and grade; two trustees who shuffle, or two of three."""
    group, shared, choices = RFC_3526_2048, None, RANKED_CHOICES[:voters]
    if threshold:
        shared = ceremony.whole_ceremony(trustees=3, threshold=2, group=group)
    keys = shared.keys if shared else tuple(trustees.new_trustee(group=group) for _ in range(2))
    raw = trustees.trustees_json(
        singles=[] if shared else [one.public for one in keys],
        thresholds=[shared.published] if shared else [],
        group=group,
    )
    held = trustees.read_trustees(raw=raw, group=group)
    draft = Election(new_uuid(), "순위 투표", "A test", held.election_key, RANKED, "Hana", "Soonja", group=group)
    election = read_election(raw=election_json(election=draft))
    credentials = new_credentials(uuid=election.uuid, count=voters, group=group)
    ballots = tuple(
        encrypt(election=election, credential=one.secret, choices=chosen)
        for one, chosen in zip(credentials, choices, strict=True)
    )
    tally = final = encrypted_tally(election=election, ballots=ballots)
    shuffles = []
    taking_part = (1, 3) if threshold else (1, 2)
    for owner in taking_part:
        shuffled = mixnet.shuffle(election=election, tally=final.json)
        final = replace(final, json=mixnet.check_shuffle(election=election, tally=final.json, shuffled=shuffled))
        shuffles.append((owner, shuffled))
    decryptions = tuple(
        (owner, partial_decryption(election=election, tally=final.json, private_key=keys[owner - 1].private))
        for owner in taking_part
    )
    opened = result(election=election, trustees=held, tally=final, decryptions=dict(decryptions))
    listed = credentials_json(publics={one.public: 1 for one in credentials})
    return Made(election, held, credentials, listed, ballots, tally, decryptions, opened.json, shuffles=tuple(shuffles))


def belenios_tool(*arguments: str, given: str = "", where: Path | None = None) -> subprocess.CompletedProcess[str]:
    """What Debian's belenios-tool does with `arguments`."""
    program = shutil.which("belenios-tool")
    assert program, "belenios-tool is missing: ./madang test installs it, or apt-get install belenios-tool"
    return subprocess.run(
        [program, *arguments],
        input=given,
        cwd=where,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={"BELENIOS_USE_URANDOM": "1", "PATH": "/usr/bin:/bin"},
    )


def accepted_by_tool(folder: Path) -> bool:
    """Whether `belenios-tool election verify` finds nothing wrong with the archive in `folder`."""
    said = belenios_tool("election", "verify", "--dir", str(folder))
    return said.returncode == 0 and "all checks passed" in said.stderr


def told_by_the_one_file(path: Path) -> str:
    """What the stand-alone verifier says of the archive: nothing, or the name of the first check that fails."""
    said = io.StringIO()
    with redirect_stdout(said):
        code = one_file().main([str(path)])
    return "" if code == 0 else said.getvalue().partition(":")[0]


@lru_cache
def one_file() -> ModuleType:
    loader = SourceFileLoader("one_file", str(ONE_FILE))
    module = ModuleType(loader.name)
    loader.exec_module(module)
    return module


Altering = Callable[[Made], Sequence[board.Step]]
