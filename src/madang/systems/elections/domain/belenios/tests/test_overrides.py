"""Paper overrides: two archives and a list, and each way in which they could disagree. Both verifiers name the same fault, and
belenios-tool takes both archives: the collected one as an election that is closed and not counted yet.
"""

import io
import json
from collections.abc import Sequence
from contextlib import redirect_stdout
from functools import lru_cache
from pathlib import Path

import pytest

from madang.systems.elections.domain.belenios import board, trustees
from madang.systems.elections.domain.belenios.archive import archive_bytes
from madang.systems.elections.domain.belenios.ballots import encrypt, tracking_number
from madang.systems.elections.domain.belenios.credentials import credentials_json, new_credentials
from madang.systems.elections.domain.belenios.election import Election, Question, election_json, new_uuid, read_election
from madang.systems.elections.domain.belenios.overrides import override_list, verify_overridden
from madang.systems.elections.domain.belenios.tally import encrypted_tally, partial_decryption, result
from madang.systems.elections.domain.belenios.tests.made import WHEN, accepted_by_tool, one_file
from madang.systems.elections.domain.belenios.verify import Broken

FIRST, AGAIN, KEPT, LAST = 0, 3, 1, 2
"""Ballots by their place: the first voter votes, two others do, the first one votes again and is handed paper."""


class World:
    """Four ballots of three voters on the collection board, and what a count of some of them is."""

    def __init__(self) -> None:
        key = trustees.new_trustee()
        self.private = key.private
        self.held = trustees.read_trustees(raw=trustees.trustees_json(singles=[key.public]))
        question = Question("Who?", ("Hana", "Minsu"), 1, 1)
        draft = Election(new_uuid(), "Paper overrides", "", self.held.election_key, (question,), "Hana", "Soonja")
        self.election = read_election(raw=election_json(election=draft))
        voters = new_credentials(uuid=self.election.uuid, count=3)
        self.publics = [one.public for one in voters]
        self.listed = credentials_json(publics=dict.fromkeys(self.publics, 1))
        chosen = ((0, [1, 0]), (1, [0, 1]), (2, [1, 0]), (0, [0, 1]), (2, [0, 1]))
        made = [encrypt(election=self.election, credential=voters[who].secret, choices=[row]) for who, row in chosen]
        self.ballots, self.foreign = made[:4], made[4]

    def steps(self, ballots: Sequence[str], *, count: bool = False, listed: str = "") -> list[board.Step]:
        listed = listed or self.listed
        made = [board.setup(election=self.election.raw, trustees=self.held.raw, credentials=listed)]
        for ballot in ballots:
            made.append(board.add_ballot(after=made[-1].event, ballot=ballot))
        made.append(board.end_ballots(after=made[-1].event))
        if count:
            tally = encrypted_tally(election=self.election, ballots=ballots)
            made.append(board.add_tally(after=made[-1].event, tally=tally))
            part = partial_decryption(election=self.election, tally=tally.json, private_key=self.private)
            made.append(board.add_decryption(after=made[-1].event, owner=1, decryption=part))
            opened = result(election=self.election, trustees=self.held, tally=tally, decryptions={1: part})
            made.append(board.add_result(after=made[-1].event, result=opened.json))
        return made

    def list_of(self, *numbers: int, credential: int = 0) -> str:
        """The list that leaves out these ballots, said to be those of one credential."""
        own = [tracking_number(ballot=self.ballots[one]) for one in numbers]
        collected = self.steps(self.ballots)[-1].event.hash
        return override_list(uuid=self.election.uuid, collected=collected, overridden={self.publics[credential]: own})


@lru_cache
def world() -> World:
    return World()


def files(folder: Path, counted: Sequence[board.Step], collected: Sequence[board.Step], said: str) -> list[Path]:
    made = []
    for name, steps in (("counted", counted), ("collected", collected)):
        place = folder / name / f"{world().election.uuid}.bel"
        place.parent.mkdir()
        place.write_bytes(b"".join(archive_bytes(steps=steps, opened_at=WHEN)))
        made.append(place)
    (folder / "list.json").write_text(said)
    return [*made, folder / "list.json"]


def told(paths: Sequence[Path]) -> set[str]:
    """The name of the first fault, by our verifier and by the stand-alone one."""
    counted, collected, overridden = paths
    try:
        verify_overridden(counted=counted, collected=collected, overridden=overridden)
        ours = ""
    except Broken as broken:
        ours = broken.check
    said = io.StringIO()
    with redirect_stdout(said):
        code = one_file().main([str(counted), "--collected", str(collected), "--overridden", str(overridden)])
    return {ours, "" if code == 0 else said.getvalue().partition(":")[0]}


def test_both_archives_are_sound_and_belenios_tool_takes_both(tmp_path: Path) -> None:
    made = world()
    rest = [made.ballots[KEPT], made.ballots[LAST]]
    paths = files(tmp_path, made.steps(rest, count=True), made.steps(made.ballots), made.list_of(FIRST, AGAIN))
    found = verify_overridden(counted=paths[0], collected=paths[1], overridden=paths[2])
    assert (found.counted.counts, found.credentials, found.ballots) == (((1, 1),), 1, 2)
    assert (found.collected.ballots, found.collected.counts) == (4, None)
    assert told(paths) == {""}
    assert accepted_by_tool(paths[0].parent)
    assert accepted_by_tool(paths[1].parent)


def _of_other_board(said: str, collected: str) -> str:
    return json.dumps(json.loads(said) | {"collected": collected}, separators=(",", ":"))


def altered(fault: str) -> tuple[Sequence[board.Step], Sequence[board.Step], str]:
    """What is counted, what was collected, and the list, with this fault."""
    made = world()
    first, kept, last, again = made.ballots
    whole, right, counted = made.steps(made.ballots), made.list_of(FIRST, AGAIN), made.steps([kept, last])
    more = credentials_json(
        publics=dict.fromkeys([*made.publics, new_credentials(uuid="1" * 14, count=1)[0].public], 1)
    )
    return {
        "overrides.dropped": (made.steps([kept]), whole, right),
        "overrides.added": (made.steps([kept, last, made.foreign]), whole, right),
        "overrides.reordered": (made.steps([last, kept]), whole, right),
        "overrides.left_in": (made.steps([kept, last, again]), whole, right),
        "overrides.ballots": (made.steps([first, kept, last]), whole, made.list_of(AGAIN)),
        "overrides.unknown_credential": (whole, whole, right.replace(made.publics[0], "4")),
        "overrides.list": (counted, whole, _of_other_board(right, whole[-2].event.hash)),
        "overrides.collected": (counted, whole[:-1], _of_other_board(right, whole[-2].event.hash)),
        "overrides.setup": (made.steps([kept, last], listed=more), whole, right),
    }[fault]


FAULTS = ("dropped", "added", "reordered", "left_in", "ballots", "unknown_credential", "list", "collected", "setup")


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_named_by_both_verifiers(tmp_path: Path, fault: str) -> None:
    name = f"overrides.{fault}"
    assert told(files(tmp_path, *altered(name))) == {name}


def test_the_list_is_written_in_one_way(tmp_path: Path) -> None:
    made = world()
    said = made.list_of(FIRST, AGAIN)
    paths = files(tmp_path, made.steps(made.ballots[1:3]), made.steps(made.ballots), said.replace(":[", ": ["))
    assert told(paths) == {"overrides.list"}
