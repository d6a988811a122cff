"""Ballots of one question with five options: encrypted and verified, beside Debian's belenios-tool in the same run.

Everything is per CPU second of one core unless the figure says otherwise. The tool encrypts one ballot a process, so its start
(what it takes to say its version) is taken away; it verifies whole archives, so an archive without ballots is taken away.
Ballots are verified with the commitments of their proofs beside them, as the board publishes them, and without: the tool knows
none. MADANG_BENCH_BALLOTS names another size than 256, MADANG_BENCH_RANKED another number of shuffled ballots than 100;
MADANG_BENCH_FULL=1 tallies 10,000, 50,000 and 100,000 ballots as well.
"""

import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from madang.systems.elections.domain.belenios import board
from madang.systems.elections.domain.belenios.archive import archive_bytes
from madang.systems.elections.domain.belenios.ballots import encrypt, encrypt_announced
from madang.systems.elections.domain.belenios.batch import Sent, all_sound
from madang.systems.elections.domain.belenios.commitments_file import commitments_file
from madang.systems.elections.domain.belenios.credentials import Credential, credentials_json, new_credentials
from madang.systems.elections.domain.belenios.election import (
    Election,
    Question,
    election_json,
    new_uuid,
    read_election,
)
from madang.systems.elections.domain.belenios.group import RFC_3526_2048, hash_hex
from madang.systems.elections.domain.belenios.mixnet import check_shuffle, shuffle
from madang.systems.elections.domain.belenios.tally import encrypted_tally, tally_of_last
from madang.systems.elections.domain.belenios.trustees import new_trustee, read_trustees, trustees_json
from madang.systems.elections.domain.belenios.verify import verify

RANKED = int(os.environ.get("MADANG_BENCH_RANKED", "100"))
BALLOTS = int(os.environ.get("MADANG_BENCH_BALLOTS", "256"))
FULL = os.environ.get("MADANG_BENCH_FULL") == "1"
TABLES, TOOLS = 12, 20
WHEN = datetime(2026, 11, 23, tzinfo=UTC)
CHOSEN = [[1, 0, 0, 0, 0]]


def figures() -> list[dict[str, Any]]:
    """The table of `./madang bench elections`."""
    election, trustees = _election()
    credentials = new_credentials(uuid=election.uuid, count=BALLOTS)
    _encrypted(election, credentials[:1])
    ours, sent = _cpu(lambda: _encrypted(election, credentials))
    ballots = [one.ballot for one in sent]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{election.uuid}.bel")
        _write(path, election, trustees, credentials, ())
        empty = _tool("election", "verify", "--dir", folder)
        theirs = _tool_encrypts(folder, credentials[0])
        rows = [_row("ballots encrypted, per CPU second", BALLOTS / ours, 1 / theirs, 15)]
        _write(path, election, trustees, credentials, ballots)
        loaded = _tool("election", "verify", "--dir", folder)
        peer = BALLOTS / (loaded - empty)
        bare = [Sent(one) for one in ballots]
        for name, goal, given in (("with their commitments ", 5, sent), ("", None, bare)):
            _sound(election, given)
            checked, _ = _cpu(partial(_sound, election, given))
            rows.append(_row(f"ballots {name}verified, per CPU second", BALLOTS / checked, peer, goal))
        beside = Path(folder, "commitments")
        told = ((hash_hex(one.ballot), one.commitments) for one in sent)
        beside.write_bytes(b"".join(commitments_file(told=told)))
        for name, goal, given in ((" with its commitments", 5, beside), ("", None, None)):
            used = BALLOTS / _side_by_side(path, given)
            rows.append(_row(f"ballots of an archive{name} verified a second, on all cores", used, peer, goal))
    rows += _shuffles()
    rows += _tallies(election, ballots)
    return rows


def _election() -> tuple[Election, str]:
    trustees = read_trustees(raw=trustees_json(singles=[new_trustee().public]))
    question = Question("Who?", ("a", "b", "c", "d", "e"), 1, 1)
    draft = Election(new_uuid(), "Figures", "", trustees.election_key, (question,))
    return read_election(raw=election_json(election=draft)), trustees.raw


def _encrypted(election: Election, credentials: Sequence[Credential]) -> list[Sent]:
    return [
        Sent(*encrypt_announced(election=election, credential=one.secret, choices=CHOSEN, window=TABLES))
        for one in credentials
    ]


def _sound(election: Election, sent: Sequence[Sent]) -> None:
    if not all_sound(election=election, sent=sent):
        raise RuntimeError("A ballot of the figure is not sound.")


def _write(
    path: Path, election: Election, trustees: str, credentials: Sequence[Credential], ballots: Sequence[str]
) -> None:
    listed = credentials_json(publics={one.public: 1 for one in credentials})
    steps = [board.setup(election=election.raw, trustees=trustees, credentials=listed)]
    for ballot in ballots:
        steps.append(board.add_ballot(after=steps[-1].event, ballot=ballot))
    path.write_bytes(b"".join(archive_bytes(steps=steps, opened_at=WHEN)))


def _cpu(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.process_time()
    found = work()
    return time.process_time() - begun, found


def _tool(*arguments: str) -> float:
    """CPU seconds of belenios-tool."""
    begun = _children()
    environment = {"BELENIOS_USE_URANDOM": "1", "PATH": os.environ["PATH"]}
    subprocess.run(["belenios-tool", *arguments], capture_output=True, check=True, env=environment)
    return _children() - begun


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _tool_encrypts(folder: str, credential: Credential) -> float:
    """CPU seconds that the tool takes for one ballot, its start taken away."""
    secret, choices = Path(folder, "secret"), Path(folder, "choices")
    secret.write_text(credential.secret)
    choices.write_text(str(CHOSEN))
    ballot = ("election", "generate-ballot", "--dir", folder, "--privcred", str(secret), "--ballot", str(choices))
    start = sum(_tool("--version") for _ in range(TOOLS))
    return (sum(_tool(*ballot) for _ in range(TOOLS)) - start) / TOOLS


def _side_by_side(path: Path, commitments: Path | None) -> float:
    """Wall seconds of the whole verification of an archive on all cores, processes started and tables made before."""
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("fork")) as executor:
        begun = time.perf_counter()
        verify(archive=path, commitments=commitments, executor=executor)
        return time.perf_counter() - begun


def _shuffles() -> list[dict[str, Any]]:
    """One shuffle of ranked ballots, made and verified, beside the tool; what loading the ballots takes is taken away."""
    held = read_trustees(
        raw=trustees_json(singles=[new_trustee(group=RFC_3526_2048).public], group=RFC_3526_2048), group=RFC_3526_2048
    )
    question = Question("Rank", ("a", "b", "c", "d", "e"), 0, 0, ranked=True)
    draft = Election(new_uuid(), "Figures", "", held.election_key, (question,), group=RFC_3526_2048)
    election = read_election(raw=election_json(election=draft))
    credentials = new_credentials(uuid=election.uuid, count=RANKED, group=RFC_3526_2048)
    ballots = [encrypt(election=election, credential=one.secret, choices=[[1, 2, 3, 4, 5]]) for one in credentials]
    listed = credentials_json(publics={one.public: 1 for one in credentials})
    steps = [board.setup(election=election.raw, trustees=held.raw, credentials=listed)]
    for ballot in ballots:
        steps.append(board.add_ballot(after=steps[-1].event, ballot=ballot))
    tally = encrypted_tally(election=election, ballots=ballots)
    steps.append(board.end_ballots(after=steps[-1].event))
    steps.append(board.add_tally(after=steps[-1].event, tally=tally))
    shuffle(election=election, tally=tally.json)
    made, shuffled = _cpu(lambda: shuffle(election=election, tally=tally.json))
    checked, _ = _cpu(lambda: check_shuffle(election=election, tally=tally.json, shuffled=shuffled))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{election.uuid}.bel")
        path.write_bytes(b"".join(archive_bytes(steps=steps, opened_at=WHEN)))
        without = _tool("election", "verify", "--dir", folder)
        theirs = _tool("election", "shuffle", "--dir", folder, "--trustee-id", "1")
        steps.append(board.add_shuffle(after=steps[-1].event, owner=1, shuffled=shuffled))
        path.write_bytes(b"".join(archive_bytes(steps=steps, opened_at=WHEN)))
        peer = _tool("election", "verify", "--dir", folder) - without
    return [
        _row(f"ballots shuffled with proof, per CPU second, of {RANKED}", RANKED / made, RANKED / theirs),
        _row(f"ballots of a shuffle verified, per CPU second, of {RANKED}", RANKED / checked, RANKED / peer),
    ]


def _tallies(election: Election, ballots: list[str]) -> list[dict[str, Any]]:
    """The product of so many ballots, each a different credential's as the tally sees it."""
    rows = []
    for size in (10_000, 50_000, 100_000) if FULL else (1_000,):
        many = (_renamed(ballots[place % len(ballots)], place) for place in range(size))
        begun = time.perf_counter()
        tally_of_last(election=election, ballots=many)
        rows.append(
            _row(
                f"ballots tallied a second, of {size:,} (decoded and multiplied)", size / (time.perf_counter() - begun)
            )
        )
    return rows


def _renamed(raw: str, place: int) -> str:
    start = raw.index('"credential":"') + len('"credential":"')
    return f"{raw[:start]}{place + 1}{raw[raw.index(chr(34), start) :]}"


def _row(figure: str, ours: float, peer: float | None = None, goal: float | None = None) -> dict[str, Any]:
    ratio = round(ours / peer, 2) if peer else None
    return {
        "figure": figure, "ours": round(ours, 1), "peer": round(peer, 1) if peer else None, "limit": None, "ratio": ratio,
        "goal": f"≥ {goal}" if goal else "told", "met": ratio >= goal if goal and ratio else None,
    }  # fmt: skip
